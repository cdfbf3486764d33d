package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes {@code workflow.yaml} in its canonical form: members in the order in which people think of them, what is as by default left out. */
final class DefinitionYaml {

    static final List<String> WORKFLOW = List.of(
            "id",
            "label",
            "description",
            "enabled",
            "mode",
            "methods",
            "timeout",
            "priority",
            "concurrency",
            "requirements",
            "python",
            "preload",
            "network",
            "secrets",
            "limits",
            "unknown_params",
            "url_args",
            "body",
            "form",
            "tasks",
            "edges",
            "response");
    static final List<String> TASK =
            List.of("name", "label", "description", "enabled", "join", "timeout", "memory", "retries");
    static final List<String> LIMITS = List.of("memory", "output", "values");
    static final List<String> EDGE = List.of("from", "to", "when");
    static final List<String> FIELD =
            List.of("name", "label", "desc", "type", "options", "default", "required", "validation_regex");
    static final List<String> ITEM = List.of("key", "label", "desc", "fields");
    private static final List<String> RETRIES = List.of("max", "backoff", "max_backoff");
    private static final Set<String> SECONDS = Set.of("timeout", "backoff", "max_backoff");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final ObjectNode ELEMENTS = NODES.objectNode()
            .<ObjectNode>set("body", NODES.objectNode().put("name", "a").put("type", "any"))
            .<ObjectNode>set("edges", NODES.objectNode().put("from", "a").put("to", "b"))
            .set("response", NODES.objectNode().put("key", "a"));

    private static final JsonNode OF_WORKFLOW = defaults();
    private static final JsonNode OF_ELEMENTS = defaults("body", "edges", "response");

    private DefinitionYaml() {}

    static String write(Workflow workflow) {
        ObjectNode all = WorkflowWriter.write(workflow);
        all.remove("interceptor");
        ObjectNode shortened = shortened(all, OF_WORKFLOW, WORKFLOW, Set.of("id", "tasks"));
        for (String list : List.of("url_args", "body", "form")) {
            each(shortened, list, DefinitionYaml::field);
        }
        each(shortened, "tasks", DefinitionYaml::task);
        if (shortened.get("limits") instanceof ObjectNode limits) {
            shortened.set("limits", shortened(limits, OF_WORKFLOW.path("limits"), LIMITS, Set.of()));
        }
        each(shortened, "edges", edge -> shortened(edge, OF_ELEMENTS.at("/edges/0"), EDGE, Set.of("from", "to")));
        each(shortened, "response", DefinitionYaml::item);
        return YamlText.write(shortened);
    }

    private static ObjectNode field(ObjectNode field) {
        return shortened(field, OF_ELEMENTS.at("/body/0"), FIELD, Set.of("name", "type"));
    }

    private static ObjectNode item(ObjectNode item) {
        ObjectNode shortened = shortened(item, OF_ELEMENTS.at("/response/0"), ITEM, Set.of("key"));
        each(shortened, "fields", DefinitionYaml::field);
        return shortened;
    }

    private static ObjectNode task(ObjectNode task) {
        task.remove("code");
        JsonNode defaults = OF_ELEMENTS.at("/tasks/0");
        ObjectNode shortened = shortened(task, defaults, TASK, Set.of("name"));
        if (shortened.get("retries") instanceof ObjectNode retries) {
            ObjectNode said = shortened(retries, defaults.path("retries"), RETRIES, Set.of());
            shortened.set("retries", said.size() == 1 && said.has("max") ? said.get("max") : said);
        }
        return shortened;
    }

    private static ObjectNode shortened(ObjectNode all, JsonNode defaults, List<String> order, Set<String> always) {
        ObjectNode shortened = NODES.objectNode();
        Set<String> names = new LinkedHashSet<>(order);
        all.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            JsonNode value = all.path(name);
            if (!value.isMissingNode() && (always.contains(name) || !value.equals(defaults.path(name)))) {
                shortened.set(name, SECONDS.contains(name) ? withoutZeros(value) : value);
            }
        }
        return shortened;
    }

    private static JsonNode withoutZeros(JsonNode seconds) {
        return seconds.isBigDecimal()
                ? DecimalNode.valueOf(seconds.decimalValue().stripTrailingZeros())
                : seconds;
    }

    /** Shortens one element of a list. */
    private interface Shorten {
        ObjectNode of(ObjectNode element);
    }

    private static void each(ObjectNode object, String list, Shorten shorten) {
        if (object.get(list) instanceof ArrayNode elements) {
            for (int i = 0; i < elements.size(); i++) {
                if (elements.get(i) instanceof ObjectNode element) {
                    elements.set(i, shorten.of(element));
                }
            }
        }
    }

    /** What the reader makes of a definition that says nothing but what it must say. */
    private static ObjectNode defaults(String... lists) {
        ObjectNode smallest = NODES.objectNode().put("id", "a");
        ArrayNode tasks = smallest.putArray("tasks");
        List.of("a", "b").forEach(name -> tasks.addObject().put("name", name).put("code", ""));
        for (String list : lists) {
            ObjectNode unused = smallest.putArray(list).addObject().setAll((ObjectNode)
                    ELEMENTS.path(list).deepCopy());
        }
        WorkflowReader.Reading reading =
                new WorkflowReader(DefinitionLimits.DEFAULT).read(smallest, new WorkflowId("a"));
        return WorkflowWriter.write(((WorkflowReader.Reading.Accepted) reading).workflow());
    }
}
