package dev.beworkflows.workflow;

import java.util.List;
import java.util.Optional;

/**
 * What a workflow's tasks need around them.
 *
 * @param requirements pip requirement lines; empty: the interpreter as it is
 * @param python the interpreter by its version, as {@code 3.11}; empty: the server's first one
 * @param preload modules that a worker imports before it takes calls of the workflow
 * @param network whether the tasks may reach the network, where the server cuts it off otherwise
 */
public record Needs(List<String> requirements, Optional<String> python, List<String> preload, boolean network) {

    /** Nothing. */
    public static final Needs NONE = new Needs(List.of(), Optional.empty(), List.of(), false);

    public Needs {
        requirements = List.copyOf(requirements);
        preload = List.copyOf(preload);
    }
}
