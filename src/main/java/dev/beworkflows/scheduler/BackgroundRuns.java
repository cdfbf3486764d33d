package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.journal.Claim;
import dev.beworkflows.journal.Placement;
import dev.beworkflows.journal.RunQueue.Renewal;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.journal.StoredRun;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable runs of this server: claims them when there is room, renews their leases, and lets go of what it lost. Its state belongs to the scheduler's loop.
 *
 * <p>The time for which a run is ours is counted from before the database was asked, on a clock that never jumps: it always ends here before it ends there.
 */
final class BackgroundRuns implements RunDriver.Life {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundRuns.class);
    private static final String STOPPING = "the server is stopping";

    /** From one claim to the next: what comes meanwhile is claimed together. */
    private static final Duration CLAIM_GAP = Duration.ofMillis(5);

    private final Background background;
    private final EventLoop loop;
    private final RunLoader loader;
    private final Map<RunId, Owned> owned = new HashMap<>();
    private final Promise<Void> drained = Promise.promise();
    private int arriving;
    private long lastClaim = System.nanoTime() - CLAIM_GAP.toNanos();
    private boolean opened;
    private boolean claiming;
    private boolean claimAgain;
    private boolean othersMayWait = true;
    private boolean draining;
    private boolean givingBack;
    private boolean away;
    private volatile boolean queueFull;
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

    BackgroundRuns(Background background) {
        this.background = background;
        this.loop = background.engine().loop();
        this.loader = new RunLoader(loop, background, this::isOurs, this::begin);
    }

    /** Runs may be begun as they are accepted. */
    void open() {
        opened = true;
    }

    /** There may be something to claim. */
    void look() {
        othersMayWait = true;
        if (draining || claiming) {
            claimAgain = true;
        } else if (room() > 0) {
            claiming = true;
            claimAgain = false;
            Duration early = CLAIM_GAP.minusNanos(System.nanoTime() - lastClaim);
            if (early.isNegative() || early.isZero()) {
                claim();
            } else {
                var unused = loop.after(early, this::claim);
            }
        }
    }

    /** Whether a run that comes now may begin here at once: there is room, and nobody waits who would come before it. */
    boolean mayBegin(Placement placement) {
        return opened
                && !draining
                && !claiming
                && !othersMayWait
                && room() > 0
                && placement.runAt().isEmpty()
                && placement.concurrency().isEmpty();
    }

    /** Accepts a run that {@link #mayBegin} and begins it: accepted and claimed in one, so that it never waits in the queue. */
    Future<Void> begin(RunHistory run, Placement placement) {
        Claim claim = new Claim(run.run().header().id(), 1, 0);
        long asked = System.nanoTime();
        arriving++;
        return loop.bring(background.queue().adopt(run, Map.of(), placement))
                .onSuccess(accepted -> {
                    arriving--;
                    owned.put(claim.run(), new Owned(claim, asked));
                    loader.load(claim, new StoredRun(run.events(), Map.of()));
                })
                .onFailure(failure -> {
                    arriving--;
                    completeWhenDrained();
                });
    }

    private int room() {
        return background.limits().atOnce() - owned.size() - arriving;
    }

    /** Looks how many runs are waiting. */
    void measure() {
        loop.bring(background.queue().hasWaiting(background.limits().waiting()))
                .onComplete(full -> queueFull = full, this::failed);
    }

    /** Whether so many runs were waiting when that was last looked at. On any thread. */
    boolean isQueueFull() {
        return queueFull;
    }

    /** The driver of a run that is ours. */
    Optional<RunDriver> find(RunId run) {
        return Optional.ofNullable(owned.get(run)).map(one -> one.driver);
    }

    @Override
    public void closed(RunDriver driver) {
        Owned one = owned.remove(driver.id());
        if (draining) {
            completeWhenDrained();
        } else if (othersMayWait || (one != null && one.limited)) {
            look();
        }
    }

    @Override
    public boolean mayBecomeDurable() {
        return true;
    }

    @Override
    public Future<Void> adopt(
            RunDriver driver, Map<dev.beworkflows.workflow.TaskName, dev.beworkflows.task.TaskOutput> outputs) {
        return Future.failedFuture(new IllegalStateException("run " + driver.id() + " is durable already"));
    }

    /** A run that became durable while it ran here. */
    void adopted(RunDriver driver) {
        Owned one = new Owned(new Claim(driver.id(), 1, 0), System.nanoTime());
        one.driver = driver;
        owned.put(driver.id(), one);
    }

    RunCounts counts(int foreground) {
        return new RunCounts(foreground, owned.size(), lost, failedRenewals);
    }

    /** A run is another server's. */
    void lost(RunId run) {
        lost++;
        letGo(run);
    }

    private void letGo(RunId run) {
        Owned one = owned.remove(run);
        if (one != null && one.driver != null) {
            one.driver.abandon();
            removeFilesIfDone(run);
        }
        completeWhenDrained();
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
        loop.bring(background.queue().renew(asked).timeout(patience, TimeUnit.MILLISECONDS))
                .onComplete(renewals -> renewed(asked, now, renewals), why -> {
                    failedRenewals++;
                    failed(why);
                });
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

    /** Gives back the runs of servers that are gone. */
    void reap() {
        loop.bring(background.queue().reap()).onComplete(this::reaped, this::failed);
    }

    /** Claims nothing more, lets what runs end, gives back what takes longer than the grace time. */
    Future<Void> drain(Duration grace, Duration lastGrace) {
        draining = true;
        long unusedGiveBack = loop.after(grace, this::giveBack);
        long unusedEnd = loop.after(grace.plus(lastGrace), drained::tryComplete);
        completeWhenDrained();
        return drained.future();
    }

    private void claim() {
        int room = room();
        if (draining || room < 1) {
            claiming = false;
            completeWhenDrained();
            return;
        }
        lastClaim = System.nanoTime();
        long asked = lastClaim;
        loop.bring(background.queue().claim(room)).onComplete(claims -> claimed(claims, room, asked), failure -> {
            claiming = false;
            failed(failure);
        });
    }

    private void claimed(List<Claim> claims, int room, long asked) {
        claiming = false;
        back();
        claims.forEach(claim -> owned.put(claim.run(), new Owned(claim, asked)));
        loader.load(claims);
        othersMayWait = claimAgain || claims.size() == room;
        if (othersMayWait) {
            look();
        }
    }

    private void begin(Claim claim, RunLoader.Loaded loaded) {
        if (!isOurs(claim)) {
            return;
        }
        Run run = background.engine().journal().own(claim, loaded.stored(), () -> lost(claim.run()));
        if (loaded.workflow().isEmpty()) {
            endWithoutWorkflow(run);
            return;
        }
        RunDriver driver =
                new RunDriver(run.header(), loaded.workflow().get(), background.engine(), this, Duration.ZERO);
        Owned one = owned.get(claim.run());
        if (one != null) {
            one.driver = driver;
            one.limited = isLimited(loaded.workflow().get());
        }
        driver.resume(run, loaded.stored(), claim.losses());
        if (givingBack) {
            driver.giveBack(STOPPING);
        }
    }

    /** Its end makes room for another run of its workflow. */
    private static boolean isLimited(CallableWorkflow workflow) {
        return workflow.workflow().calling().queueing().concurrency().isPresent();
    }

    private void endWithoutWorkflow(Run run) {
        Failure failure = Failure.of(
                FailureKind.INTERNAL,
                Optional.empty(),
                "there is no version " + run.header().version());
        RunId id = run.header().id();
        background
                .engine()
                .journal()
                .end(id, new Happening.Failed(failure), Optional.empty())
                .onSuccess(written -> letGo(id));
    }

    private boolean isOurs(Claim claim) {
        Owned one = owned.get(claim.run());
        return one != null && one.claim.equals(claim);
    }

    private void renewed(Set<RunId> asked, long now, List<Renewal> renewals) {
        back();
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

    private void reaped(int runs) {
        if (runs > 0) {
            LOG.warn("queue reaped_runs={} whose servers did not renew their leases next=they run again", runs);
            look();
        }
    }

    private void giveBack() {
        givingBack = true;
        new ArrayList<>(owned.values()).forEach(one -> {
            if (one.driver != null) {
                one.driver.giveBack(STOPPING);
            }
        });
    }

    private void completeWhenDrained() {
        if (draining && owned.isEmpty() && arriving == 0 && !claiming) {
            boolean unused = drained.tryComplete();
        }
    }

    private void failed(Throwable why) {
        if (!away) {
            away = true;
            LOG.warn("queue cannot be reached next=retry, warned once cause={}", why.toString());
        }
        completeWhenDrained();
    }

    private void back() {
        if (away) {
            away = false;
            LOG.info("queue is reached again owned_runs={}", owned.size());
        }
    }
}
