package dev.beworkflows.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An answer, ready to be sent. */
record Reply(int status, Map<String, String> headers, Buffer body, Optional<Consumer<EventSink>> streaming) {

    private static final Map<String, String> STREAM = Map.of(
            "content-type", "text/event-stream; charset=utf-8", "cache-control", "no-store", "x-accel-buffering", "no");

    Reply(int status, Map<String, String> headers, Buffer body) {
        this(status, headers, body, Optional.empty());
    }

    /**
     * An answer that is sent piece by piece.
     *
     * @param streaming gets the connection when the head of the answer is sent
     */
    static Reply stream(Consumer<EventSink> streaming) {
        return new Reply(200, STREAM, NOTHING, Optional.of(streaming));
    }

    static final String JSON = "application/json";
    static final String PROBLEM_JSON = "application/problem+json";

    private static final ObjectMapper WRITER = new ObjectMapper();
    private static final Buffer NOTHING = Buffer.buffer();

    static Reply json(int status, JsonNode json) {
        return json(status, bytes(json));
    }

    /** @param json as UTF-8 */
    static Reply json(int status, Buffer json) {
        return new Reply(status, Map.of("content-type", JSON), json);
    }

    static Reply empty(int status) {
        return new Reply(status, Map.of(), NOTHING);
    }

    static Reply of(Problem problem) {
        ApiError error = problem.error();
        var json = WRITER.createObjectNode()
                .put("type", error.type())
                .put("title", error.title())
                .put("status", error.status())
                .put("detail", problem.detail());
        problem.members().forEach(json::set);
        Reply reply = new Reply(error.status(), Map.of("content-type", PROBLEM_JSON), bytes(json));
        for (var header : problem.headers().entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }

    Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body, streaming);
    }

    private static Buffer bytes(JsonNode json) {
        try {
            return Buffer.buffer(WRITER.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree can always be written", e);
        }
    }
}
