package dev.beworkflows.files;

import dev.beworkflows.disk.FolderAccess;
import dev.beworkflows.files.ObjectCatalog.Entry;
import dev.beworkflows.task.StoredObject;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps files for later tasks, in a local folder with their description in a catalog. May be used from any thread; Futures complete on the context of the caller.
 */
public final class ObjectStore {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectStore.class);

    private final Vertx vertx;
    private final ObjectFolder folder;
    private final ObjectCatalog catalog;
    private final InstantSource clock;

    private ObjectStore(Vertx vertx, ObjectFolder folder, ObjectCatalog catalog, InstantSource clock) {
        this.vertx = vertx;
        this.folder = folder;
        this.catalog = catalog;
        this.clock = clock;
    }

    /** @param access what workers may do there: put files into the incoming folder, and read those whose id they know */
    public record Root(Path path, FolderAccess access) {}

    /**
     * Blocks; for the start-up thread.
     *
     * @param root is created when it is missing
     * @param maxBytes how large one file may be
     */
    public static ObjectStore open(Vertx vertx, Root root, long maxBytes, ObjectCatalog catalog, InstantSource clock)
            throws IOException {
        ObjectFolder folder = new ObjectFolder(root.path().toAbsolutePath(), maxBytes, root.access());
        folder.create();
        return new ObjectStore(vertx, folder, catalog, clock);
    }

    /** Where files are written that are to be handed over to {@link #put}. */
    public Path incoming() {
        return folder.incoming();
    }

    /**
     * Takes a file from the incoming folder. When this completes with an id, file and description are durable; when it fails, neither is there.
     *
     * @param file its name in the incoming folder
     * @param filename as its author calls it; never used as a path
     * @param size in bytes, which it must have
     * @return fails with a {@link RefusedFileException} when the file is missing, no plain file, of another size or too large
     */
    public Future<String> put(String file, String filename, String contentType, long size) {
        Entry entry = new Entry(ObjectId.make(clock.millis()), filename, contentType, size);
        return blocking(() -> {
                    folder.take(file, entry.id(), size);
                    return entry;
                })
                .compose(this::insert)
                .map(id -> id.toString());
    }

    /** Where the files are, the incoming folder included. */
    public Path root() {
        return folder.root();
    }

    /** Empty when there is no object of this id, whatever the id looks like. */
    public Future<Optional<StoredObject>> get(String id) {
        return ObjectId.parse(id)
                .map(catalog::find)
                .orElse(Future.succeededFuture(Optional.empty()))
                .map(found -> found.map(this::stored));
    }

    /** False: there was none. */
    public Future<Boolean> delete(String id) {
        return ObjectId.parse(id).map(this::delete).orElse(Future.succeededFuture(false));
    }

    private Future<ObjectId> insert(Entry entry) {
        return catalog.insert(entry)
                .map(entry.id())
                .recover(failure -> remove(entry.id()).compose(removed -> Future.failedFuture(failure)));
    }

    /** How many bytes all files have. Looks at every entry, so that it is not to be asked often. */
    public Future<Long> bytes() {
        return catalog.bytes();
    }

    /** First the description: a file without one is waste, one without a file would be a lie. */
    private Future<Boolean> delete(ObjectId id) {
        return catalog.delete(id).compose(deleted -> deleted ? remove(id).map(true) : Future.succeededFuture(false));
    }

    private Future<Void> remove(ObjectId id) {
        return blocking(() -> {
                    folder.remove(id);
                    return id;
                })
                .<Void>mapEmpty()
                .onFailure(failure -> LOG.warn("object={} next=its file stays cause={}", id, failure.toString()))
                .otherwiseEmpty();
    }

    private StoredObject stored(Entry entry) {
        return new StoredObject(
                entry.id().toString(),
                entry.filename(),
                entry.contentType(),
                entry.size(),
                folder.path(entry.id()).toString());
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }
}
