package dev.beworkflows.environments;

import java.util.List;
import java.util.Optional;

/** What came of looking for what a workflow asks for. */
public sealed interface Resolution {

    /**
     * An interpreter has it all as it is.
     *
     * @param environment empty: the server's default interpreter
     */
    record Base(Optional<Environment> environment) implements Resolution {}

    /** It has to be built, or is. */
    record Locked(Lock lock) implements Resolution {}

    /** It cannot be had. */
    record Refused(List<Finding> findings) implements Resolution {
        public Refused {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Why not.
     *
     * @param pointer into the definition
     * @param message in the words of the tool that was asked
     */
    record Finding(String pointer, String message, String expected) {}
}
