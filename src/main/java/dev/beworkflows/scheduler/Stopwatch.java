package dev.beworkflows.scheduler;

import dev.beworkflows.run.RunTiming;
import java.time.Duration;

/** Adds up where the time of a run goes. Times are those of {@link System#nanoTime}. Belongs to the scheduler's loop. */
final class Stopwatch {

    private final Duration validation;
    private long queue;
    private long dispatch;
    private long user;
    private long encode;

    Stopwatch(Duration validation) {
        this.validation = validation;
    }

    /** An attempt of a task, from when it may begin. */
    Lap begin() {
        return new Lap();
    }

    void encoded(long nanos) {
        encode += nanos;
    }

    RunTiming read() {
        return new RunTiming(
                validation,
                Duration.ofNanos(queue),
                Duration.ofNanos(dispatch),
                Duration.ofNanos(user),
                Duration.ofNanos(encode));
    }

    final class Lap {
        private long since = System.nanoTime();

        /** A worker has it. */
        void taken() {
            queue += next();
        }

        /** It ended; so much of that was in the author's code, zero when nobody knows. */
        void ended(Duration inUserCode) {
            user += inUserCode.toNanos();
            dispatch += Math.max(0, next() - inUserCode.toNanos());
        }

        private long next() {
            long now = System.nanoTime();
            long passed = now - since;
            since = now;
            return passed;
        }
    }
}
