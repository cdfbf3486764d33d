package dev.beworkflows.http;

import dev.beworkflows.secrets.SecretStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A store in which there never is a secret. */
final class NoSecrets implements SecretStore {

    @Override
    public Future<List<Sealed>> all() {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Info> put(String name, Buffer sealed, Optional<String> updatedBy) {
        return Future.succeededFuture(new Info(name, Instant.EPOCH, updatedBy));
    }

    @Override
    public Future<Boolean> delete(String name) {
        return Future.succeededFuture(false);
    }

    @Override
    public void onChange(Runnable listener) {}
}
