package dev.beworkflows.secrets;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where sealed secrets last. Every method may be called on any event loop; a Future fails when the database cannot be reached. */
public interface SecretStore {

    /** @param updatedBy the user who set it */
    record Info(String name, Instant updatedAt, Optional<String> updatedBy) {}

    record Sealed(Info info, Buffer content) {}

    /** All, by name. */
    Future<List<Sealed>> all();

    Future<Info> put(String name, Buffer sealed, Optional<String> updatedBy);

    /** False: there is none of this name. */
    Future<Boolean> delete(String name);

    /** Tells that something changed, on any server. Hints can be lost. */
    void onChange(Runnable listener);
}
