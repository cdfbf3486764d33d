package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.journal.RunQueue;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.workflow.VersionRef;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What durable runs are driven with.
 *
 * @param engine with folders that last
 * @param clock for the times of events; leases are timed by the database
 */
public record Background(
        Engine engine, RunQueue queue, Versions versions, Files files, QueueLimits limits, InstantSource clock) {

    /** Where the version is found that a run was accepted with. */
    public interface Versions {
        Future<Optional<CallableWorkflow>> callable(VersionRef version);
    }

    /** Where the files of durable runs lie. */
    public interface Files {

        /** Moves the uploaded files of a request into the run's folder, durably; the same request with the new paths. */
        Future<RunRequest> keep(RunId run, RunRequest request);

        /** Removes the folders that nobody needs any more: of runs that succeeded, and of those that are not known. */
        Future<Void> sweep(RunQueue queue);
    }
}
