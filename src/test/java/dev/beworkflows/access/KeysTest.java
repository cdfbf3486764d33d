package dev.beworkflows.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeysTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final SlowStore store = new SlowStore();
    private final KeyRing ring = new KeyRing(Optional.empty());
    private final Keys keys = new Keys(store, ring, InstantSource.fixed(NOW));

    @Test
    void anOlderLookDoesNotUndoANewerOne() {
        KeySecret revoked = KeySecret.random();
        KeySecret made = KeySecret.random();
        Future<Void> older = keys.refresh();
        Future<Void> newer = keys.refresh();
        store.answer(1, made);
        store.answer(0, revoked);
        assertEquals(List.of(true, true), List.of(newer.succeeded(), older.succeeded()));
        assertEquals(Optional.of(Role.ADMIN), ring.find(made.text(), NOW).map(Principal::role));
        assertEquals(Optional.empty(), ring.find(revoked.text(), NOW));

        var unused = keys.refresh();
        store.answer(2, revoked);
        assertEquals(Optional.empty(), ring.find(made.text(), NOW));
    }

    /** A store whose answers come when the test says so. */
    private static final class SlowStore implements KeyStore {

        private final List<Promise<Snapshot>> asked = new ArrayList<>();

        void answer(int question, KeySecret only) {
            KeyInfo key = new KeyInfo(
                    "k1",
                    "mine",
                    "bew_abcd",
                    new KeyInfo.Grant(Role.ADMIN, List.of(), "me", false, OptionalInt.empty()),
                    new KeyInfo.Times(NOW, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
            asked.get(question).complete(new Snapshot(Map.of(only.hash(), key), Map.of()));
        }

        @Override
        public Future<Snapshot> all() {
            asked.add(Promise.promise());
            return asked.get(asked.size() - 1).future();
        }

        @Override
        public Future<KeyInfo> create(NewKey key, KeySecret secret) {
            return Future.failedFuture("not asked");
        }

        @Override
        public Future<Boolean> revoke(String id) {
            return Future.failedFuture("not asked");
        }

        @Override
        public Future<Void> openSession(String key, KeySecret secret, Duration life) {
            return Future.failedFuture("not asked");
        }

        @Override
        public Future<Void> closeSession(KeySecret secret) {
            return Future.failedFuture("not asked");
        }

        @Override
        public Future<Void> used(Set<String> ids) {
            return Future.failedFuture("not asked");
        }

        @Override
        public void onChange(Runnable listener) {}
    }
}
