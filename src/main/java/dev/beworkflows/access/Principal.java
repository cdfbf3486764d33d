package dev.beworkflows.access;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Who sent a request.
 *
 * @param key the id of the key; empty: no key is needed here
 * @param user whom the request speaks for; runs belong to users
 * @param mayActForOthers whether the request may name another user
 * @param workflows the ids of those that the key may reach; empty: all
 * @param ratePerMinute how many requests a minute the key may send; empty: the server's default
 */
public record Principal(
        Optional<String> key,
        Role role,
        Optional<String> user,
        boolean mayActForOthers,
        Set<String> workflows,
        OptionalInt ratePerMinute) {

    /** A program on this machine, while no keys are needed. */
    static final Principal LOCAL =
            new Principal(Optional.empty(), Role.ADMIN, Optional.empty(), true, Set.of(), OptionalInt.empty());

    public Principal {
        workflows = Set.copyOf(workflows);
    }

    public boolean mayReach(String workflow) {
        return workflows.isEmpty() || workflows.contains(workflow);
    }

    public boolean seesOwnRunsOnly() {
        return role == Role.CALLER;
    }

    Principal actingFor(String other) {
        return new Principal(key, role, Optional.of(other), mayActForOthers, workflows, ratePerMinute);
    }
}
