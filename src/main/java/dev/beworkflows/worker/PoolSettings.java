package dev.beworkflows.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** How many workers a pool has, and how they are shared out. */
public record PoolSettings(Size size, Shares shares, Waiting waiting, Lifetime lifetime) {

    /** Whose workers live as long as they are well. */
    public PoolSettings(Size size, Shares shares, Waiting waiting) {
        this(size, shares, waiting, Lifetime.ENDLESS);
    }

    /**
     * @param least as many are there always
     * @param most as many there may be while calls wait
     * @param idle how long a worker above the least number may have nothing to do
     * @param lastIdle the same for the last worker, where the least number is none
     */
    public record Size(int least, int most, Duration idle, Duration lastIdle) {

        public Size {
            if (least < 0 || most < 1 || most < least) {
                throw new IllegalArgumentException("workers from " + least + " to " + most);
            }
        }

        /** Where a last worker is kept for as long as others. */
        public Size(int least, int most, Duration idle) {
            this(least, most, idle, idle);
        }

        /** As it is set. */
        public String inWords() {
            return least == most ? Integer.toString(least) : least + ".." + most;
        }
    }

    /**
     * @param background how many workers tasks of background runs may have at once; empty: all but one, at least one
     * @param workflow how many one workflow may have while others want some; empty: the same
     */
    public record Shares(OptionalInt background, OptionalInt workflow) {

        public static final Shares DEFAULT = new Shares(OptionalInt.empty(), OptionalInt.empty());

        int ofBackground(int workers) {
            return background.orElse(Math.max(1, workers - 1));
        }

        int ofWorkflow(int workers) {
            return workflow.orElse(Math.max(1, workers - 1));
        }
    }

    /**
     * @param calls how many calls may wait before others are refused; of one workflow half as many
     * @param expected a call that would have to wait longer, and longer than two of its workflow take, is refused at once
     * @param longest how long a call waits at most, whatever was expected
     */
    public record Waiting(int calls, Duration expected, Duration longest) {

        public static final Waiting DEFAULT = new Waiting(1_000, Duration.ofSeconds(2), Duration.ofSeconds(15));

        int ofWorkflow() {
            return Math.max(1, calls / 2);
        }
    }

    /** The same without workers that are always there. */
    PoolSettings fromNone() {
        return new PoolSettings(new Size(0, size.most(), size.idle(), size.lastIdle()), shares, waiting, lifetime);
    }

    /**
     * After what a worker is replaced; each one's numbers differ by up to a tenth, so that not all go at once.
     *
     * @param tasks finished; 0: any number
     * @param growthBytes resident, over what it had after its first task; 0: any
     * @param age empty: any
     */
    public record Lifetime(int tasks, long growthBytes, Optional<Duration> age) {

        public static final Lifetime ENDLESS = new Lifetime(0, 0, Optional.empty());
    }

    /** Always as many workers. */
    public static PoolSettings fixed(int workers) {
        return new PoolSettings(new Size(workers, workers, Duration.ofMinutes(1)), Shares.DEFAULT, Waiting.DEFAULT);
    }
}
