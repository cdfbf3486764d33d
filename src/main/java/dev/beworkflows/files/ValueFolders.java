package dev.beworkflows.files;

import dev.beworkflows.disk.FolderAccess;
import dev.beworkflows.disk.FolderTree;
import dev.beworkflows.disk.SecretNames;
import dev.beworkflows.run.RunId;
import dev.beworkflows.task.ValueRoom;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where foreground runs keep values too large for a message: a folder a run, in shared memory as long as there is some, else in the data folder.
 *
 * <p>May be used from any thread. A folder is made by the worker that first needs it, as most runs need none and making and removing one would cost each of them
 * more than the journal does.
 */
public final class ValueFolders {
    private static final Logger LOG = LoggerFactory.getLogger(ValueFolders.class);
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Vertx vertx;
    private final Optional<ServerFolder> memory;
    private final ServerFolder disk;
    private final long keepFree;
    private final ValueLimits limits;
    private final SecretNames names = SecretNames.random();
    private final Queue<RunId> toRemove = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean removing = new AtomicBoolean();

    private ValueFolders(
            Vertx vertx, Optional<ServerFolder> memory, ServerFolder disk, long keepFree, ValueLimits limits) {
        this.vertx = vertx;
        this.memory = memory;
        this.disk = disk;
        this.keepFree = keepFree;
        this.limits = limits;
    }

    /**
     * Makes this server's folders and removes those of servers that are gone. Blocks; for the start-up thread.
     *
     * @param disk for what has no room in shared memory
     */
    public static ValueFolders open(Vertx vertx, Path disk, ValueLimits limits, FolderAccess access)
            throws IOException {
        return openIn(vertx, SHARED_MEMORY, disk, limits, access);
    }

    static ValueFolders openIn(Vertx vertx, Path memory, Path disk, ValueLimits limits, FolderAccess access)
            throws IOException {
        Optional<ServerFolder> shared = inMemory(memory, access);
        long keepFree = shared.isPresent() ? keepFree(memory, limits) : 0;
        ServerFolder onDisk = ServerFolder.open(access.lookUp(disk), access);
        LOG.info(
                "large values folder={} otherwise={} keep_free={}",
                shared.orElse(onDisk).path(),
                onDisk.path(),
                keepFree);
        return new ValueFolders(vertx, shared, onDisk, keepFree, limits);
    }

    /** Empty where there is no shared memory to write to. */
    private static Optional<ServerFolder> inMemory(Path memory, FolderAccess access) {
        if (!Files.isDirectory(memory) || !Files.isWritable(memory)) {
            LOG.warn("folder={} cannot be written next=large values go to the data folder", memory);
            return Optional.empty();
        }
        try {
            return Optional.of(ServerFolder.open(memory, access));
        } catch (IOException e) {
            LOG.warn("folder={} next=large values go to the data folder cause={}", memory, e.toString());
            return Optional.empty();
        }
    }

    private static long keepFree(Path memory, ValueLimits limits) throws IOException {
        long total = Files.getFileStore(memory).getTotalSpace();
        return Math.max(0, total - limits.memoryBytes().orElse(total / 2));
    }

    /** The folders of this server, in which those of runs are. */
    public List<Path> paths() {
        return Stream.concat(memory.stream(), Stream.of(disk))
                .map(ServerFolder::path)
                .toList();
    }

    /** Where the large values of a run lie. Its folders have names that only its own tasks are told, in folders that nobody but the server can list. */
    public ValueRoom room(RunId run) {
        String name = name(run);
        Path onDisk = disk.path().resolve(name);
        ValueRoom.Folders folders = memory.map(shared ->
                        new ValueRoom.Folders(shared.path().resolve(name), Optional.of(onDisk), keepFree, false))
                .orElseGet(() -> new ValueRoom.Folders(onDisk, Optional.empty(), 0, false));
        return new ValueRoom(folders, limits.runBytes());
    }

    private String name(RunId run) {
        return names.of(run.toString());
    }

    /** Removes the values of a run, soon. Nothing happens when there are none. */
    public void remove(RunId run) {
        toRemove.add(run);
        removeSoon();
    }

    /** How many bytes the values of all runs take now. Looks at every file, so that it is not to be asked often. */
    public Future<Long> bytes() {
        return vertx.executeBlocking(
                () -> {
                    long inMemory =
                            memory.isPresent() ? FolderTree.bytes(memory.get().path()) : 0;
                    return inMemory + FolderTree.bytes(disk.path());
                },
                false);
    }

    /** Removes everything; blocks. */
    public void close() throws IOException {
        try (disk) {
            if (memory.isPresent()) {
                memory.get().close();
            }
        }
    }

    /** One blocking call for many runs: handing each over to another thread would cost more than removing it. */
    private void removeSoon() {
        if (removing.compareAndSet(false, true)) {
            Future<Void> removed = vertx.executeBlocking(this::removeAll, false);
            removed.onComplete(result -> {
                removing.set(false);
                if (result.succeeded() && !toRemove.isEmpty()) {
                    removeSoon();
                }
            });
        }
    }

    private Void removeAll() {
        RunId run = toRemove.poll();
        while (run != null) {
            try {
                if (memory.isPresent()) {
                    FolderTree.remove(memory.get().path().resolve(name(run)));
                }
                FolderTree.remove(disk.path().resolve(name(run)));
            } catch (IOException e) {
                LOG.warn("run={} next=its values stay until the server ends cause={}", run, e.toString());
            }
            run = toRemove.poll();
        }
        return null;
    }
}
