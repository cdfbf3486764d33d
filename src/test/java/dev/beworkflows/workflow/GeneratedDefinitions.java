package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes up definitions that are right, with all the text and numbers that a file format could get wrong; the same for the same seed. */
final class GeneratedDefinitions {

    static final List<String> NASTY = List.of(
            "",
            " ",
            "yes",
            "No",
            "on",
            "y",
            "null",
            "Null",
            "~",
            "true",
            "FALSE",
            "1e3",
            "1",
            "-1",
            "0x1f",
            "0o7",
            "010",
            "1_000",
            "1.5",
            ".5",
            ".inf",
            ".NaN",
            "+12",
            "190:20:30",
            "2024-02-29",
            "2024-02-29T12:00:00Z",
            "<<",
            "=",
            ": #",
            "a: b",
            "a #b",
            "a:",
            "#a",
            "- a",
            "-",
            "?",
            "? a",
            ":",
            "[a",
            "{a}",
            "a, b]",
            "&a",
            "*a",
            "!a",
            "!!str a",
            "|",
            ">-",
            "'",
            "''",
            "\"",
            "\\",
            "\\n",
            "%YAML 1.2",
            "@a",
            "`a",
            "---",
            "...",
            "--- a",
            "a\n---\nb\n",
            "a\n...\n",
            "trailing ",
            " leading",
            "trailing\t",
            "\ttab",
            "a\tb",
            "\n",
            "\n\n",
            "\na",
            "\n a\nb",
            " a\nb",
            "a\nb",
            "a\nb\n",
            "a\nb\n\n",
            "a\n\nb",
            "a \nb",
            "a\n  b\n c\n",
            "a\n\tb\n",
            "#\n#\n",
            "a\r\nb\r\n",
            "a\rb",
            "\r",
            "\u0001",
            "\u0007bell",
            "\u001b[31m",
            "\u007f",
            "\u0085",
            "a\u0085b",
            "\u00a0",
            "a\u00a0",
            "\u2028",
            "a\u2029b",
            "\ufeff",
            "\ufeffa",
            "a\ufeffb",
            "\ufffd",
            "\ufffe",
            "\uffff",
            "\ud7ff",
            "\ue000",
            "é",
            "ßtraße",
            "日本語",
            "👩‍🔬",
            "a👩b\n👩\n",
            "\u202eabc",
            "x".repeat(2_000),
            ("word ".repeat(300)).strip(),
            "It's \"quoted\"",
            "{\"json\": [1, 2]}",
            "key: |\n  text\n",
            "/path",
            "_under",
            "C:\\dir\\",
            "http://a/b#c");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Random random;

    GeneratedDefinitions(long seed) {
        this.random = new Random(seed);
    }

    ObjectNode workflow() {
        boolean background = random.nextBoolean();
        ObjectNode json = NODES.objectNode().put("id", pick(List.of("a", "1", "null", "yes", "0x1f", "1e3", "a-b_c")));
        maybe(() -> json.put("label", text()));
        maybe(() -> json.put("description", text()));
        maybe(() -> json.put("enabled", random.nextBoolean()));
        json.put("mode", background ? "background" : "foreground");
        maybe(() -> json.putArray("methods").add("PUT").add("GET"));
        maybe(() -> json.set("timeout", seconds()));
        maybe(() -> json.put("priority", random.nextInt(201) - 100));
        maybe(() ->
                json.putObject("limits").put("output", random.nextInt(5_000)).put("values", random.nextInt(9) + "GiB"));
        maybe(() -> json.put("concurrency", 1 + random.nextInt(100)));
        maybe(() -> json.put("unknown_params", pick(List.of("refuse", "ignore", "pass"))));
        for (String list : List.of("url_args", "body", "form")) {
            maybe(() -> fields(json.putArray(list), true));
        }
        program(json, background);
        maybe(() -> response(json.putArray("response")));
        return json;
    }

    private void program(ObjectNode json, boolean background) {
        List<String> names = List.of("a", "yes", "null", "n", "true", "_").subList(0, 1 + random.nextInt(6));
        ArrayNode tasks = json.putArray("tasks");
        names.forEach(name -> task(tasks.addObject().put("name", name).put("code", text())));
        ArrayNode edges = json.putArray("edges");
        for (int i = 1; i < names.size(); i++) {
            if (random.nextBoolean()) {
                ObjectNode edge = edges.addObject()
                        .put("from", names.get(random.nextInt(i)))
                        .put("to", names.get(i));
                maybe(() -> edge.put("when", pick(List.of("n", "yes", "a > 1 # b", "x: 1", " a\n", "True", "1"))));
            }
        }
        maybe(() -> json.putArray("requirements")
                .add("numpy")
                .add("pandas[excel] >=2, <3")
                .add("torch==2.1; python_version>'3.8'"));
        maybe(() -> json.put("python", pick(List.of("3.9", "3.10", "3.11"))));
        maybe(() -> json.putArray("preload").add("numpy").add("yes").add("a.b_c"));
        maybe(() -> json.put("network", random.nextBoolean()));
        maybe(() -> json.putArray("secrets").add("token").add("null_").add("yes"));
        if (background) {
            maybe(() -> json.put("interceptor", text()));
        }
    }

    private void task(ObjectNode task) {
        maybe(() -> task.put("label", text()));
        maybe(() -> task.put("description", text()));
        maybe(() -> task.put("enabled", random.nextBoolean()));
        maybe(() -> task.set("timeout", seconds()));
        maybe(() -> task.put("join", pick(List.of("all", "any"))));
        maybe(() -> task.put("memory", random.nextInt(32, 5_000) + "MiB"));
        maybe(() -> task.put("memory", random.nextLong(32L << 20, 1L << 50)));
        maybe(() -> task.put("retries", random.nextInt(26)));
        maybe(() -> task.putObject("retries").put("max", random.nextInt(26)).put("backoff", random.nextInt(1_000)));
    }

    private void response(ArrayNode response) {
        for (String key : names()) {
            ObjectNode item = response.addObject().put("key", key);
            maybe(() -> item.put("desc", text()));
            maybe(() -> fields(item.putArray("fields"), false));
        }
    }

    private void fields(ArrayNode fields, boolean defaults) {
        for (String name : names()) {
            ObjectNode field = fields.addObject().put("name", name).put("type", pick(List.of("any", "string", "enum")));
            maybe(() -> field.put("label", text()));
            maybe(() -> field.put("desc", text()));
            boolean required = random.nextBoolean();
            field.put("required", required);
            rules(field, defaults && !required);
        }
    }

    private void rules(ObjectNode field, boolean defaults) {
        switch (field.path("type").asText()) {
            case "any" -> maybe(() -> field.set("default", defaults ? value(3) : NODES.nullNode()));
            case "string" ->
                maybe(() ->
                        field.put("validation_regex", pick(List.of("[^<>]{1,100}", "a*", " *", "\\d+ #", "(?s).*\n"))));
            default -> {
                ArrayNode options = field.putArray("options");
                names().forEach(options::add);
                options.add(1).add(true).add(DecimalNode.valueOf(new BigDecimal("2.50")));
                maybe(() -> field.set(
                        "default", defaults ? options.get(random.nextInt(options.size())) : NODES.nullNode()));
            }
        }
    }

    private JsonNode value(int depth) {
        int kind = random.nextInt(depth == 0 ? 7 : 9);
        return switch (kind) {
            case 0 -> NODES.booleanNode(random.nextBoolean());
            case 1 -> NODES.numberNode(random.nextInt());
            case 2 -> NODES.numberNode(Long.MAX_VALUE - random.nextInt(10));
            case 3 -> NODES.numberNode(new BigInteger("123456789012345678901234567890"));
            case 4 ->
                DecimalNode.valueOf(
                        new BigDecimal(pick(List.of("1E+5", "1E-7", "-0.0", "2.50", "1.0E+400", "-1e-300", "0E+3"))));
            case 5, 6 -> NODES.textNode(text());
            case 7 -> {
                ArrayNode array = NODES.arrayNode();
                times(3, () -> array.add(random.nextInt(5) == 0 ? NODES.nullNode() : value(depth - 1)));
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                times(3, () -> object.set(text(), value(depth - 1)));
                yield object;
            }
        };
    }

    private JsonNode seconds() {
        return random.nextBoolean()
                ? NODES.numberNode(1 + random.nextInt(80_000))
                : DecimalNode.valueOf(BigDecimal.valueOf(1 + random.nextInt(1_000_000), 3));
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        times(3, () -> {
            String name = text();
            boolean right = !name.isEmpty() && name.length() <= 100 && !Texts.hasControls(name);
            if (right && !names.contains(name)) {
                names.add(name);
            }
        });
        return names;
    }

    private String text() {
        return random.nextInt(5) == 0 ? pick(NASTY) + pick(NASTY) : pick(NASTY);
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private void times(int most, Runnable action) {
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            action.run();
        }
    }

    private void maybe(Runnable action) {
        if (random.nextBoolean()) {
            action.run();
        }
    }
}
