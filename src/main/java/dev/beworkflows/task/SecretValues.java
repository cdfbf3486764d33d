package dev.beworkflows.task;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The secrets that a task may read, and what is left of a text when they are taken out of it: a task that prints one does not put it on record. Found are the values, their lines, and both as JSON, percent
 * and base64 write them; what a task does to a secret beyond that is its own responsibility.
 */
public final class SecretValues {

    public static final SecretValues NONE = new SecretValues(Map.of());

    private static final String MASK = "***";
    private static final int SHORTEST_LINE = 8;

    private final Map<String, String> values;
    private final List<String> forms;

    public SecretValues(Map<String, String> values) {
        this.values = Map.copyOf(values);
        Set<String> all = new HashSet<>();
        this.values.values().forEach(value -> {
            addForms(value, all);
            value.lines().filter(line -> line.length() >= SHORTEST_LINE).forEach(line -> addForms(line, all));
        });
        this.forms = new ArrayList<>(all);
        this.forms.sort(Comparator.comparing(String::length).reversed());
    }

    /** By name. */
    public Map<String, String> byName() {
        return values;
    }

    public boolean isEmpty() {
        return forms.isEmpty();
    }

    /** How long the longest text is that is taken out. */
    public int longest() {
        return forms.isEmpty() ? 0 : forms.get(0).length();
    }

    public String masked(String text) {
        String masked = text;
        for (String form : forms) {
            masked = masked.replace(form, MASK);
        }
        return masked;
    }

    /** The same JSON with every string masked, names of members included; itself when there is nothing to mask. */
    public JsonNode masked(JsonNode json) {
        return isEmpty() ? json : copy(json);
    }

    private JsonNode copy(JsonNode json) {
        if (json.isTextual()) {
            return JsonNodeFactory.instance.textNode(masked(json.textValue()));
        }
        if (json.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(json.size());
            json.forEach(element -> array.add(copy(element)));
            return array;
        }
        if (json.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            json.properties().forEach(member -> object.set(masked(member.getKey()), copy(member.getValue())));
            return object;
        }
        return json;
    }

    private static void addForms(String text, Set<String> forms) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        forms.add(text);
        String json = new String(JsonStringEncoder.getInstance().quoteAsString(text));
        forms.add(json);
        forms.add(ascii(json));
        forms.add(URLEncoder.encode(text, StandardCharsets.UTF_8));
        forms.add(Base64.getEncoder().encodeToString(bytes));
    }

    /** As Python's {@code json.dumps} writes it. */
    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder();
        json.chars().forEach(c -> {
            if (c < 0x7F) {
                ascii.append((char) c);
            } else {
                ascii.append(String.format("\\u%04x", c));
            }
        });
        return ascii.toString();
    }

    @Override
    public String toString() {
        return "SecretValues" + values.keySet();
    }
}
