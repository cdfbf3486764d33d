package dev.beworkflows.workflow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** One YAML document, and the line on which each of its values starts. */
record YamlFile(String name, JsonNode content, Map<String, Integer> lines) {

    private static final ObjectReader YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    /** @throws WorkflowFolderException when it is not one YAML document without aliases */
    static YamlFile parse(String name, String text) {
        try {
            Map<String, Integer> lines = lines(name, text);
            return new YamlFile(name, YAML.readTree(text), lines);
        } catch (JsonProcessingException e) {
            throw refused(name, e);
        } catch (IOException e) {
            throw new WorkflowFolderException(name + ": " + e.getMessage(), e);
        }
    }

    /** The parser under Jackson's knows the place better: Jackson's own location is where the last good token began. */
    private static WorkflowFolderException refused(String name, JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return new WorkflowFolderException(
                    at(name, marked.getProblemMark().getLine() + 1) + marked.getProblem(), e);
        }
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        String message = e.getOriginalMessage().lines().findFirst().orElse("this is not YAML");
        return new WorkflowFolderException(at(name, line) + message, e);
    }

    private static Map<String, Integer> lines(String name, String text) throws IOException {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = YAML.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                int line = parser.currentTokenLocation().getLineNr();
                // An alias would be read as a string of its name.
                if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                    throw new WorkflowFolderException(at(name, line) + "aliases are not supported");
                }
                lines.putIfAbsent(parser.getParsingContext().pathAsPointer().toString(), line);
            }
        }
        return lines;
    }

    /** @param pointer of the value that is wrong */
    WorkflowFolderException wrong(String pointer, String message) {
        return new WorkflowFolderException(at(name, lines.getOrDefault(pointer, 0)) + message);
    }

    private static String at(String name, int line) {
        return name + (line > 0 ? ", line " + line : "") + ": ";
    }
}
