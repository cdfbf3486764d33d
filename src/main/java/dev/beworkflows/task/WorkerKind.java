package dev.beworkflows.task;

import java.util.Optional;

/**
 * What a worker must be to execute a call. Calls of one kind share workers.
 *
 * @param environment its name; {@code base}: the server's interpreter as it is
 * @param python the interpreter's command; empty: the server's
 * @param network whether it may reach the network
 */
public record WorkerKind(String environment, Optional<String> python, boolean network) {

    /** The name of the environment without packages of its own. */
    public static final String BASE_NAME = "base";

    /** The server's interpreter as it is. */
    public static final WorkerKind BASE = new WorkerKind(BASE_NAME, Optional.empty(), false);

    /** The same environment with or without the network. */
    public WorkerKind withNetwork(boolean reachable) {
        return network == reachable ? this : new WorkerKind(environment, python, reachable);
    }
}
