package dev.beworkflows.catalog;

import dev.beworkflows.workflow.WorkflowProblem;
import java.util.List;

/** What came of publishing a version, or of switching something on or off. */
public sealed interface Publication {

    /** Durable; calls go to the version from now on, or, while it is pending, when its environment is ready. */
    record Done(StoredVersion version) implements Publication {}

    /** Its requirements cannot be had, in the words of whoever was asked. */
    record Refused(List<WorkflowProblem> problems) implements Publication {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /** There is no such workflow, version or task. */
    record NotFound() implements Publication {}
}
