package dev.beworkflows.environments;

import java.util.List;
import java.util.Optional;

/**
 * What a workflow asks for.
 *
 * @param python such as {@code 3.11}; empty: the server's default
 * @param requirements pip requirement lines, also with {@code --hash=}; empty: the interpreter as it is
 */
public record EnvironmentSpec(Optional<String> python, List<String> requirements) {

    public EnvironmentSpec {
        requirements = List.copyOf(requirements);
    }

    /** Whether it asks for nothing. */
    public boolean isEmpty() {
        return python.isEmpty() && requirements.isEmpty();
    }
}
