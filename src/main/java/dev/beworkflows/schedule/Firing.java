package dev.beworkflows.schedule;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.journal.IdempotencyKey;
import dev.beworkflows.journal.IdempotencyKeys;
import dev.beworkflows.journal.KeyUse;
import dev.beworkflows.journal.Placement;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.schedule.ScheduleStore.Outcome;
import dev.beworkflows.scheduler.Interception;
import dev.beworkflows.scheduler.Order;
import dev.beworkflows.scheduler.RunStarter;
import dev.beworkflows.schema.RequestCheck;
import dev.beworkflows.schema.RequestProblem;
import dev.beworkflows.workflow.Queueing;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes one time of one schedule a background run, as a call would be. However often it is asked to, by whatever servers, one run comes of it: the run is accepted under an idempotency key
 * that is made of the schedule and the time.
 */
final class Firing {

    private static final int MOST_PROBLEMS = 10;
    private static final int NOT_RUN = 422;

    private final Definitions definitions;
    private final RunStarter starter;
    private final IdempotencyKeys keys;

    Firing(Definitions definitions, RunStarter starter, IdempotencyKeys keys) {
        this.definitions = definitions;
        this.starter = starter;
        this.keys = keys;
    }

    /** Empty: another server is about it. Fails when the database cannot be reached; whether there is a run nobody knows then, and asking again finds out. */
    Future<Optional<Outcome>> fire(Schedule schedule, Instant due) {
        return definitions
                .callable(schedule.plan().workflow())
                .compose(found -> found.isPresent() ? fire(schedule, due, found.get()) : nothingToCall(schedule));
    }

    private Future<Optional<Outcome>> nothingToCall(Schedule schedule) {
        return definitions
                .get(schedule.plan().workflow())
                .map(found -> notRun("the workflow '"
                        + schedule.plan().workflow() + "' "
                        + (found.isPresent() ? "has no published version" : "does not exist")));
    }

    private Future<Optional<Outcome>> fire(Schedule schedule, Instant due, CallableWorkflow workflow) {
        if (!workflow.workflow().enabled()) {
            return Future.succeededFuture(
                    notRun("the workflow '" + schedule.plan().workflow() + "' is disabled"));
        }
        RequestCheck check = workflow.schemas().check(schedule.plan().request().raw());
        if (check instanceof RequestCheck.Accepted accepted) {
            Order order = Order.of(workflow, caller(schedule, due), accepted.request());
            return workflow.interceptor().isPresent()
                    ? intercepted(order, key(schedule, due))
                    : accepted(order, key(schedule, due), false);
        }
        return Future.succeededFuture(notRun(problems(check)));
    }

    /** The interceptor is asked under the key, so once: of a server that dies meanwhile nobody knows what its interceptor has done. */
    private Future<Optional<Outcome>> intercepted(Order order, IdempotencyKey key) {
        return keys.take(key).compose(use -> {
            if (!(use instanceof KeyUse.Fresh)) {
                return Future.succeededFuture(outcome(order, use));
            }
            return starter.intercept(order)
                    .compose(interception -> settled(interception, key))
                    .recover(why -> keys.giveBack(key).compose(given -> Future.failedFuture(why)));
        });
    }

    private Future<Optional<Outcome>> settled(Interception interception, IdempotencyKey key) {
        if (interception instanceof Interception.Passed passed) {
            return accepted(passed.order(), key, true);
        }
        String why = interception instanceof Interception.Rejected rejected
                ? "the workflow's interceptor refused the request: "
                        + rejected.failure().message()
                : "the workflow's interceptor failed: "
                        + ((Interception.Failed) interception).failure().message();
        return keys.answer(key, new KeyUse.Answer(NOT_RUN, Map.of(), Buffer.buffer(why)))
                .map(kept -> notRun(why));
    }

    private Future<Optional<Outcome>> accepted(Order order, IdempotencyKey key, boolean taken) {
        Queueing queueing = order.workflow().workflow().calling().queueing();
        Placement placement = new Placement(queueing.priority(), Optional.empty(), queueing.concurrency());
        return starter.accept(order, placement, Optional.of(key), taken).map(use -> outcome(order, use));
    }

    private static Optional<Outcome> outcome(Order order, KeyUse use) {
        if (use instanceof KeyUse.Fresh) {
            return Optional.of(new Outcome.Ran(order.id()));
        }
        if (use instanceof KeyUse.Accepted before) {
            return Optional.of(new Outcome.Ran(before.run()));
        }
        if (use instanceof KeyUse.Answered before) {
            return notRun(before.answer().body().toString());
        }
        return use instanceof KeyUse.InProgress
                ? Optional.empty()
                : notRun("the server went away while the workflow's interceptor was asked, which is not done twice");
    }

    private static Optional<Outcome> notRun(String why) {
        return Optional.of(new Outcome.NotRun(why));
    }

    private static String problems(RequestCheck check) {
        List<RequestProblem> problems = check instanceof RequestCheck.Refused refused ? refused.problems() : List.of();
        return problems.stream()
                .limit(MOST_PROBLEMS)
                .map(problem -> problem.in() + " '" + problem.name() + "' " + problem.message())
                .collect(Collectors.joining("; ", "the request does not fit the workflow any more: ", ""));
    }

    /** With spaces, which no header of a caller can bring into a key. User and request make no difference: they may have been changed since. */
    private static IdempotencyKey key(Schedule schedule, Instant due) {
        String key = "schedule " + schedule.id() + " " + due;
        return new IdempotencyKey("", schedule.plan().workflow(), key, "schedule");
    }

    private static RunCaller caller(Schedule schedule, Instant due) {
        return new RunCaller(
                schedule.user(),
                "POST",
                Map.of(RunCaller.SCHEDULE_ID, schedule.id().value(), RunCaller.SCHEDULE_TIME, due.toString()));
    }
}
