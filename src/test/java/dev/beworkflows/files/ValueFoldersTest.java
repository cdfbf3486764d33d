package dev.beworkflows.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.Await;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.Samples;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueFoldersTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path base;

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    @Test
    void aRunsFolderIsRemovedWithAllThatIsInIt() throws Exception {
        ValueFolders folders = ValueFolders.openIn(vertx, base);
        List<RunId> runs = Stream.generate(Samples::newId).limit(50).toList();
        for (RunId run : runs) {
            Files.createDirectories(folders.folder(run).resolve("deeper"));
            Files.writeString(folders.folder(run).resolve("deeper/value"), "x");
        }
        Path outside = Files.writeString(base.resolve("outside"), "x");
        Files.createSymbolicLink(folders.folder(runs.get(0)).resolve("link"), outside);

        runs.forEach(folders::remove);
        folders.remove(Samples.newId());
        runs.forEach(run -> waitUntilGone(folders.folder(run)));
        assertTrue(Files.exists(outside));
        folders.close();
        assertEquals(List.of(outside), list(base));
    }

    @Test
    void onlyThisUserMayEnter() throws Exception {
        ValueFolders folders = ValueFolders.openIn(vertx, base);
        Path server = folders.folder(Samples.newId()).getParent();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(server)));
    }

    @Test
    void whatADeadServerLeftIsRemovedAndWhatALivingOneHasStays() throws Exception {
        ValueFolders living = ValueFolders.openIn(vertx, base);
        Path value = living.folder(Samples.newId()).resolve("value");
        Files.createDirectories(value.getParent());
        Files.writeString(value, "x");
        Path dead = Files.createDirectories(base.resolve("bew-dead/run"));
        Files.writeString(dead.resolve("value"), "x");
        Files.createFile(base.resolve("bew-dead/lock"));
        Path foreign = Files.createDirectories(base.resolve("somebody-else"));

        ValueFolders second = ValueFolders.openIn(vertx, base);

        assertFalse(Files.exists(base.resolve("bew-dead")));
        assertTrue(Files.exists(value));
        assertTrue(Files.exists(foreign));
        second.close();
        living.close();
    }

    @Test
    void whatDiedWhileItsFolderWasMadeIsRemovedLater() throws Exception {
        Path young = Files.createDirectories(base.resolve(".bew-young"));
        Path old = Files.createDirectories(base.resolve(".bew-old"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3600)));

        ValueFolders.openIn(vertx, base).close();
        assertTrue(Files.exists(young));
        assertFalse(Files.exists(old));
    }

    private static void waitUntilGone(Path folder) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (Files.exists(folder)) {
            assertTrue(System.nanoTime() < deadline, "still there after 10 s: " + folder);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
