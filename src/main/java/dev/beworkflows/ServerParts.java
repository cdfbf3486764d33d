package dev.beworkflows;

import dev.beworkflows.http.HttpSetup;
import dev.beworkflows.http.UploadFolder;
import dev.beworkflows.journal.RunJournal;
import dev.beworkflows.metrics.Sources;
import dev.beworkflows.postgres.Database;
import dev.beworkflows.postgres.PgQueueCounts;
import dev.beworkflows.postgres.PgRunStatistics;
import dev.beworkflows.postgres.PgUserEvents;
import dev.beworkflows.workflow.WorkflowWriter;
import java.time.InstantSource;

/** The parts of a server as routes and meters see them. */
record ServerParts(
        Basis basis,
        TaskSetup tasks,
        DatabaseSetup.Stored stored,
        CatalogSetup catalog,
        EngineSetup engine,
        ScheduleSetup schedules) {

    /** What routes ask and tell. */
    HttpSetup.Ports ports() {
        return new HttpSetup.Ports(
                catalog.workflows(),
                Examples::read,
                WorkflowWriter::write,
                engine.runs(),
                engine.runs(),
                reader(),
                new PgRunStatistics(stored.database()),
                schedules.idempotencyKeys(),
                stored.keys(),
                stored.secrets(),
                schedules.store(),
                catalog.environments(),
                tasks.pools());
    }

    private JournalReader reader() {
        RunJournal journal = engine.journal().journal();
        return new JournalReader(
                basis.loop(),
                journal,
                engine.journal().queue(),
                engine.recent(),
                journal.userFeeds(new PgUserEvents(stored.database())));
    }

    /** What meters read. */
    Sources sources(UploadFolder uploads) {
        return new Sources(
                engine.journal().journal()::counts,
                engine.runs()::counts,
                tasks.pools()::counts,
                slow(uploads),
                engine.journal()
                        .traces()
                        .map(open -> new Sources.Spans(open::sent, open::dropped))
                        .orElse(Sources.Spans.NONE),
                limits(basis.configuration()));
    }

    private Sources.Slow slow(UploadFolder uploads) {
        Database database = stored.database();
        return new Sources.Slow(
                new PgQueueCounts(database, InstantSource.system())::count,
                new Sources.Bytes(
                        tasks.values()::bytes,
                        engine.folders()::bytes,
                        uploads::bytes,
                        tasks.objects()::bytes,
                        catalog.environments()::bytes));
    }

    private static Sources.Limits limits(Configuration configuration) {
        return new Sources.Limits(
                configuration.runs().atOnce(),
                configuration.background().queue().atOnce(),
                configuration.background().queue().waiting(),
                configuration.listening().limits().streams().most());
    }
}
