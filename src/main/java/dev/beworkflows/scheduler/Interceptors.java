package dev.beworkflows.scheduler;

import dev.beworkflows.run.Happening;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.ResourceLimits;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks interceptors: inside the call, before there is a run. Never twice for one call, since nobody knows what an interceptor has done by then. */
final class Interceptors {
    private final Engine engine;

    Interceptors(Engine engine) {
        this.engine = engine;
    }

    Future<Interception> ask(Order order) {
        Optional<CodeUnit> code = order.workflow().interceptor();
        return code.isPresent() ? ask(order, code.get()) : Future.succeededFuture(new Interception.Passed(order));
    }

    private Future<Interception> ask(Order order, CodeUnit code) {
        RunHeader header =
                new RunHeader(order.id(), order.workflow().version(), Mode.BACKGROUND, order.caller(), order.request());
        TaskCall call = new TaskCall(
                TaskCall.Kind.INTERCEPTOR,
                header,
                Happening.INTERCEPTOR,
                1,
                code,
                Map.of(),
                limits(order.workflow().workflow().program().resources()),
                engine.taskApis().secrets(order.workflow()),
                List.of(),
                order.workflow().plainItems(),
                engine.values()
                        .room(order.id())
                        .within(order.workflow()
                                .workflow()
                                .program()
                                .resources()
                                .values()),
                order.workflow().worker());
        Spoken spoken = new Spoken();
        return engine.executor()
                .execute(engine.taskApis().open(List.of(call), order.workflow(), spoken::add), worker -> {})
                .outcome()
                .map(outcome -> interception(order, outcome, spoken.all()));
    }

    private TaskCall.Limits limits(ResourceLimits resources) {
        return new TaskCall.Limits(
                engine.limits().task(), engine.limits().patience(), false, resources.memory(), resources.output());
    }

    private static Interception interception(Order order, TaskOutcome outcome, List<Happening> spoken) {
        if (outcome instanceof TaskOutcome.Intercepted intercepted) {
            RunRequest request = intercepted.request();
            return new Interception.Passed(order.intercepted(request, spoken));
        }
        if (outcome instanceof TaskOutcome.Raised raised) {
            return new Interception.Rejected(raised.failure());
        }
        return new Interception.Failed(
                outcome.failed().orElseThrow(() -> new IllegalStateException("an interceptor ended as " + outcome)));
    }
}
