package dev.beworkflows.schema;

import dev.beworkflows.run.RunRequest;
import java.util.List;

/** What came of checking a request. */
public sealed interface RequestCheck {

    record Accepted(RunRequest request) implements RequestCheck {}

    /** @param problems all of them */
    record Refused(List<RequestProblem> problems) implements RequestCheck {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
