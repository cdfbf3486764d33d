package dev.beworkflows.traces;

import dev.beworkflows.workflow.Graph;
import dev.beworkflows.workflow.VersionRef;
import io.vertx.core.Future;
import java.util.Optional;

/** Where the graph of a version is found; it says for whom a task had to wait. */
@FunctionalInterface
public interface Graphs {

    /** Empty: there is no such version any more. */
    Future<Optional<Graph>> of(VersionRef version);
}
