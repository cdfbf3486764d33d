package dev.beworkflows.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Messages to bytes and back, without the line end. Thread-safe. */
public final class RpcCodec {

    private static final int ECHO_CHARACTERS = 200;

    private final ObjectMapper mapper;

    /** @param maxMessageBytes the longest line, and so the longest string in one */
    public RpcCodec(int maxMessageBytes) {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxStringLength(maxMessageBytes)
                .maxNameLength(maxMessageBytes)
                .maxNumberLength(20_000)
                .build();
        this.mapper = JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(constraints).build())
                .build();
    }

    public byte[] request(long id, String method, ObjectNode params) {
        return write(message().put("id", id).put("method", method).set("params", params));
    }

    public byte[] notification(String method, ObjectNode params) {
        return write(message().put("method", method).set("params", params));
    }

    public byte[] result(long id, JsonNode result) {
        return write(message().put("id", id).set("result", result));
    }

    public byte[] failure(long id, RpcException error) {
        ObjectNode body = mapper.createObjectNode().put("code", error.code()).put("message", error.getMessage());
        if (!error.data().isNull()) {
            body.set("data", error.data());
        }
        return write(message().put("id", id).set("error", body));
    }

    /** @throws ProtocolViolation when the bytes are not a JSON-RPC 2.0 message */
    public RpcMessage read(byte[] line) {
        try {
            return message(mapper.readTree(line));
        } catch (JsonProcessingException e) {
            throw new ProtocolViolation("not JSON: " + e.getOriginalMessage() + ": " + start(line));
        } catch (IOException e) {
            throw new ProtocolViolation("not readable: " + start(line));
        }
    }

    private RpcMessage message(JsonNode node) {
        if (!"2.0".equals(node.path("jsonrpc").textValue())) {
            throw new ProtocolViolation("not a JSON-RPC 2.0 message: " + cut(node.toString()));
        }
        if (node.path("method").isTextual()) {
            return call(node, node.path("method").textValue());
        }
        if (node.has("result")) {
            return new RpcMessage.Result(id(node), node.get("result"));
        }
        if (node.path("error").isObject()) {
            return new RpcMessage.Failure(id(node), error(node.get("error")));
        }
        throw new ProtocolViolation("neither request nor answer: " + cut(node.toString()));
    }

    private static RpcMessage call(JsonNode node, String method) {
        if (!(node.get("params") instanceof ObjectNode params)) {
            throw new ProtocolViolation(method + " without params");
        }
        return node.has("id")
                ? new RpcMessage.Request(id(node), method, params)
                : new RpcMessage.Notification(method, params);
    }

    private static RpcException error(JsonNode error) {
        return new RpcException(
                error.path("code").asInt(RpcException.INTERNAL),
                error.path("message").asText(""),
                error.path("data"));
    }

    private static long id(JsonNode node) {
        JsonNode id = node.path("id");
        if (!id.canConvertToLong() || !id.isIntegralNumber()) {
            throw new ProtocolViolation("an id is an integer, not " + cut(id.toString()));
        }
        return id.longValue();
    }

    private ObjectNode message() {
        return mapper.createObjectNode().put("jsonrpc", "2.0");
    }

    private byte[] write(JsonNode message) {
        try {
            return mapper.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that cannot be written", e);
        }
    }

    private static String start(byte[] line) {
        return cut(
                new String(line, 0, Math.min(line.length, ECHO_CHARACTERS), java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String cut(String text) {
        return text.length() <= ECHO_CHARACTERS ? text : text.substring(0, ECHO_CHARACTERS) + "…";
    }
}
