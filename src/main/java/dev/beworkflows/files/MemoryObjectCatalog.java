package dev.beworkflows.files;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Descriptions of files that last as long as the process. */
public final class MemoryObjectCatalog implements ObjectCatalog {

    private final Map<ObjectId, Entry> entries = new ConcurrentHashMap<>();

    @Override
    public Future<Void> insert(Entry entry) {
        entries.put(entry.id(), entry);
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<Entry>> find(ObjectId id) {
        return Future.succeededFuture(Optional.ofNullable(entries.get(id)));
    }

    @Override
    public Future<Long> bytes() {
        return Future.succeededFuture(
                entries.values().stream().mapToLong(Entry::size).sum());
    }

    @Override
    public Future<Boolean> delete(ObjectId id) {
        return Future.succeededFuture(entries.remove(id) != null);
    }
}
