package dev.beworkflows.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.disk.FolderAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerFolderIT {
    @TempDir
    private Path base;

    @Test
    void aLivingServerInAnotherProcessKeepsItsFolder() throws Exception {
        Path folder = Files.createDirectories(base.resolve("bew-other"));
        Process other = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import fcntl,sys; f=open(sys.argv[1],'w'); fcntl.lockf(f,fcntl.LOCK_EX); print('locked',flush=True); sys.stdin.read()",
                        folder.resolve("lock").toString())
                .start();
        try {
            assertEquals("locked", other.inputReader().readLine());
            ServerFolder.open(base, FolderAccess.SAME_USER).close();
            assertTrue(Files.exists(folder));
        } finally {
            other.destroyForcibly().waitFor();
        }
        ServerFolder.open(base, FolderAccess.SAME_USER).close();
        assertFalse(Files.exists(folder));
    }

    @Test
    void aSecondFolderOfThisProcessDoesNotUnlockTheFirst() throws Exception {
        ServerFolder first = ServerFolder.open(base, FolderAccess.SAME_USER);
        ServerFolder.open(base, FolderAccess.SAME_USER).close();

        Process other = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import fcntl,sys; f=open(sys.argv[1],'r+'); fcntl.lockf(f,fcntl.LOCK_EX|fcntl.LOCK_NB)",
                        first.path().resolve("lock").toString())
                .start();
        assertEquals(1, other.waitFor());
        first.close();
    }
}
