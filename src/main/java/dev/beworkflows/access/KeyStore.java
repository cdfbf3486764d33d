package dev.beworkflows.access;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where keys and sessions last. Every method may be called on any event loop; a Future fails when the database cannot be reached. */
public interface KeyStore {

    /**
     * All that there is.
     *
     * @param keys by the SHA-256 of each in hexadecimal digits, revoked ones too
     * @param sessions by the SHA-256 of each
     */
    record Snapshot(Map<String, KeyInfo> keys, Map<String, Session> sessions) {

        public static final Snapshot NOTHING = new Snapshot(Map.of(), Map.of());

        public Snapshot {
            keys = Map.copyOf(keys);
            sessions = Map.copyOf(sessions);
        }
    }

    /** @param key the id of the key that it was opened with */
    record Session(String key, Instant expiresAt) {}

    /**
     * A key that is to be.
     *
     * @param createdBy the user who makes it
     */
    record NewKey(String name, KeyInfo.Grant grant, Optional<Instant> expiresAt, Optional<String> createdBy) {}

    Future<Snapshot> all();

    Future<KeyInfo> create(NewKey key, KeySecret secret);

    /** False: there is no such key, or it was revoked before. */
    Future<Boolean> revoke(String id);

    Future<Void> openSession(String key, KeySecret secret, Duration life);

    Future<Void> closeSession(KeySecret secret);

    /** These keys were used just now. */
    Future<Void> used(Set<String> ids);

    /** Tells that something changed, on any server. Hints can be lost. */
    void onChange(Runnable listener);
}
