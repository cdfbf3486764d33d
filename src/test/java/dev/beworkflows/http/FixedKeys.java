package dev.beworkflows.http;

import dev.beworkflows.access.KeyInfo;
import dev.beworkflows.access.KeySecret;
import dev.beworkflows.access.KeyStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Set;

/** A store that always has the same keys. */
record FixedKeys(Snapshot snapshot) implements KeyStore {

    @Override
    public Future<Snapshot> all() {
        return Future.succeededFuture(snapshot);
    }

    @Override
    public Future<KeyInfo> create(NewKey key, KeySecret secret) {
        return Future.failedFuture("later");
    }

    @Override
    public Future<Boolean> revoke(String id) {
        return Future.succeededFuture(false);
    }

    @Override
    public Future<Void> openSession(String key, KeySecret secret, Duration life) {
        return Future.failedFuture("later");
    }

    @Override
    public Future<Void> closeSession(KeySecret secret) {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> used(Set<String> ids) {
        return Future.succeededFuture();
    }

    @Override
    public void onChange(Runnable listener) {}
}
