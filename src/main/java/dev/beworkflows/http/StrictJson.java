package dev.beworkflows.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.schema.RequestProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Reads one JSON document (RFC 8259), within limits, and nothing that only looks like one: no comments, no name twice, nothing after it, nothing but UTF-8. */
final class StrictJson {

    private static final int SHOWN_CHARACTERS = 300;

    private final JsonFactory factory;
    private final HttpLimits.Json limits;

    /** @param stringCharacters how long a string may be */
    StrictJson(HttpLimits.Json limits, int stringCharacters) {
        this.limits = limits;
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxTokenCount(limits.tokens())
                        .maxNameLength(limits.nameCharacters())
                        .maxNumberLength(limits.numberCharacters())
                        .maxStringLength(stringCharacters)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** @throws ProblemException naming line and column */
    JsonNode parse(byte[] bytes) {
        String text = StrictText.utf8(bytes, 0, bytes.length)
                .orElseThrow(() -> malformed("the body is not UTF-8", "JSON in UTF-8"));
        try (JsonParser parser = factory.createParser(text)) {
            return new JsonTree(parser, limits.exponent()).read();
        } catch (StreamConstraintsException e) {
            throw malformed(at(e) + "a limit is exceeded", limitsInWords());
        } catch (JsonProcessingException e) {
            throw malformed(at(e) + said(e), "JSON (RFC 8259)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProblemException malformed(String message, String expected) {
        return Problem.ofRequest(
                        ApiError.MALFORMED_REQUEST, List.of(new RequestProblem("body", "", "", message, expected)))
                .asException();
    }

    private static String at(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    /** The parser's words without the part that names its own classes. */
    private static String said(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        int source = message.indexOf(" (start marker at [");
        String words = source < 0 ? message : message.substring(0, source) + ")";
        return words.length() <= SHOWN_CHARACTERS ? words : words.substring(0, SHOWN_CHARACTERS) + "…";
    }

    private String limitsInWords() {
        return "at most " + limits.depth() + " levels, " + limits.tokens() + " tokens, names of "
                + limits.nameCharacters() + " characters, numbers of " + limits.numberCharacters() + " characters";
    }
}
