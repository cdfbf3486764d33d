package dev.beworkflows.workflow;

import java.util.List;
import java.util.Optional;

/**
 * What is executed.
 *
 * @param interceptor Python source with {@code def intercept(ti)}; background workflows only
 * @param requirements pip requirement lines; empty: the server's base interpreter as it is
 * @param secrets the names of those that the tasks may read
 */
public record Program(Graph graph, Optional<String> interceptor, List<String> requirements, List<String> secrets) {

    public Program {
        requirements = List.copyOf(requirements);
        secrets = List.copyOf(secrets);
    }

    public Program withGraph(Graph other) {
        return new Program(other, interceptor, requirements, secrets);
    }
}
