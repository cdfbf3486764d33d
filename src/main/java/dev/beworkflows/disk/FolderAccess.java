package dev.beworkflows.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;

/**
 * What workers may do in folders that the server shares with them.
 *
 * <p>Workers with a user of their own reach what they were told the name of, and cannot list what else is there. Workers that run as the server's user have its rights, so
 * that nothing but the user itself is kept out of a folder.
 *
 * @param worker user and group of workers, when they have their own
 */
public record FolderAccess(OptionalInt worker) {

    /** Workers run as the server's user. */
    public static final FolderAccess SAME_USER = new FolderAccess(OptionalInt.empty());

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int OWNER_ONLY_FOLDER = 0700;
    private static final int CREATE_NOT_LIST = 01730; // sticky: what the server has there stays
    private static final int ENTER_NOT_LIST = 02710; // what is made there is of the workers' group
    private static final int GROUP_READS_FILE = 0640;
    private static final int OWNER_ONLY_FILE = 0600;
    private static final int ROOT = 0; // no other user can start workers as somebody else

    public static FolderAccess of(int worker) {
        return new FolderAccess(OptionalInt.of(worker));
    }

    /** Workers make files and folders here, and use those that they know; made where it is missing. */
    public Path dropBox(Path folder) throws IOException {
        return folder(folder, CREATE_NOT_LIST);
    }

    /** Workers use the files and folders that they know; made where it is missing. */
    public Path lookUp(Path folder) throws IOException {
        return folder(folder, ENTER_NOT_LIST);
    }

    private Path folder(Path folder, int mode) throws IOException {
        Path made = Files.createDirectories(folder, OWNER_ONLY);
        if (worker.isPresent()) {
            set(made, "gid", worker.getAsInt());
            set(made, "mode", mode);
        }
        return made;
    }

    /** The folder becomes the worker's. */
    public void give(Path folder) throws IOException {
        set(folder, "mode", OWNER_ONLY_FOLDER);
        if (worker.isPresent()) {
            set(folder, "gid", worker.getAsInt());
            set(folder, "uid", worker.getAsInt());
        }
    }

    /** Workers may read the file of the server. */
    public void lend(Path file) throws IOException {
        if (worker.isPresent()) {
            set(file, "gid", worker.getAsInt());
            set(file, "mode", GROUP_READS_FILE);
        }
    }

    /** The file is the server's from now on, and workers may read it. It must be one that a worker made, with no second name. */
    public void take(Path file) throws IOException {
        if (worker.isEmpty()) {
            return;
        }
        set(file, "mode", OWNER_ONLY_FILE);
        set(file, "uid", ROOT);
        lend(file);
    }

    /** Whether a worker made this file, and has no other name for it: somebody else's is not handed over by who can link to it. */
    public boolean isWorkers(Path file) throws IOException {
        if (worker.isEmpty()) {
            return true;
        }
        Object owner = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        Object names = Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
        return Integer.valueOf(worker.getAsInt()).equals(owner)
                && Integer.valueOf(1).equals(names);
    }

    /** Fails when files here cannot be given away, as on a file system of the network that distrusts this machine's root. */
    public void tryIn(Path folder) throws IOException {
        Path probe = Files.createTempDirectory(folder, ".try");
        try {
            give(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static void set(Path path, String attribute, int value) throws IOException {
        Path unused = Files.setAttribute(path, "unix:" + attribute, value, LinkOption.NOFOLLOW_LINKS);
    }
}
