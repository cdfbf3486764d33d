package dev.beworkflows.scheduler;

import dev.beworkflows.journal.RunQueue;
import dev.beworkflows.loop.EventLoop;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be done again and again for the queue. Holds the timing; {@link BackgroundRuns} and {@link Leases} hold the logic. Belongs to the scheduler's loop. */
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration FENCE_LOOK = Duration.ofMillis(250);
    private static final Duration FORGET = Duration.ofMinutes(10);
    private static final int FORGET_AT_ONCE = 500;

    private final EventLoop loop;
    private final Background background;
    private final BackgroundRuns runs;

    Upkeep(EventLoop loop, Background background, BackgroundRuns runs) {
        this.loop = loop;
        this.background = background;
        this.runs = runs;
    }

    Future<Void> begin() {
        QueueLimits limits = background.limits();
        return background.queue().reapOwn().<Void>map(given -> {
            if (given > 0) {
                LOG.info("queue given_back={} runs of this server before it was stopped next=they go on", given);
            }
            loop.run(() -> {
                every(limits.poll(), runs::look);
                every(limits.poll(), runs::measure);
                every(limits.beat(), runs.leases()::renew);
                every(FENCE_LOOK, runs.leases()::fence);
                every(limits.reap(), runs::reap);
                every(FORGET, this::forget);
                runs.open();
                runs.look();
                runs.measure();
                forget();
            });
            return null;
        });
    }

    /** With up to a fifth of the time more or less, so that servers do not do it all at once. */
    private void every(Duration time, Runnable action) {
        long millis = time.toMillis();
        long jitter = ThreadLocalRandom.current().nextLong(-millis / 5, millis / 5 + 1);
        var unused = loop.after(Duration.ofMillis(millis + jitter), () -> {
            action.run();
            every(time, action);
        });
    }

    private void forget() {
        RunQueue queue = background.queue();
        QueueLimits limits = background.limits();
        queue.forget(limits.keepRuns(), limits.keepKeys(), FORGET_AT_ONCE)
                .onSuccess(forgotten -> {
                    forgotten.forEach(background.engine().values()::remove);
                    if (forgotten.isEmpty()) {
                        background.files().sweep(queue).onFailure(Upkeep::failed);
                    } else {
                        loop.run(this::forget);
                    }
                })
                .onFailure(Upkeep::failed);
    }

    private static void failed(Throwable why) {
        LOG.warn("old runs cannot be forgotten next=retry later cause={}", why.toString());
    }
}
