package dev.beworkflows.workflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a workflow is called.
 *
 * @param methods a subset of GET, POST, PUT, DELETE, in that order, never empty
 * @param timeout of a whole run; empty: the server's default
 * @param queueing of background runs
 */
public record Calling(Mode mode, List<String> methods, Optional<Duration> timeout, Queueing queueing) {

    public static final List<String> ALL_METHODS = List.of("GET", "POST", "PUT", "DELETE");

    public Calling(Mode mode, List<String> methods, Optional<Duration> timeout) {
        this(mode, methods, timeout, Queueing.DEFAULT);
    }

    public Calling {
        methods = List.copyOf(methods);
    }
}
