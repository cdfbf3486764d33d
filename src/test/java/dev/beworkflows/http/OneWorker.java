package dev.beworkflows.http;

import dev.beworkflows.run.DeathCertificate;
import dev.beworkflows.task.Workers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One worker, and one that is gone. */
final class OneWorker implements Workers {

    @Override
    public Future<List<Status>> all() {
        return Future.succeededFuture(List.of(
                new Status("worker-1.2", "base", 4712, "idle", Instant.EPOCH, Optional.empty(), 3, 4096, 8192)));
    }

    @Override
    public Future<List<Death>> deaths() {
        DeathCertificate certificate = new DeathCertificate(
                "worker-1.1",
                4711,
                "exited with code 3",
                3,
                new DeathCertificate.Memory(4096, 8192),
                Duration.ofSeconds(2),
                7,
                "last words",
                1);
        return Future.succeededFuture(List.of(new Death(Instant.EPOCH, "while_busy", Optional.empty(), certificate)));
    }
}
