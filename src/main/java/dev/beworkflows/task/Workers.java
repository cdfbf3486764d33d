package dev.beworkflows.task;

import dev.beworkflows.run.DeathCertificate;
import dev.beworkflows.run.RunId;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is to be seen of the processes that execute tasks. Both may be asked on any thread; nothing is looked up for it. */
public interface Workers {

    Future<List<Status>> all();

    /** The last hundred that died since this server started and that were not wanted to, newest first. */
    Future<List<Death>> deaths();

    /**
     * One worker.
     *
     * @param environment see {@link WorkerKind#environment}
     * @param pid 0 before it has one
     * @param state {@code starting}, {@code idle}, {@code loading}, {@code busy}, {@code stopping}, {@code spent} or {@code dead}
     * @param since when it came into that state
     * @param work what it is at, if anything
     * @param tasks how many it has finished
     * @param residentBytes of it and all that it started, as it was seen last; 0: never
     */
    record Status(
            String name,
            String environment,
            long pid,
            String state,
            Instant since,
            Optional<Work> work,
            long tasks,
            long residentBytes,
            long peakBytes) {}

    /** An attempt of a task. */
    record Work(RunId run, WorkflowId workflow, TaskName task) {

        public static Work of(TaskCall call) {
            return new Work(call.run().id(), call.run().version().workflow(), call.task());
        }
    }

    /**
     * One that died.
     *
     * @param kind {@code at_start}, {@code while_busy}, {@code while_idle}, {@code time_limit} or {@code memory_limit}
     * @param work what it was at, if anything
     */
    record Death(Instant at, String kind, Optional<Work> work, DeathCertificate certificate) {}
}
