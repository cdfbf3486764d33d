package dev.beworkflows.workflow;

import java.util.List;
import java.util.Optional;

/**
 * What is executed.
 *
 * @param interceptor Python source with {@code def intercept(ti)}; background workflows only
 * @param needs what the tasks need around them
 * @param secrets the names of those that the tasks may read
 * @param resources what the tasks may take
 */
public record Program(
        Graph graph, Optional<String> interceptor, Needs needs, List<String> secrets, ResourceLimits resources) {

    public Program {
        secrets = List.copyOf(secrets);
    }

    /** With what the server allows. */
    public Program(Graph graph, Optional<String> interceptor, Needs needs, List<String> secrets) {
        this(graph, interceptor, needs, secrets, ResourceLimits.NONE);
    }

    public Program withGraph(Graph other) {
        return new Program(other, interceptor, needs, secrets, resources);
    }
}
