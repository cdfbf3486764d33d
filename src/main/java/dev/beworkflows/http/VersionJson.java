package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.catalog.VersionInfo;
import java.time.Instant;

/** Where a version comes from, as members of a JSON object. */
final class VersionJson {

    private VersionJson() {}

    /** Adds to what a definition has. */
    static ObjectNode put(ObjectNode json, VersionInfo info) {
        return json.put("version", info.ref().version())
                .put("saved_at", info.savedAt().toString())
                .put("author", info.author().orElse(null))
                .put("message", info.message())
                .put("published", info.isPublished());
    }

    /** As it stands in a list. */
    static ObjectNode list(VersionInfo info) {
        return put(JsonNodeFactory.instance.objectNode(), info)
                .put("published_at", info.publishedAt().map(Instant::toString).orElse(null));
    }
}
