package dev.beworkflows.files;

import io.vertx.core.Future;
import java.util.Optional;

/** Where it lasts which files the object store has. Every method may be called on any event loop; a Future fails when the database cannot be reached. */
public interface ObjectCatalog {

    /** @param size in bytes */
    record Entry(ObjectId id, String filename, String contentType, long size) {}

    /** Durable when this completes. */
    Future<Void> insert(Entry entry);

    Future<Optional<Entry>> find(ObjectId id);

    /** How many bytes all files have. Looks at every entry, so that it is not to be asked often. */
    Future<Long> bytes();

    /** False: there is none. */
    Future<Boolean> delete(ObjectId id);
}
