package dev.beworkflows.task;

import dev.beworkflows.workflow.WorkflowId;
import java.time.Duration;
import java.util.Optional;

/** Says, before a run is made, whether it would find a worker in time. May be asked on any thread. */
public interface Room {

    /** Why a call of the workflow would wait in vain; empty when there is room for it. */
    Optional<NoRoom> refusal(WorkflowId workflow);

    /** @param retryAfter when another try is worth it, as far as that can be said */
    record NoRoom(String why, Duration retryAfter) {}
}
