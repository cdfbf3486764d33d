package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.journal.Claim;
import dev.beworkflows.journal.Placement;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.journal.StoredRun;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunId;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The durable runs of this server: claims them when there is room, and begins them; {@link Leases} keeps them. Its state belongs to the scheduler's loop. */
final class BackgroundRuns implements RunDriver.Life {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundRuns.class);
    private static final String STOPPING = "the server is stopping";

    /** From one claim to the next: what comes meanwhile is claimed together. */
    private static final Duration CLAIM_GAP = Duration.ofMillis(5);

    private final Background background;
    private final EventLoop loop;
    private final RunLoader loader;
    private final QueueReach reach = new QueueReach();
    private final Leases leases;
    private final Promise<Void> drained = Promise.promise();
    private int arriving;
    private long lastClaim = System.nanoTime() - CLAIM_GAP.toNanos();
    private boolean opened;
    private boolean claiming;
    private boolean claimAgain;
    private boolean othersMayWait = true;
    private boolean draining;
    private boolean givingBack;
    private volatile boolean queueFull;

    BackgroundRuns(Background background) {
        this.background = background;
        this.loop = background.engine().loop();
        this.leases = new Leases(background, reach, this::completeWhenDrained);
        this.loader = new RunLoader(loop, background, leases::isOurs, this::begin);
    }

    /** Runs may be begun as they are accepted. */
    void open() {
        opened = true;
    }

    /** Those that are this server's by now. */
    Leases leases() {
        return leases;
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
                    leases.add(claim, asked);
                    loader.load(claim, new StoredRun(run.events(), Map.of()));
                })
                .onFailure(failure -> {
                    arriving--;
                    completeWhenDrained();
                });
    }

    private int room() {
        return background.limits().atOnce() - leases.size() - arriving;
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

    @Override
    public void closed(RunDriver driver) {
        boolean makesRoom = leases.end(driver.id());
        if (draining) {
            completeWhenDrained();
        } else if (othersMayWait || makesRoom) {
            look();
        }
    }

    @Override
    public boolean mayBecomeDurable() {
        return true;
    }

    @Override
    public Future<Void> adopt(RunDriver driver, Map<TaskName, TaskOutput> outputs) {
        return Future.failedFuture(new IllegalStateException("run " + driver.id() + " is durable already"));
    }

    /** A run that became durable while it ran here. */
    void adopted(RunDriver driver) {
        leases.add(new Claim(driver.id(), 1, 0), System.nanoTime());
        leases.drives(driver, false);
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
        reach.reached(leases.size());
        claims.forEach(claim -> leases.add(claim, asked));
        loader.load(claims);
        othersMayWait = claimAgain || claims.size() == room;
        if (draining) {
            completeWhenDrained();
        } else if (othersMayWait) {
            look();
        }
    }

    private void begin(Claim claim, RunLoader.Loaded loaded) {
        if (!leases.isOurs(claim)) {
            return;
        }
        Run run = background.engine().journal().own(claim, loaded.stored(), () -> leases.lost(claim.run()));
        if (loaded.workflow().isEmpty()) {
            endWithoutWorkflow(run);
            return;
        }
        RunDriver driver =
                new RunDriver(run.header(), loaded.workflow().get(), background.engine(), this, Duration.ZERO);
        leases.drives(driver, isLimited(loaded.workflow().get()));
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
                .onSuccess(written -> leases.letGo(id));
    }

    private void reaped(int runs) {
        if (runs > 0) {
            LOG.warn("queue reaped_runs={} whose servers did not renew their leases next=they run again", runs);
            look();
        }
    }

    private void giveBack() {
        givingBack = true;
        leases.drivers().forEach(driver -> driver.giveBack(STOPPING));
    }

    private void completeWhenDrained() {
        if (draining && leases.size() == 0 && arriving == 0 && !claiming) {
            boolean unused = drained.tryComplete();
        }
    }

    private void failed(Throwable why) {
        reach.failed(why);
        completeWhenDrained();
    }
}
