package dev.beworkflows;

import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.journal.IdempotencyKeys;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.postgres.PgIdempotencyKeys;
import dev.beworkflows.postgres.PgScheduleStore;
import dev.beworkflows.schedule.ScheduleStore;
import dev.beworkflows.schedule.Schedules;
import dev.beworkflows.scheduler.Runs;
import java.io.IOException;

/** What starts runs at their times, with what keeps a run from being started twice. */
record ScheduleSetup(ScheduleStore store, IdempotencyKeys idempotencyKeys) {

    static ScheduleSetup of(Basis basis, DatabaseSetup.Stored stored) throws IOException {
        IdempotencyKeys idempotencyKeys = new PgIdempotencyKeys(
                stored.database(),
                basis.data().serverId(),
                basis.configuration().background().queue().lease());
        return new ScheduleSetup(new PgScheduleStore(stored.database(), stored.notifications()), idempotencyKeys);
    }

    void begin(Basis basis, Definitions definitions, Runs runs) {
        Configuration.Background settings = basis.configuration().background();
        Schedules.Timing timing = new Schedules.Timing(settings.queue().poll(), settings.scheduleGrace());
        Schedules schedules =
                new Schedules(EventLoop.create(basis.vertx()), store, definitions, runs, idempotencyKeys, timing);
        basis.takeDown().first("schedules", () -> Blocking.await(schedules.close()));
        schedules.begin();
    }
}
