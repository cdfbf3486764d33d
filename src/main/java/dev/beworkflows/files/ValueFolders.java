package dev.beworkflows.files;

import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where foreground runs keep values too large for a message: a folder a run, in shared memory where there is some.
 *
 * <p>May be used from any thread. A folder is made by the worker that first needs it, as most runs need none and making and removing one would cost each of them
 * more than the journal does.
 */
public final class ValueFolders {
    private static final Logger LOG = LoggerFactory.getLogger(ValueFolders.class);
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Vertx vertx;
    private final ServerFolder server;
    private final Queue<RunId> toRemove = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean removing = new AtomicBoolean();

    private ValueFolders(Vertx vertx, ServerFolder server) {
        this.vertx = vertx;
        this.server = server;
    }

    /**
     * Makes this server's folder and removes those of servers that are gone. Blocks; for the start-up thread.
     *
     * @param otherwise where values lie when there is no shared memory to write to
     */
    public static ValueFolders open(Vertx vertx, Path otherwise) throws IOException {
        boolean shared = Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY);
        return openIn(vertx, shared ? SHARED_MEMORY : otherwise);
    }

    static ValueFolders openIn(Vertx vertx, Path base) throws IOException {
        ValueFolders folders = new ValueFolders(vertx, ServerFolder.open(base));
        LOG.info("large values folder={}", folders.server.path());
        return folders;
    }

    /** The folder of a run; it need not exist. The folder above it can be entered by this user only. */
    public Path folder(RunId run) {
        return server.path().resolve(run.toString());
    }

    /** Removes the folder with all that is in it, soon. Nothing happens when there is none. */
    public void remove(RunId run) {
        toRemove.add(run);
        removeSoon();
    }

    /** Removes everything; blocks. */
    public void close() throws IOException {
        server.close();
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
                FolderTree.remove(folder(run));
            } catch (IOException e) {
                LOG.warn("run={} next=its values stay until the server ends cause={}", run, e.toString());
            }
            run = toRemove.poll();
        }
        return null;
    }
}
