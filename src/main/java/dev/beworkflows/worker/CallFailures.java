package dev.beworkflows.worker;

import dev.beworkflows.run.DeathCertificate;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskOutcome;
import java.time.Duration;
import java.util.Optional;

/** Says why a call ended that ended with its worker. */
final class CallFailures {

    private CallFailures() {}

    /**
     * @param limit in bytes
     * @param has the worker and all that it started
     */
    static TaskOutcome outOfMemory(TaskCall call, long limit, DeathCertificate.Memory has) {
        return new TaskOutcome.OutOfMemory(Failure.of(
                FailureKind.MEMORY_LIMIT,
                Optional.of(call.task()),
                "task '" + call.task() + "' had " + mebibytes(has.residentBytes())
                        + " of memory, its worker and all that it started counted; the limit is " + mebibytes(limit)
                        + " (memory of the task or of the workflow's limits, at most BEW_TASK_MEMORY)"));
    }

    private static String mebibytes(long bytes) {
        return Math.round(bytes / (double) (1 << 20)) + " MiB";
    }

    static TaskOutcome timedOut(TaskCall call) {
        Duration limit = call.limits().timeout();
        return new TaskOutcome.TimedOut(Failure.of(
                FailureKind.TASK_TIMEOUT,
                Optional.of(call.task()),
                "task '" + call.task() + "' took longer than its limit of " + limit.toMillis() / 1000.0 + " s"));
    }

    static TaskOutcome lost(TaskCall call, DeathCertificate certificate) {
        return new TaskOutcome.WorkerLost(Failure.of(
                        FailureKind.WORKER_LOST,
                        Optional.of(call.task()),
                        "the Python process that executed task '" + call.task() + "' " + certificate.exit())
                .withDeath(certificate));
    }

    /** The outcome for which the worker was killed, with what is known of its death. */
    static TaskOutcome certified(TaskOutcome outcome, DeathCertificate certificate) {
        if (outcome instanceof TaskOutcome.TimedOut late) {
            return new TaskOutcome.TimedOut(late.failure().withDeath(certificate));
        }
        return outcome instanceof TaskOutcome.OutOfMemory greedy
                ? new TaskOutcome.OutOfMemory(greedy.failure().withDeath(certificate))
                : outcome;
    }
}
