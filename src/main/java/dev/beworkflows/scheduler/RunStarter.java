package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.run.RunRequest;

/** Starts runs. */
public interface RunStarter {

    /** Starts a foreground run at once; its first task goes to a worker as soon as one is free. Called on any event loop. */
    LiveRun start(CallableWorkflow workflow, RunCaller caller, RunRequest request);
}
