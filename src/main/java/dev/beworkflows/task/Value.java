package dev.beworkflows.task;

import com.fasterxml.jackson.databind.JsonNode;

/** A pushed value as it travels: the protocol's three forms. The server never looks into the last two. */
public sealed interface Value {

    /** How much of the server's memory it takes, roughly. */
    long memoryBytes();

    record Json(JsonNode json, long memoryBytes) implements Value {

        /** Counts, which takes as long as writing it. */
        public Json(JsonNode json) {
            this(json, characters(json));
        }

        private static long characters(JsonNode json) {
            return json.isContainerNode()
                    ? json.toString().length()
                    : json.asText().length();
        }
    }

    /** @param base64 of a pickle */
    record Pickle(String base64) implements Value {

        @Override
        public long memoryBytes() {
            return base64.length();
        }
    }

    /**
     * @param name within the run's folder of values
     * @param spilled whether it lies in the second folder, as the first one had no room
     */
    record File(String name, long bytes, boolean spilled) implements Value {

        @Override
        public long memoryBytes() {
            return name.length();
        }
    }
}
