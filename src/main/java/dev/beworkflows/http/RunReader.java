package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.journal.RunFilter;
import dev.beworkflows.journal.RunSummary;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Where runs are looked up, running ones as well as those that have ended. Every method may be called on any event loop. */
public interface RunReader {

    /** A run as it is shown to those who may see it. */
    Future<Optional<JsonNode>> find(RunId id);

    /** Newest first. */
    Future<List<RunSummary>> list(RunFilter filter);
}
