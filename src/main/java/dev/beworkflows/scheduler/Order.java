package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunRequest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A checked call that is to become a run.
 *
 * @param id of the run to be
 * @param spoken what an interceptor said and printed
 */
public record Order(RunId id, CallableWorkflow workflow, RunCaller caller, RunRequest request, List<Happening> spoken) {
    public Order {
        spoken = List.copyOf(spoken);
    }

    public Order(RunId id, CallableWorkflow workflow, RunCaller caller, RunRequest request) {
        this(id, workflow, caller, request, List.of());
    }

    /** A call that becomes a run now. */
    public static Order of(CallableWorkflow workflow, RunCaller caller, RunRequest request) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        RunId id = RunId.of(System.currentTimeMillis(), new UUID(random.nextLong(), random.nextLong()));
        return new Order(id, workflow, caller, request);
    }
}
