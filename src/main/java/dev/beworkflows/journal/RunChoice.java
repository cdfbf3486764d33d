package dev.beworkflows.journal;

import dev.beworkflows.run.RunStatus;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.WorkflowId;
import java.util.Optional;

/**
 * Which runs are looked at, whenever they were; what is empty is not asked for.
 *
 * @param user whom they were for
 */
public record RunChoice(
        Optional<WorkflowId> workflow, Optional<Mode> mode, Optional<RunStatus> status, Optional<String> user) {

    public boolean matches(RunSummary run) {
        return workflow.map(run.version().workflow()::equals).orElse(true)
                && mode.map(run.mode()::equals).orElse(true)
                && status.map(run.status()::equals).orElse(true)
                && user.map(name -> run.user().equals(user)).orElse(true);
    }
}
