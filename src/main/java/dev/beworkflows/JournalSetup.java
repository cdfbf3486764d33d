package dev.beworkflows;

import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.journal.EndedRuns;
import dev.beworkflows.journal.JournalLimits;
import dev.beworkflows.journal.RunJournal;
import dev.beworkflows.journal.RunQueue;
import dev.beworkflows.metrics.Meters;
import dev.beworkflows.postgres.Database;
import dev.beworkflows.postgres.PgRunQueue;
import dev.beworkflows.postgres.PgRunStore;
import dev.beworkflows.traces.Traces;
import dev.beworkflows.workflow.Graph;
import dev.beworkflows.workflow.VersionRef;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where runs are recorded, and who hears of those that ended.
 *
 * @param traces empty when nobody wants them
 */
record JournalSetup(RunQueue queue, Optional<Traces> traces, RunJournal journal) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static JournalSetup open(Basis basis, Database database, Definitions definitions, Meters meters)
            throws IOException {
        RunQueue queue = new PgRunQueue(
                database,
                basis.data().serverId(),
                basis.configuration().background().queue().lease());
        Optional<Traces> traces = traces(basis, definitions);
        EndedRuns measured = meters.runs();
        EndedRuns ended = traces.isPresent() ? measured.andThen(traces.get()) : measured;
        RunJournal journal = new RunJournal(
                basis.loop(),
                new PgRunStore(database),
                queue,
                limits(basis.configuration().runs()),
                InstantSource.system(),
                ended);
        basis.takeDown().first("journal", () -> Blocking.await(journal.close(PATIENCE)));
        return new JournalSetup(queue, traces, journal);
    }

    private static Optional<Traces> traces(Basis basis, Definitions definitions) {
        Optional<Traces> traces = basis.configuration()
                .watching()
                .traces()
                .map(settings -> Traces.open(settings, version -> graph(definitions, version)));
        traces.ifPresent(open -> basis.takeDown().first("traces", open::close));
        return traces;
    }

    private static Future<Optional<Graph>> graph(Definitions definitions, VersionRef version) {
        return definitions
                .callable(version)
                .map(found ->
                        found.map(callable -> callable.workflow().program().graph()));
    }

    private static JournalLimits limits(Configuration.Runs runs) {
        JournalLimits byDefault = JournalLimits.DEFAULT;
        return new JournalLimits(
                byDefault.eventsPerRun(),
                byDefault.outputPerRun(),
                runs.messagesPerSecond(),
                runs.recordQueue(),
                byDefault.waitingCharacters(),
                byDefault.batch(),
                byDefault.gather(),
                byDefault.longestRetry());
    }
}
