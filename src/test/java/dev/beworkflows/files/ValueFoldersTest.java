package dev.beworkflows.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.Await;
import dev.beworkflows.disk.FolderAccess;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.Samples;
import dev.beworkflows.task.ValueRoom;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueFoldersTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path base;

    private Path memory;
    private Path disk;

    @BeforeEach
    void makeFolders() throws IOException {
        memory = Files.createDirectory(base.resolve("memory"));
        disk = base.resolve("disk");
    }

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    @Test
    void aRunsValuesAreRemovedFromBothFoldersWithAllThatIsInThem() throws Exception {
        ValueFolders folders = open();
        List<RunId> runs = Stream.generate(Samples::newId).limit(50).toList();
        for (RunId run : runs) {
            for (Path folder : both(folders, run)) {
                Files.createDirectories(folder.resolve("deeper"));
                Files.writeString(folder.resolve("deeper/value"), "x");
            }
        }
        Path outside = Files.writeString(base.resolve("outside"), "x");
        Files.createSymbolicLink(both(folders, runs.get(0)).get(0).resolve("link"), outside);

        runs.forEach(folders::remove);
        folders.remove(Samples.newId());
        runs.stream().flatMap(run -> both(folders, run).stream()).forEach(ValueFoldersTest::waitUntilGone);
        assertTrue(Files.exists(outside));
        folders.close();
        assertEquals(List.of(), list(memory));
        assertEquals(List.of(), list(disk));
    }

    @Test
    void whatTheValuesOfAllRunsTakeIsMeasured() throws Exception {
        ValueFolders folders = open();
        long empty = Await.result(folders.bytes());
        for (Path folder : both(folders, Samples.newId())) {
            Files.createDirectories(folder.resolve("deeper"));
            Files.write(folder.resolve("deeper/value"), new byte[70_000]);
        }
        assertEquals(140_000, Await.result(folders.bytes()) - empty);
    }

    @Test
    void onlyThisUserMayEnter() throws Exception {
        ValueFolders folders = open();
        for (Path folder : both(folders, Samples.newId())) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.getParent())));
        }
    }

    @Test
    void halfOfSharedMemoryStaysFreeUnlessSaidOtherwise() throws Exception {
        long total = Files.getFileStore(memory).getTotalSpace();
        assertEquals(total - total / 2, keepFree(OptionalLong.empty()));
        assertEquals(total - 1000, keepFree(OptionalLong.of(1000)));
        assertEquals(total, keepFree(OptionalLong.of(0)));
        assertEquals(0, keepFree(OptionalLong.of(Long.MAX_VALUE)));
    }

    private long keepFree(OptionalLong memoryBytes) throws IOException {
        ValueFolders folders =
                ValueFolders.openIn(vertx, memory, disk, new ValueLimits(1, memoryBytes), FolderAccess.SAME_USER);
        long keepFree = folders.room(Samples.newId()).folders().keepFree();
        folders.close();
        return keepFree;
    }

    @Test
    void withoutSharedMemoryAllGoesToTheDisk() throws Exception {
        ValueFolders folders =
                ValueFolders.openIn(vertx, base.resolve("absent"), disk, ValueLimits.DEFAULT, FolderAccess.SAME_USER);
        RunId run = Samples.newId();
        ValueRoom.Folders room = folders.room(run).folders();
        assertEquals(disk.toRealPath(), room.first().getParent().getParent());
        assertEquals(Optional.empty(), room.spill());
        Files.createDirectories(room.first());
        folders.remove(run);
        waitUntilGone(room.first());
        folders.close();
        assertEquals(List.of(), list(disk));
    }

    @Test
    void whatADeadServerLeftIsRemovedAndWhatALivingOneHasStays() throws Exception {
        ValueFolders living = open();
        List<Path> values = both(living, Samples.newId()).stream()
                .map(folder -> folder.resolve("value"))
                .toList();
        for (Path value : values) {
            Files.createDirectories(value.getParent());
            Files.writeString(value, "x");
        }
        for (Path folder : List.of(memory, disk)) {
            Path dead = Files.createDirectories(folder.resolve("bew-dead/run"));
            Files.writeString(dead.resolve("value"), "x");
            Files.writeString(dead.resolve("half.tmp"), "x");
            Files.createFile(folder.resolve("bew-dead/lock"));
        }
        Path foreign = Files.createDirectories(memory.resolve("somebody-else"));

        ValueFolders second = open();

        assertFalse(Files.exists(memory.resolve("bew-dead")));
        assertFalse(Files.exists(disk.resolve("bew-dead")));
        assertTrue(values.stream().allMatch(Files::exists));
        assertTrue(Files.exists(foreign));
        second.close();
        living.close();
    }

    @Test
    void whatDiedWhileItsFolderWasMadeIsRemovedLater() throws Exception {
        Path young = Files.createDirectories(memory.resolve(".bew-young"));
        Path old = Files.createDirectories(memory.resolve(".bew-old"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(3600)));

        open().close();
        assertTrue(Files.exists(young));
        assertFalse(Files.exists(old));
    }

    @Test
    void aLockThatPointsElsewhereIsNotFollowed() throws Exception {
        Path elsewhere = base.resolve("elsewhere");
        Path trap = Files.createDirectories(memory.resolve("bew-trap"));
        Files.createSymbolicLink(trap.resolve("lock"), elsewhere);

        open().close();
        assertFalse(Files.exists(elsewhere));
        assertTrue(Files.exists(trap));
    }

    private ValueFolders open() throws IOException {
        return ValueFolders.openIn(vertx, memory, disk, ValueLimits.DEFAULT, FolderAccess.SAME_USER);
    }

    private static List<Path> both(ValueFolders folders, RunId run) {
        ValueRoom.Folders room = folders.room(run).folders();
        return List.of(room.first(), room.spill().orElseThrow());
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
