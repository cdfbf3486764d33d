package dev.beworkflows.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderAccessTest {

    private static final int WORKER = 60_987;

    @TempDir
    private Path base;

    private final FolderAccess access = FolderAccess.of(WORKER);

    @Test
    void workersMakeAndKnowButDoNotList() throws Exception {
        assumeTrue(isRoot(), "skipped: only root gives files away");
        assertEquals("0:60987 1730", shown(access.dropBox(base.resolve("box"))));
        assertEquals("0:60987 2710", shown(access.lookUp(base.resolve("up"))));
        Path file = Files.writeString(base.resolve("up/file"), "1");
        access.lend(file);
        assertEquals("0:60987 640", shown(file));
        Path given = Files.createDirectory(base.resolve("given"));
        access.give(given);
        assertEquals("60987:60987 700", shown(given));
    }

    @Test
    void onlyAWorkersOnlyNameOfAFileIsTaken() throws Exception {
        assumeTrue(isRoot(), "skipped: only root gives files away");
        Path file = Files.writeString(base.resolve("file"), "1");
        assertFalse(access.isWorkers(file), "root's");
        Object unusedOwner = Files.setAttribute(file, "unix:uid", WORKER);
        assertTrue(access.isWorkers(file));
        Path second = Files.createLink(base.resolve("second"), file);
        assertFalse(access.isWorkers(file), "it has a second name");
        Files.delete(second);
        access.take(file);
        assertEquals("0:60987 640", shown(file));
    }

    @Test
    void withOneUserForAllFoldersAreTheOwnersOnly() throws Exception {
        Path folder = FolderAccess.SAME_USER.dropBox(base.resolve("a/b"));
        assertEquals("700", shown(folder).substring(shown(folder).indexOf(' ') + 1));
        assertTrue(FolderAccess.SAME_USER.isWorkers(folder));
    }

    @Test
    void namesAreTheSameForTheSameKeyOnly() {
        byte[] key = {1, 2, 3};
        assertEquals(SecretNames.of(key).of("run"), SecretNames.of(key).of("run"));
        assertNotEquals(SecretNames.of(key).of("run"), SecretNames.of(key).of("other"));
        assertNotEquals(SecretNames.random().of("run"), SecretNames.random().of("run"));
        assertEquals(32, SecretNames.random().of("run").length());
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self/status"), "unix:uid").equals(0);
    }

    private static String shown(Path path) throws IOException {
        int mode = (Integer) Files.getAttribute(path, "unix:mode") & 07777;
        return Files.getAttribute(path, "unix:uid") + ":" + Files.getAttribute(path, "unix:gid") + " "
                + Integer.toOctalString(mode);
    }
}
