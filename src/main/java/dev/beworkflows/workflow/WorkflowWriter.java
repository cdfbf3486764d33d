package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** Writes a workflow as JSON with every member present; {@link WorkflowReader} reads an equal one from it. */
public final class WorkflowWriter {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private WorkflowWriter() {}

    /** A new object, the caller's to change. */
    public static ObjectNode write(Workflow workflow) {
        Calling calling = workflow.calling();
        ObjectNode json = NODES.objectNode();
        json.put("id", workflow.id().value());
        json.put("label", workflow.about().label());
        json.put("description", workflow.about().description());
        json.put("enabled", workflow.enabled());
        json.put("mode", calling.mode().json());
        json.set("methods", list(calling.methods(), NODES::textNode));
        json.set("timeout", orNull(calling.timeout().map(WorkflowWriter::seconds)));
        json.put("priority", calling.queueing().priority());
        OptionalInt concurrency = calling.queueing().concurrency();
        json.set("concurrency", concurrency.isPresent() ? NODES.numberNode(concurrency.getAsInt()) : NODES.nullNode());
        contract(json, workflow.contract());
        program(json, workflow.program());
        return json;
    }

    private static void contract(ObjectNode json, Contract contract) {
        json.put("unknown_params", contract.request().unknownParams().json());
        json.set("url_args", list(contract.request().urlArgs(), WorkflowWriter::field));
        json.set("body", list(contract.request().body(), WorkflowWriter::field));
        json.set("form", list(contract.request().form(), WorkflowWriter::field));
        json.set("response", list(contract.response(), WorkflowWriter::item));
    }

    private static void program(ObjectNode json, Program program) {
        json.set("tasks", list(program.graph().tasks(), WorkflowWriter::task));
        json.set("edges", list(program.graph().edges(), WorkflowWriter::edge));
        json.set("interceptor", orNull(program.interceptor().map(NODES::textNode)));
        Needs needs = program.needs();
        json.set("requirements", list(needs.requirements(), NODES::textNode));
        json.set("python", orNull(needs.python().map(NODES::textNode)));
        json.set("preload", list(needs.preload(), NODES::textNode));
        json.put("network", needs.network());
        limits(json.putObject("limits"), program.resources());
        json.set("secrets", list(program.secrets(), NODES::textNode));
    }

    private static ObjectNode field(Field field) {
        FieldRules rules = field.rules();
        ObjectNode json = NODES.objectNode();
        json.put("name", field.name());
        json.put("label", field.about().label());
        json.put("desc", field.about().description());
        json.put("type", field.type().json());
        json.set("options", list(rules.options(), JsonNode::deepCopy));
        json.set("default", orNull(rules.defaultValue().map(JsonNode::deepCopy)));
        json.put("required", rules.required());
        json.set("validation_regex", orNull(rules.validationRegex().map(NODES::textNode)));
        return json;
    }

    private static ObjectNode item(ResponseItem item) {
        ObjectNode json = NODES.objectNode();
        json.put("key", item.key());
        json.put("label", item.about().label());
        json.put("desc", item.about().description());
        json.set("fields", list(item.fields(), WorkflowWriter::field));
        return json;
    }

    private static ObjectNode task(Task task) {
        ObjectNode json = NODES.objectNode();
        json.put("name", task.name().value());
        json.put("label", task.about().label());
        json.put("description", task.about().description());
        json.put("code", task.code());
        json.put("enabled", task.enabled());
        json.put("join", task.join().json());
        json.set("timeout", orNull(task.limits().timeout().map(WorkflowWriter::seconds)));
        json.set("memory", size(task.limits().memory()));
        ObjectNode retries = json.putObject("retries");
        retries.put("max", task.limits().retries());
        retries.set("backoff", seconds(task.limits().backoff()));
        retries.set("max_backoff", seconds(task.limits().maxBackoff()));
        return json;
    }

    private static void limits(ObjectNode json, ResourceLimits limits) {
        json.set("memory", size(limits.memory()));
        json.set("output", size(limits.output()));
        json.set("values", size(limits.values()));
    }

    private static JsonNode size(OptionalLong bytes) {
        return bytes.isPresent() ? NODES.textNode(ByteSize.write(bytes.getAsLong())) : NODES.nullNode();
    }

    private static ObjectNode edge(Edge edge) {
        ObjectNode json = NODES.objectNode()
                .put("from", edge.from().value())
                .put("to", edge.to().value());
        return json.set("when", orNull(edge.when().map(NODES::textNode)));
    }

    /** Whole seconds as an integer, others with decimals. */
    private static JsonNode seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? NODES.numberNode(duration.toSeconds())
                : NODES.numberNode(BigDecimal.valueOf(duration.toMillis(), 3));
    }

    private static <T> ArrayNode list(Collection<T> values, Function<T, ? extends JsonNode> write) {
        List<JsonNode> nodes = values.stream().<JsonNode>map(write).toList();
        return NODES.arrayNode().addAll(nodes);
    }

    private static JsonNode orNull(Optional<? extends JsonNode> node) {
        return node.<JsonNode>map(Function.identity()).orElse(NODES.nullNode());
    }
}
