package dev.beworkflows.task;

import com.fasterxml.jackson.databind.JsonNode;

/** A pushed value as it travels: the protocol's three forms. The server never looks into the last two. */
public sealed interface Value {

    record Json(JsonNode json) implements Value {}

    /** @param base64 of a pickle */
    record Pickle(String base64) implements Value {}

    /** @param name within the run's folder of values */
    record File(String name, long bytes) implements Value {}
}
