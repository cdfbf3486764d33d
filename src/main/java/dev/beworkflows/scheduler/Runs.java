package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.workflow.Mode;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The door to the scheduler: starts runs. May be used from any thread. */
public final class Runs implements RunStarter {

    private final Engine engine;

    public Runs(Engine engine) {
        this.engine = engine;
    }

    @Override
    public LiveRun start(CallableWorkflow workflow, RunCaller caller, RunRequest request) {
        RunHeader header = new RunHeader(newId(), workflow.version(), Mode.FOREGROUND, caller, request);
        RunDriver driver = new RunDriver(header, workflow, engine);
        engine.loop().run(driver::start);
        return driver;
    }

    private static RunId newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return RunId.of(System.currentTimeMillis(), new UUID(random.nextLong(), random.nextLong()));
    }
}
