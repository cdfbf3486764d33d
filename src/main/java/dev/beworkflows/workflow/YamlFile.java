package dev.beworkflows.workflow;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** One YAML document, and where each of its values, or the name before it, starts. */
record YamlFile(String name, JsonNode content, Map<String, FilePlace> places) {

    /** Beyond that somebody who writes a number out could fill the memory. */
    private static final int LARGEST_EXPONENT = 1_000;

    private static final int MOST_CHARACTERS = 20_000_000;

    private static final ObjectReader YAML = YAMLMapper.builder(factory())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // the same numbers as the same definition in JSON has
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .reader();

    private static YAMLFactory factory() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        return YAMLFactory.builder().loaderOptions(options).build();
    }

    /** @throws WorkflowFolderException when it is not one YAML document without aliases */
    static YamlFile parse(String name, String text) {
        try {
            Map<String, FilePlace> places = places(name, text);
            return new YamlFile(name, YAML.readTree(text), places);
        } catch (JsonProcessingException e) {
            throw refused(name, e);
        } catch (IOException e) {
            throw new WorkflowFolderException(FilePlace.whole(name), String.valueOf(e.getMessage()), e);
        }
    }

    /** The parser under Jackson's knows the place better: Jackson's own location is where the last good token began. */
    private static WorkflowFolderException refused(String name, JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark mark = marked.getProblemMark();
            return new WorkflowFolderException(
                    new FilePlace(name, mark.getLine() + 1, mark.getColumn() + 1), marked.getProblem(), e);
        }
        String message = e.getOriginalMessage().lines().findFirst().orElse("this is not YAML");
        return new WorkflowFolderException(place(name, e.getLocation()), message, e);
    }

    private static Map<String, FilePlace> places(String name, String text) throws IOException {
        Map<String, FilePlace> places = new HashMap<>();
        try (JsonParser parser = YAML.createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                FilePlace place = place(name, parser.currentTokenLocation());
                refuse(parser, token, place);
                places.putIfAbsent(parser.getParsingContext().pathAsPointer().toString(), place);
            }
        }
        return places;
    }

    private static void refuse(JsonParser parser, JsonToken token, FilePlace place) throws IOException {
        // An alias would be read as a string of its name.
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw new WorkflowFolderException(place, "aliases are not supported");
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT && isHuge(parser.getDecimalValue())) {
            throw new WorkflowFolderException(place, "a number with an exponent beyond " + LARGEST_EXPONENT);
        }
    }

    private static boolean isHuge(BigDecimal number) {
        return Math.abs((long) number.precision() - number.scale()) > LARGEST_EXPONENT;
    }

    private static FilePlace place(String name, @Nullable JsonLocation location) {
        return location == null
                ? FilePlace.whole(name)
                : new FilePlace(name, Math.max(0, location.getLineNr()), Math.max(0, location.getColumnNr()));
    }

    /** Where a value starts, or the nearest one around it when it is missing. */
    FilePlace place(String pointer) {
        for (String nearest = pointer; !nearest.isEmpty(); nearest = nearest.substring(0, nearest.lastIndexOf('/'))) {
            FilePlace place = places.get(nearest);
            if (place != null) {
                return place;
            }
        }
        return places.getOrDefault("", FilePlace.whole(name));
    }

    FileProblem wrong(String pointer, String message) {
        return new FileProblem(place(pointer), message);
    }
}
