package dev.beworkflows.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.Await;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigrationFilesIT {

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @Test
    void theyAreTheFilesOfTheFolder() throws Exception {
        try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertEquals(
                    Set.copyOf(MigrationFiles.NAMES),
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @Test
    void aDatabaseIsDoneWhenItHasExactlyThese() throws Exception {
        Vertx vertx = Vertx.vertx();
        Database database = Database.open(vertx, DATABASE.address(), 1);
        assertFalse(Await.result(Migrations.areDone(database)), "an empty one is not");
        int unused = Migrations.run(DATABASE.address());
        assertTrue(Await.result(Migrations.areDone(database)));
        String last = "(SELECT max(installed_rank) FROM flyway_schema_history)";
        TestDatabase.execute(
                DATABASE.address(),
                "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE installed_rank = " + last);
        assertFalse(Await.result(Migrations.areDone(database)), "one was changed");
        TestDatabase.execute(DATABASE.address(), "DELETE FROM flyway_schema_history WHERE installed_rank = " + last);
        assertFalse(Await.result(Migrations.areDone(database)), "one is missing");
        Await.result(database.close());
        Await.result(vertx.close());
    }
}
