package dev.beworkflows.access;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The keys that this server knows, in memory: a call never waits for the database. Thread safe. */
public final class KeyRing {

    /** The id of the key that stands in the server's configuration. */
    public static final String CONFIGURED = "configured";

    private static final Principal OPERATOR =
            new Principal(Optional.of(CONFIGURED), Role.ADMIN, Optional.empty(), true, Set.of(), OptionalInt.empty());

    private final Optional<ApiKey> configured;
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private volatile KeyStore.Snapshot known = KeyStore.Snapshot.NOTHING;
    private volatile Map<String, KeyInfo> byId = Map.of();
    private volatile boolean wasClosed;

    /** @param configured an admin's key that is in no database */
    public KeyRing(Optional<ApiKey> configured) {
        this.configured = configured;
    }

    /** From now on these are the keys. */
    public synchronized void replace(KeyStore.Snapshot snapshot) {
        Map<String, KeyInfo> ids = new ConcurrentHashMap<>();
        snapshot.keys().values().forEach(key -> ids.put(key.id(), key));
        byId = Map.copyOf(ids);
        known = snapshot;
        wasClosed |= !ids.isEmpty();
    }

    /** Whether no key is needed: there never was one. Neither revoking nor losing the last one opens what it kept closed. */
    public boolean isOpen() {
        return configured.isEmpty() && !wasClosed;
    }

    /** Whether somebody could make further keys. */
    public boolean hasAdmin(Instant now) {
        return configured.isPresent() || admins(now).findAny().isPresent();
    }

    /** Whether nobody else could. */
    public boolean isLastAdmin(String id, Instant now) {
        return configured.isEmpty() && admins(now).allMatch(key -> key.id().equals(id));
    }

    private java.util.stream.Stream<KeyInfo> admins(Instant now) {
        return byId.values().stream().filter(key -> key.grant().role() == Role.ADMIN && key.isValid(now));
    }

    Optional<Principal> find(String sent, Instant now) {
        if (configured.isPresent() && configured.get().matches(sent)) {
            return Optional.of(OPERATOR);
        }
        KeySecret secret = new KeySecret(sent);
        return secret.isWellFormed() ? valid(known.keys().get(secret.hash()), now) : Optional.empty();
    }

    Optional<Principal> session(String sent, Instant now) {
        KeySecret secret = new KeySecret(sent);
        KeyStore.Session session = secret.isWellFormed() ? known.sessions().get(secret.hash()) : null;
        if (session == null || !now.isBefore(session.expiresAt())) {
            return Optional.empty();
        }
        return session.key().equals(CONFIGURED) ? configured.map(key -> OPERATOR) : valid(byId.get(session.key()), now);
    }

    private Optional<Principal> valid(@org.jspecify.annotations.Nullable KeyInfo key, Instant now) {
        if (key == null || !key.isValid(now)) {
            return Optional.empty();
        }
        used.add(key.id());
        return Optional.of(key.principal());
    }

    /** The ids of the keys that were used since this was last asked. */
    public Set<String> takeUsed() {
        Set<String> taken = new HashSet<>(used);
        used.removeAll(taken);
        return taken;
    }
}
