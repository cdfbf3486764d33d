package dev.beworkflows.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.run.RunRequest;

/** Roughly how many characters JSON takes, without writing it. */
final class JsonWeight {

    private static final long NODE = 8;

    private JsonWeight() {}

    static long of(RunRequest request) {
        return (long) request.urlParams().text().length()
                + request.body().text().length()
                + request.form().text().length();
    }

    static long of(JsonNode json) {
        if (json.isTextual()) {
            return NODE + json.textValue().length();
        }
        long sum = NODE;
        for (JsonNode child : json) {
            sum += of(child);
        }
        return sum;
    }
}
