package dev.beworkflows.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is to be done with a schedule whose time has come; pure. */
sealed interface Turn {

    /** How many missed times are made up for at most. */
    int MOST = 100;

    /** To fire for the time that it stands at. */
    record Fire(Instant due, Optional<Instant> next) implements Turn {}

    /**
     * To move over missed times first, so that all servers fire for the same ones.
     *
     * @param next where to go on
     * @param until the last time that was missed
     * @param isTooMany whether some are left out though all should be made up for
     */
    record Settle(Optional<Instant> next, Instant until, boolean isTooMany) implements Turn {}

    /** @param grace a time that is later than this was missed */
    static Turn of(Schedule schedule, Instant now, Duration grace) {
        Instant due = schedule.progress().nextAt().orElseThrow();
        CronTimes times = schedule.plan().times();
        Instant onTime = now.minus(grace);
        boolean settled = schedule.progress()
                .settledUntil()
                .filter(until -> !due.isAfter(until))
                .isPresent();
        if (settled || !due.isBefore(onTime)) {
            return new Fire(due, times.after(due));
        }
        MissedTimes missed = MissedTimes.between(times, due, onTime, MOST);
        List<Instant> latest = missed.latest();
        Instant last = latest.get(latest.size() - 1);
        return switch (schedule.plan().missed()) {
            case SKIP -> new Settle(missed.after(), last, false);
            case ONCE -> new Settle(Optional.of(last), last, false);
            case ALL -> new Settle(Optional.of(latest.get(0)), last, missed.more());
        };
    }
}
