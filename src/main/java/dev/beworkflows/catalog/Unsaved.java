package dev.beworkflows.catalog;

import dev.beworkflows.workflow.WorkflowProblem;
import java.util.List;

/** What came of making a definition callable that nobody saves. */
public sealed interface Unsaved {

    record Callable(CallableWorkflow workflow) implements Unsaved {}

    /** @param problems all of them; pointers are into the definition */
    record Refused(List<WorkflowProblem> problems) implements Unsaved {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
