package dev.beworkflows.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The times between two, both included, as far as they are to be made up for; pure.
 *
 * @param latest the latest of them, oldest first; never empty
 * @param more whether there are older ones
 * @param after the first time after all of them
 */
record MissedTimes(List<Instant> latest, boolean more, Optional<Instant> after) {

    private static final Duration FIRST_LOOK = Duration.ofHours(2);

    MissedTimes {
        latest = List.copyOf(latest);
    }

    /** @param most how many at most; a year of minutes is not walked through for a hundred of them, but looked at from its end, twice as far each time */
    static MissedTimes between(CronTimes times, Instant first, Instant last, int most) {
        Duration back = FIRST_LOOK;
        while (true) {
            Instant begin = last.minus(back);
            boolean all = !begin.isAfter(first);
            MissedTimes found = walk(times, all ? Optional.of(first) : times.after(begin), last);
            if (all || found.latest.size() >= most) {
                return found.atMost(most, !all);
            }
            back = back.multipliedBy(2);
        }
    }

    private static MissedTimes walk(CronTimes times, Optional<Instant> first, Instant last) {
        List<Instant> found = new ArrayList<>();
        Optional<Instant> next = first;
        while (next.isPresent() && !next.get().isAfter(last)) {
            found.add(next.get());
            next = times.after(next.get());
        }
        return new MissedTimes(found, false, next);
    }

    private MissedTimes atMost(int most, boolean more) {
        int left = Math.max(0, latest.size() - most);
        return new MissedTimes(latest.subList(left, latest.size()), more || left > 0, after);
    }
}
