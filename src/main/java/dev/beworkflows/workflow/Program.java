package dev.beworkflows.workflow;

import java.util.List;
import java.util.Optional;

/**
 * What is executed.
 *
 * @param interceptor Python source with {@code def intercept(ti)}; background workflows only
 * @param requirements pip requirement lines; empty: the server's base interpreter as it is
 */
public record Program(Graph graph, Optional<String> interceptor, List<String> requirements) {

    public Program {
        requirements = List.copyOf(requirements);
    }

    public Program withGraph(Graph other) {
        return new Program(other, interceptor, requirements);
    }
}
