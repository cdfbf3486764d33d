package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.workflow.Mode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The door to the scheduler: starts runs, and ends them when the server stops. May be used from any thread. */
public final class Runs implements RunStarter {

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
    public LiveRun start(CallableWorkflow workflow, RunCaller caller, RunRequest request) {
        RunHeader header = new RunHeader(newId(), workflow.version(), Mode.FOREGROUND, caller, request);
        RunDriver driver = new RunDriver(header, workflow, engine, this::ended);
        engine.loop().run(() -> begin(driver));
        return driver;
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

    private static RunId newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return RunId.of(System.currentTimeMillis(), new UUID(random.nextLong(), random.nextLong()));
    }
}
