package dev.beworkflows.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** How many requests each key may still send: a bucket for each, which fills evenly and holds the requests of a minute. Thread safe; each server counts for itself. */
public final class RateLimits {

    private static final double NANOS_PER_MINUTE = 60e9;

    private final int perMinuteByDefault;
    private final LongSupplier nanos;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /**
     * @param perMinuteByDefault for keys that say nothing else; 0: no limit
     * @param nanos a clock that never goes backwards
     */
    public RateLimits(int perMinuteByDefault, LongSupplier nanos) {
        this.perMinuteByDefault = perMinuteByDefault;
        this.nanos = nanos;
    }

    /**
     * What is left to a key.
     *
     * @param limit requests a minute; 0: no limit
     * @param remaining requests that may come at once
     * @param waitSeconds after what time there is room for one more; 0: there is
     */
    public record Room(int limit, int remaining, int waitSeconds, boolean granted) {
        static final Room UNLIMITED = new Room(0, 0, 0, true);
    }

    /** Takes room for one request, if there is any. */
    public Room take(Principal principal) {
        int limit = principal.ratePerMinute().orElse(perMinuteByDefault);
        if (principal.key().isEmpty() || limit == 0) {
            return Room.UNLIMITED;
        }
        return buckets.computeIfAbsent(principal.key().get(), id -> new Bucket(limit, nanos.getAsLong()))
                .take(limit, nanos.getAsLong());
    }

    private static final class Bucket {
        private double tokens;
        private long filledAt;

        Bucket(int limit, long now) {
            this.tokens = limit;
            this.filledAt = now;
        }

        synchronized Room take(int limit, long now) {
            double perNano = limit / NANOS_PER_MINUTE;
            tokens = Math.min(limit, tokens + (now - filledAt) * perNano);
            filledAt = now;
            boolean granted = tokens >= 1;
            if (granted) {
                tokens--;
            }
            double missing = Math.max(0, 1 - tokens);
            return new Room(limit, (int) tokens, (int) Math.ceil(missing / perNano / 1e9), granted);
        }
    }
}
