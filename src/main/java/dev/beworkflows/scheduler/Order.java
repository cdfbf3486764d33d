package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A checked call that is to become a run.
 *
 * @param id of the run to be
 * @param spoken what an interceptor said and printed
 * @param validation how long it took to check the request
 */
public record Order(
        RunId id,
        CallableWorkflow workflow,
        RunCaller caller,
        RunRequest request,
        List<Happening> spoken,
        Duration validation) {
    public Order {
        spoken = List.copyOf(spoken);
    }

    public Order(RunId id, CallableWorkflow workflow, RunCaller caller, RunRequest request) {
        this(id, workflow, caller, request, List.of(), Duration.ZERO);
    }

    /** A call that becomes a run now. */
    public static Order of(CallableWorkflow workflow, RunCaller caller, RunRequest request) {
        return new Order(newId(), workflow, caller, request);
    }

    /** Of what begins now. */
    static RunId newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return RunId.of(System.currentTimeMillis(), new UUID(random.nextLong(), random.nextLong()));
    }

    /** The same, once an interceptor has seen it. */
    Order intercepted(RunRequest changed, List<Happening> said) {
        return new Order(id, workflow, caller, changed, said, validation);
    }

    /** The same with another request. */
    Order with(RunRequest other) {
        return new Order(id, workflow, caller, other, spoken, validation);
    }

    /** The same, with how long it took to check the request. */
    public Order after(Duration taken) {
        return new Order(id, workflow, caller, request, spoken, taken);
    }
}
