package dev.beworkflows.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class MigrationsIT {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationsIT.class);
    private static final String LOCATION = "classpath:db/test-migration";

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void runsEachMigrationOnceAlsoWhenSeveralServersStart() throws Exception {
        List<CompletableFuture<Integer>> servers = Stream.generate(() -> DATABASE.address())
                .limit(3)
                .map(address -> CompletableFuture.supplyAsync(() -> Migrations.run(address, LOCATION)))
                .toList();
        int executed = servers.stream().mapToInt(CompletableFuture::join).sum();
        assertEquals(1, executed);
        TestDatabase.execute(DATABASE.address(), "INSERT INTO note VALUES ('there')");
        long start = System.nanoTime();
        assertEquals(0, Migrations.run(DATABASE.address(), LOCATION));
        LOG.info("measured nothing_to_migrate={}", Duration.ofNanos(System.nanoTime() - start));
    }

    @Test
    void saysWhatIsMissing() {
        FlywayException failure =
                assertThrows(FlywayException.class, () -> Migrations.run(DATABASE.address(), "classpath:nowhere"));
        assertFalse(failure.toString().contains(DATABASE.address().password()));
    }

    @Test
    void keepsThePasswordToItselfWhenItIsRefused() {
        DatabaseAddress right = DATABASE.address();
        DatabaseAddress wrong = new DatabaseAddress(
                right.host(), right.port(), right.database(), right.user(), "hunter2", SslMode.PREFER);
        FlywayException failure = assertThrows(FlywayException.class, () -> Migrations.run(wrong, LOCATION));
        assertFalse(failure.toString().contains("hunter2"), failure.toString());
    }
}
