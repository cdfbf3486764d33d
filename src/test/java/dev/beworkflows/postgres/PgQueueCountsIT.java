package dev.beworkflows.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.Await;
import dev.beworkflows.journal.Placement;
import dev.beworkflows.journal.QueueCounts;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.Samples;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgQueueCountsIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @Test
    void whatWaitsIsCountedByItsStateAndTheOldestHasItsAgeByTheDatabasesClock() throws Exception {
        Vertx vertx = Vertx.vertx();
        Migrations.run(database.address());
        Database pool = Database.open(vertx, database.address(), 2);
        Instant here = Instant.parse("2000-01-01T00:00:00Z"); // a clock that is wrong by years
        PgQueueCounts counts = new PgQueueCounts(pool, InstantSource.fixed(here));
        assertEquals(new QueueCounts(0, 0, 0, Optional.empty()), Await.result(counts.count()));

        PgRunQueue queue = new PgRunQueue(pool, UUID.randomUUID(), Duration.ofMinutes(1));
        accept(queue, Optional.empty());
        assertEquals(1, Await.result(queue.claim(10)).size());
        accept(queue, Optional.empty());
        TestDatabase.execute(
                database.address(),
                "UPDATE queued_run SET run_at = run_at - interval '90 seconds' WHERE state = 'queued'");
        accept(queue, Optional.empty());
        accept(queue, Optional.of(Instant.now().plusSeconds(3600)));
        QueueCounts counted = Await.result(counts.count());
        assertEquals(2, counted.ready());
        assertEquals(1, counted.delayed());
        assertEquals(1, counted.running());
        Duration age = Duration.between(counted.oldest().orElseThrow(), here);
        assertTrue(age.toSeconds() >= 90 && age.toSeconds() < 150, age.toString());
        Await.result(pool.close());
        Await.result(vertx.close());
    }

    private static void accept(PgRunQueue queue, Optional<Instant> runAt) {
        var events = Samples.events(List.of(Samples.accepted(Samples.newId())));
        RunHistory run = new RunHistory(Run.of(events), events);
        Placement placement = new Placement(0, runAt, OptionalInt.empty());
        Await.result(queue.accept(run, placement, Optional.empty(), false));
    }
}
