package dev.beworkflows.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.access.RateLimits.Room;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private final AtomicLong nanos = new AtomicLong(5);
    private final RateLimits limits = new RateLimits(60, nanos::get);

    @Test
    void aMinutesRequestsMayComeAtOnceAndThenOneEachSecond() {
        for (int i = 59; i >= 0; i--) {
            Room room = limits.take(key("a", OptionalInt.empty()));
            assertTrue(room.granted());
            assertEquals(i, room.remaining());
        }
        Room full = limits.take(key("a", OptionalInt.empty()));
        assertFalse(full.granted());
        assertEquals(1, full.waitSeconds());
        assertTrue(limits.take(key("b", OptionalInt.empty())).granted(), "each key has its own");

        nanos.addAndGet(999_000_000L);
        assertFalse(limits.take(key("a", OptionalInt.empty())).granted());
        nanos.addAndGet(1_000_001L);
        assertTrue(limits.take(key("a", OptionalInt.empty())).granted());
        assertFalse(limits.take(key("a", OptionalInt.empty())).granted());
    }

    @Test
    void aKeyMayHaveItsOwnLimit() {
        assertTrue(limits.take(key("a", OptionalInt.of(1))).granted());
        Room full = limits.take(key("a", OptionalInt.of(1)));
        assertFalse(full.granted());
        assertEquals(60, full.waitSeconds());
        assertEquals(1, full.limit());
    }

    @Test
    void withoutAKeyOrALimitNothingIsCounted() {
        RateLimits none = new RateLimits(0, nanos::get);
        for (int i = 0; i < 1_000; i++) {
            assertTrue(none.take(key("a", OptionalInt.empty())).granted());
            assertTrue(limits.take(Principal.LOCAL).granted());
        }
        assertEquals(0, none.take(key("a", OptionalInt.empty())).limit());
    }

    private static Principal key(String id, OptionalInt rate) {
        return new Principal(Optional.of(id), Role.CALLER, Optional.of("me"), false, Set.of(), rate);
    }
}
