package dev.beworkflows.scheduler;

import dev.beworkflows.journal.Claim;
import dev.beworkflows.journal.RunQueue.Renewal;
import dev.beworkflows.run.RunId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs that are this server's: renews their leases, and lets go of what it lost. Belongs to the scheduler's loop.
 *
 * <p>The time for which a run is ours is counted from before the database was asked, on a clock that never jumps: it always ends here before it ends there.
 */
final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final Background background;
    private final QueueReach reach;
    private final Runnable changed;
    private final Map<RunId, Owned> owned = new HashMap<>();
    private long lost;
    private long failedRenewals;

    /** A run that is ours; the driver comes when the run is loaded. */
    private static final class Owned {
        private final Claim claim;
        private long renewed;
        private @Nullable RunDriver driver;
        private boolean limited;

        Owned(Claim claim, long renewed) {
            this.claim = claim;
            this.renewed = renewed;
        }
    }

    /** @param changed told when a run was let go, or the leases could not be renewed */
    Leases(Background background, QueueReach reach, Runnable changed) {
        this.background = background;
        this.reach = reach;
        this.changed = changed;
    }

    /** @param asked when the database was asked for it, by {@link System#nanoTime} */
    void add(Claim claim, long asked) {
        owned.put(claim.run(), new Owned(claim, asked));
    }

    /** @param limited whether its end makes room for another run of its workflow */
    void drives(RunDriver driver, boolean limited) {
        Owned one = owned.get(driver.id());
        if (one != null) {
            one.driver = driver;
            one.limited = limited;
        }
    }

    /** The run has ended here. True: that makes room for another run of its workflow. */
    boolean end(RunId run) {
        Owned one = owned.remove(run);
        return one != null && one.limited;
    }

    boolean isOurs(Claim claim) {
        Owned one = owned.get(claim.run());
        return one != null && one.claim.equals(claim);
    }

    int size() {
        return owned.size();
    }

    /** The driver of a run that is ours. */
    Optional<RunDriver> find(RunId run) {
        return Optional.ofNullable(owned.get(run)).map(one -> one.driver);
    }

    List<RunDriver> drivers() {
        return owned.values().stream()
                .flatMap(one -> Stream.ofNullable(one.driver))
                .toList();
    }

    RunCounts counts(int foreground) {
        return new RunCounts(foreground, owned.size(), lost, failedRenewals);
    }

    /** A run is another server's. */
    void lost(RunId run) {
        lost++;
        letGo(run);
    }

    void letGo(RunId run) {
        Owned one = owned.remove(run);
        if (one != null && one.driver != null) {
            one.driver.abandon();
            removeFilesIfDone(run);
        }
        changed.run();
    }

    /** It may be lost because its end was written, and the database went away before it could say so. */
    private void removeFilesIfDone(RunId run) {
        background
                .queue()
                .succeeded(Set.of(run))
                .onSuccess(done -> done.forEach(background.engine().values()::remove))
                .onFailure(away -> LOG.debug("run={} next=its files are looked at later", run));
    }

    /** Renews the leases; what is not renewed is lost. One attempt: the next beat is the retry. */
    void renew() {
        Set<RunId> asked = Set.copyOf(owned.keySet());
        long now = System.nanoTime();
        long patience = background.limits().beat().toMillis();
        background
                .engine()
                .loop()
                .bring(background.queue().renew(asked).timeout(patience, TimeUnit.MILLISECONDS))
                .onComplete(renewals -> renewed(asked, now, renewals), this::failed);
    }

    private void failed(Throwable why) {
        failedRenewals++;
        reach.failed(why);
        changed.run();
    }

    private void renewed(Set<RunId> asked, long now, List<Renewal> renewals) {
        reach.reached(owned.size());
        Map<RunId, Renewal> byRun = new HashMap<>();
        renewals.forEach(renewal -> byRun.put(renewal.run(), renewal));
        for (RunId run : asked) {
            Owned one = owned.get(run);
            if (one != null && !isEnding(one)) {
                renewed(one, now, byRun.get(run));
            }
        }
    }

    /** The row of a run that ends goes with its last event. */
    private static boolean isEnding(Owned one) {
        return one.driver != null && one.driver.isClosed();
    }

    private void renewed(Owned one, long now, @Nullable Renewal renewal) {
        RunId run = one.claim.run();
        if (renewal == null || renewal.epoch() != one.claim.epoch()) {
            LOG.warn("run={} epoch={} was lost to another server next=stop it here", run, one.claim.epoch());
            background.engine().journal().disown(run);
            lost(run);
            return;
        }
        one.renewed = now;
        RunDriver driver = one.driver;
        if (driver != null) {
            renewal.cancel().ifPresent(driver::cancel);
        }
    }

    /** Stops what could not be renewed in time, before anybody else may start it. */
    void fence() {
        long fence = background.limits().fence().toNanos();
        long now = System.nanoTime();
        List<RunId> over = owned.values().stream()
                .filter(one -> now - one.renewed > fence)
                .map(one -> one.claim.run())
                .toList();
        for (RunId run : over) {
            LOG.error("run={} its lease could not be renewed in time next=stop it here", run);
            background.engine().journal().disown(run);
            lost(run);
        }
    }
}
