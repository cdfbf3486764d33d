package dev.beworkflows.access;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps the keys: makes and revokes them, opens and closes sessions, and tells the ring of this server at once. May be used from any event loop. */
public final class Keys {

    private final KeyStore store;
    private final KeyRing ring;
    private final InstantSource clock;
    private final AtomicLong begun = new AtomicLong();
    private long newest;

    public Keys(KeyStore store, KeyRing ring, InstantSource clock) {
        this.store = store;
        this.ring = ring;
        this.clock = clock;
        store.onChange(() -> refresh().onFailure(why -> {})); // who polls tries again, and says so
    }

    /** A new key, shown this once. */
    public record Made(KeyInfo info, KeySecret secret) {}

    /** What came of revoking. */
    public enum Revocation {
        DONE,
        UNKNOWN,
        /** Nobody could make keys any more. */
        LAST_ADMIN
    }

    /** Whether the ring would lock out whoever makes this key: the first one has to be an admin's. */
    public boolean isLockOut(KeyInfo.Grant grant) {
        return ring.isOpen() && grant.role() != Role.ADMIN;
    }

    public Future<Made> create(KeyStore.NewKey key) {
        KeySecret secret = KeySecret.random();
        return store.create(key, secret).compose(info -> refresh().map(known -> new Made(info, secret)));
    }

    /** The newest first, revoked ones too. */
    public Future<List<KeyInfo>> list() {
        return store.all()
                .map(all -> all.keys().values().stream()
                        .sorted(Comparator.comparing(
                                        (KeyInfo key) -> key.times().createdAt())
                                .reversed())
                        .toList());
    }

    public Future<Optional<KeyInfo>> find(String id) {
        return list().map(all -> all.stream().filter(key -> key.id().equals(id)).findFirst());
    }

    public Future<Revocation> revoke(String id) {
        if (ring.isLastAdmin(id, clock.instant())) {
            return Future.succeededFuture(Revocation.LAST_ADMIN);
        }
        return store.revoke(id).compose(done -> refresh().map(known -> done ? Revocation.DONE : Revocation.UNKNOWN));
    }

    /** Opens a session for the page of whoever has the key. */
    public Future<KeySecret> openSession(String key, Duration life) {
        KeySecret secret = KeySecret.random();
        return store.openSession(key, secret, life).compose(open -> refresh()).map(secret);
    }

    public Future<Void> closeSession(String sent) {
        return store.closeSession(new KeySecret(sent)).compose(closed -> refresh());
    }

    /** Looks what there is. */
    public Future<Void> refresh() {
        long number = begun.incrementAndGet();
        return store.all().map(all -> {
            take(number, all);
            return null;
        });
    }

    /** Looks overtake each other: the answer to an older one neither takes away a key that was made since, nor brings back one that was revoked. */
    private synchronized void take(long number, KeyStore.Snapshot all) {
        if (number > newest) {
            newest = number;
            ring.replace(all);
        }
    }

    /** Writes down which keys were used. */
    public Future<Void> noteUse() {
        Set<String> used = ring.takeUsed();
        return used.isEmpty() ? Future.succeededFuture() : store.used(used);
    }
}
