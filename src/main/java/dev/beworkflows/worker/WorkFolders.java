package dev.beworkflows.worker;

import dev.beworkflows.disk.FolderAccess;
import dev.beworkflows.disk.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where workers start and may write what they like: each in a folder of its own, which goes with it. Where there is no isolation, all start in the same one.
 *
 * <p>Blocks; may be used from any thread.
 */
final class WorkFolders {

    private static final Logger LOG = LoggerFactory.getLogger(WorkFolders.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern MADE_HERE = Pattern.compile("[0-9a-f]{32}");

    private final Path root;
    private final FolderAccess access;
    private final boolean shareHome;

    /**
     * @param home current directory at the start
     * @param temporary for temporary files of this worker, which nobody else needs
     */
    record Folder(Path home, Path temporary) {}

    WorkFolders(Path root, Isolation isolation) {
        this.root = root;
        this.access = isolation.access();
        this.shareHome = isolation.layers().isEmpty();
    }

    /** Removes what workers of a server left that was killed. */
    void sweep() throws IOException {
        if (!shareHome) {
            Path unused = access.lookUp(root);
        }
        for (Path left : FolderTree.entries(root)) {
            if (MADE_HERE.matcher(String.valueOf(left.getFileName())).matches()) {
                FolderTree.remove(left);
            }
        }
    }

    Folder make() throws IOException {
        byte[] name = new byte[16];
        RANDOM.nextBytes(name);
        Path own = access.lookUp(access.lookUp(root).resolve(HexFormat.of().formatHex(name)));
        Folder folder = new Folder(shareHome ? root : own.resolve("home"), own.resolve("tmp"));
        access.give(Files.createDirectory(folder.temporary()));
        if (!shareHome) {
            access.give(Files.createDirectory(folder.home()));
        }
        return folder;
    }

    /** When its worker is gone. */
    void remove(Folder folder) {
        Path own = folder.temporary().getParent();
        if (own == null) {
            return;
        }
        try {
            FolderTree.remove(own);
        } catch (IOException e) {
            LOG.warn("folder={} next=it stays until the next start cause={}", own, e.toString());
        }
    }
}
