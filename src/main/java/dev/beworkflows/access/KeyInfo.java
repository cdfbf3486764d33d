package dev.beworkflows.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A key as those see it who keep keys: all but the key itself.
 *
 * @param id names it; not secret
 * @param name for people
 * @param hint the first characters of the key, to recognise it by
 */
public record KeyInfo(String id, String name, String hint, Grant grant, Times times) {

    /**
     * What a key is for.
     *
     * @param workflows the ids of those that a caller's key may reach; empty: all
     * @param user whom it speaks for
     * @param mayActForOthers whether a request may name another user
     * @param ratePerMinute requests; empty: the server's default
     */
    public record Grant(
            Role role, List<String> workflows, String user, boolean mayActForOthers, OptionalInt ratePerMinute) {
        public Grant {
            workflows = List.copyOf(workflows);
        }
    }

    /** @param lastUsedAt to within a minute */
    public record Times(
            Instant createdAt,
            Optional<String> createdBy,
            Optional<Instant> expiresAt,
            Optional<Instant> revokedAt,
            Optional<Instant> lastUsedAt) {}

    public boolean isValid(Instant now) {
        return times.revokedAt().isEmpty()
                && times.expiresAt().map(now::isBefore).orElse(true);
    }

    Principal principal() {
        return new Principal(
                Optional.of(id),
                grant.role(),
                Optional.of(grant.user()),
                grant.mayActForOthers(),
                java.util.Set.copyOf(grant.workflows()),
                grant.ratePerMinute());
    }
}
