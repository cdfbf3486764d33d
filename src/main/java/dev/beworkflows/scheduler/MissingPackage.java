package dev.beworkflows.scheduler;

import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import java.util.List;

/** Tells an author whose import failed what the workflow requires and where packages come from. */
final class MissingPackage {

    private static final String PYTHON_TYPE = "ModuleNotFoundError";

    private MissingPackage() {}

    /** The failure with advice in its message when a module was missing, else as it is. */
    static Failure explain(Failure failure, List<String> requirements) {
        if (failure.kind() != FailureKind.RAISED || !failure.type().equals(PYTHON_TYPE)) {
            return failure;
        }
        String required = requirements.isEmpty()
                ? "the workflow declares no requirements"
                : "the workflow requires: " + String.join(", ", requirements);
        String message = failure.message() + "; " + required
                + "; what its tasks import belongs there, unless the server's Python (--python, BEW_PYTHON) has it";
        return failure.with(message);
    }
}
