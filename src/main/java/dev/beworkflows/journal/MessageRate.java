package dev.beworkflows.journal;

import dev.beworkflows.run.Happening;
import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many messages a second one run may send: a bucket that holds those of two seconds. What is above is counted, and the count is told. Belongs to the journal's loop. */
final class MessageRate {
    private static final int SECONDS_IN_BUCKET = 2;

    private final double perSecond;
    private double room;
    private @Nullable Instant filled;
    private @Nullable TaskName lastDropped;
    private long dropped;

    MessageRate(int perSecond) {
        this.perSecond = perSecond;
        this.room = perSecond * (double) SECONDS_IN_BUCKET;
    }

    /** False: the message is one too many, and counted. */
    boolean allows(TaskName task, Instant now) {
        Instant before = filled == null ? now : filled;
        filled = now;
        double gained = Math.max(0, Duration.between(before, now).toNanos()) / 1e9 * perSecond;
        room = Math.min(perSecond * SECONDS_IN_BUCKET, room + gained);
        if (room < 1) {
            dropped++;
            lastDropped = task;
            return false;
        }
        room--;
        return true;
    }

    /** What is to be told before this happening: how many messages were dropped since it was told last. */
    Optional<Happening> dropped(Happening next) {
        TaskName task = lastDropped;
        boolean tell = !(next instanceof Happening.Log) && !(next instanceof Happening.TaskStarted);
        if (task == null || !tell) {
            return Optional.empty();
        }
        Happening told = new Happening.MessagesDropped(task, dropped);
        lastDropped = null;
        dropped = 0;
        return Optional.of(told);
    }
}
