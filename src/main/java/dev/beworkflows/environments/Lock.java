package dev.beworkflows.environments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What requirements were resolved to, so that it can be built again: this is kept with the version of a workflow.
 *
 * @param python the minor version that it was resolved for, such as {@code 3.11}
 * @param pins sorted
 */
public record Lock(String python, List<Pin> pins) {

    private static final int ID_BYTES = 12;
    private static final ObjectMapper JSON = new ObjectMapper();

    public Lock {
        pins = pins.stream().sorted().distinct().toList();
    }

    /** The same content has the same id, whoever asks for it. */
    EnvironmentId id(Interpreter interpreter) {
        String content = "python " + interpreter.version() + "\n" + text();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return new EnvironmentId(HexFormat.of().formatHex(hash, 0, ID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** As it is kept. */
    public String json() {
        ObjectNode json = JSON.createObjectNode().put("python", python);
        ArrayNode lines = json.putArray("pins");
        pins.forEach(pin -> lines.add(pin.line()));
        return json.toString();
    }

    /** @throws IllegalArgumentException when it is not what {@link #json} writes */
    public static Lock parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            List<Pin> pins = new ArrayList<>();
            json.path("pins").forEach(pin -> pins.add(Pin.parse(pin.asText())));
            return new Lock(json.path("python").asText(), pins);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a lock: " + e.getMessage(), e);
        }
    }

    /** Whether every file can be checked when it is installed. */
    boolean hasAllHashes() {
        return pins.stream().noneMatch(pin -> pin.hashes().isEmpty());
    }

    /** As a requirements file. */
    String text() {
        return pins.stream().map(pin -> pin.line() + "\n").collect(Collectors.joining());
    }
}
