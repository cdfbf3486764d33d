package dev.beworkflows.scheduler;

import dev.beworkflows.journal.IdempotencyKey;
import dev.beworkflows.journal.KeyUse;
import dev.beworkflows.journal.Placement;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.workflow.Mode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The door to the scheduler: starts runs, and ends them when the server stops. May be used from any thread. */
public final class Runs implements RunStarter, RunControl {

    private static final String STOPPING = "the server is stopping";
    private static final Duration LAST_GRACE = Duration.ofSeconds(10);

    private final Engine engine;
    private final Set<RunDriver> live = new HashSet<>();
    private final Promise<Void> drained = Promise.promise();
    private boolean draining;

    public Runs(Engine engine) {
        this.engine = engine;
    }

    @Override
    public LiveRun start(Order order) {
        RunHeader header =
                new RunHeader(order.id(), order.workflow().version(), Mode.FOREGROUND, order.caller(), order.request());
        RunDriver driver = new RunDriver(header, order.workflow(), engine, this::ended);
        engine.loop().run(() -> begin(driver));
        return driver;
    }

    @Override
    public Future<LiveRun> startOpenEnded(Order order, Placement placement) {
        return Future.failedFuture("later");
    }

    @Override
    public Future<Interception> intercept(Order order) {
        return Future.failedFuture("later");
    }

    @Override
    public Future<KeyUse> accept(Order order, Placement placement, Optional<IdempotencyKey> key, boolean taken) {
        return Future.failedFuture("later");
    }

    @Override
    public Future<Control> cancel(RunId run, String reason) {
        return Future.failedFuture("later");
    }

    @Override
    public Future<Control> retry(RunId run) {
        return Future.failedFuture("later");
    }

    /** Lets live runs end, cancels those that take longer than the grace time, and succeeds when none is left, or ten seconds after that. Later runs are cancelled at once. */
    public Future<Void> drain(Duration grace) {
        engine.loop().run(() -> {
            draining = true;
            long unusedCancel = engine.loop().after(grace, this::cancelAll);
            long unusedEnd = engine.loop().after(grace.plus(LAST_GRACE), () -> drained.tryComplete());
            completeWhenDrained();
        });
        return drained.future();
    }

    private void begin(RunDriver driver) {
        live.add(driver);
        driver.start();
        if (draining) {
            driver.cancel(STOPPING);
        }
    }

    private void ended(RunDriver driver) {
        live.remove(driver);
        completeWhenDrained();
    }

    private void cancelAll() {
        new ArrayList<>(live).forEach(driver -> driver.cancel(STOPPING));
    }

    private void completeWhenDrained() {
        if (draining && live.isEmpty()) {
            boolean unused = drained.tryComplete();
        }
    }
}
