package dev.beworkflows;

import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.disk.SecretNames;
import dev.beworkflows.files.RunFolders;
import dev.beworkflows.metrics.Meters;
import dev.beworkflows.postgres.Database;
import dev.beworkflows.postgres.Notifications;
import dev.beworkflows.postgres.PgSecrets;
import dev.beworkflows.scheduler.RecentValues;
import dev.beworkflows.scheduler.Runs;
import io.vertx.core.Future;
import java.io.IOException;

/** What drives runs, with what they leave: their record, and the files of durable ones. Blocks; for the start-up thread. */
record EngineSetup(JournalSetup journal, RunFolders folders, RecentValues recent, Runs runs) {

    static EngineSetup start(
            Basis basis, TaskSetup tasks, DatabaseSetup.Stored stored, Definitions definitions, Meters meters)
            throws StartException, IOException {
        JournalSetup journal = JournalSetup.open(basis, stored.database(), definitions, meters);
        RunsSetup setup = new RunsSetup(
                basis.configuration(),
                basis.loop(),
                journal.journal(),
                journal.queue(),
                tasks.objects(),
                stored.secrets()::values,
                meters::waits);
        RunFolders folders = folders(basis, tasks.workers(), stored.database());
        RecentValues recent =
                new RecentValues(basis.loop(), basis.configuration().runs().recentBytes());
        Runs runs = setup.runs(tasks.pools(), tasks.values(), folders, recent, definitions::callable);
        basis.takeDown()
                .first(
                        "runs",
                        () -> Blocking.await(
                                runs.drain(basis.configuration().runs().stopGrace())));
        return new EngineSetup(journal, folders, recent, runs);
    }

    /** Begins to take runs from the queue, and to hear of them from other servers. */
    Future<Void> open(Notifications notifications) {
        notifications.onQueue(runs::look);
        notifications.onCancel(runs::cancelRequested);
        notifications.onRun(journal.journal()::look);
        return runs.open();
    }

    private static RunFolders folders(Basis basis, WorkerSetup workers, Database database)
            throws StartException, IOException {
        SecretNames names = SecretNames.of(Blocking.result(new PgSecrets(database).of("run-folders")));
        return RunFolders.open(
                basis.vertx(),
                new RunFolders.Root(workers.runs(), workers.access(), names),
                basis.configuration().values());
    }
}
