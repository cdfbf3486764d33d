package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.catalog.Saving;
import dev.beworkflows.catalog.StoredVersion;
import dev.beworkflows.catalog.WorkflowFilter;
import dev.beworkflows.catalog.WorkflowSummary;
import dev.beworkflows.journal.RunStatistics;
import dev.beworkflows.journal.RunSummary;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowProblem;
import io.vertx.core.Future;
import java.util.List;

/** Create, list, read, change and delete workflows. */
final class DefinitionRoutes {

    static final String MODES = "foreground or background";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final int MOST_RUNS = 50;

    private final Definitions definitions;
    private final VersionWriter writer;
    private final RunStatistics statistics;
    private final RequestReader reader;

    DefinitionRoutes(Definitions definitions, VersionWriter writer, RunStatistics statistics, RequestReader reader) {
        this.statistics = statistics;
        this.definitions = definitions;
        this.writer = writer;
        this.reader = reader;
    }

    Future<Reply> create(Exchange exchange) {
        Saving saving = SavingArguments.read(exchange, reader);
        return reader.json(exchange)
                .compose(definition -> definitions.create(definition, saving))
                .map(outcome -> new SaveReply(writer, 201).of(outcome));
    }

    Future<Reply> check(Exchange exchange) {
        return reader.json(exchange).compose(definitions::check).map(outcome -> new SaveReply(writer, 200).of(outcome));
    }

    Future<Reply> update(Exchange exchange) {
        WorkflowId id = PathIds.workflow(exchange);
        var expected = IfMatch.version(exchange.header("if-match"));
        Saving saving = SavingArguments.read(exchange, reader);
        return reader.json(exchange)
                .map(definition -> withId(definition, id))
                .compose(definition -> definitions.update(id, definition, expected, saving))
                .map(outcome -> new SaveReply(writer, 200).of(outcome));
    }

    Future<Reply> get(Exchange exchange) {
        WorkflowId id = PathIds.workflow(exchange);
        return definitions.get(id).map(found -> {
            StoredVersion version = found.orElseThrow(() -> PathIds.unknownWorkflow(id.value()));
            return SaveReply.shown(200, writer, version);
        });
    }

    Future<Reply> delete(Exchange exchange) {
        WorkflowId id = PathIds.workflow(exchange);
        return definitions.delete(id).map(existed -> {
            if (!existed) {
                throw PathIds.unknownWorkflow(id.value());
            }
            return Reply.empty(204);
        });
    }

    Future<Reply> list(Exchange exchange) {
        QueryArguments query = new QueryArguments(reader.query(exchange));
        int limit = query.count("limit", 50, 500);
        // one more than asked for tells whether there is a next page
        WorkflowFilter filter = new WorkflowFilter(
                query.text("search"),
                query.flag("enabled"),
                query.parsed("mode", Mode::parse, MODES),
                query.text("after"),
                limit + 1);
        int runs = query.countOrNone("runs", MOST_RUNS);
        query.check();
        return definitions.list(filter).compose(found -> page(found, limit, runs));
    }

    private static JsonNode withId(JsonNode definition, WorkflowId id) {
        if (definition instanceof ObjectNode object) {
            JsonNode sent = object.path("id");
            if (!sent.isMissingNode() && !sent.equals(NODES.textNode(id.value()))) {
                throw Problem.ofDefinition(List.of(new WorkflowProblem(
                                "/id", "is not the id of the address", "\"" + id + "\", or no id at all")))
                        .asException();
            }
            object.put("id", id.value());
        }
        return definition;
    }

    private Future<Reply> page(List<WorkflowSummary> found, int limit, int runs) {
        List<WorkflowSummary> shown = found.subList(0, Math.min(limit, found.size()));
        JsonNode next = found.size() > limit
                ? NODES.textNode(shown.get(limit - 1).ref().workflow().value())
                : NODES.nullNode();
        return items(shown, runs).map(items -> {
            ObjectNode page = NODES.objectNode();
            page.set("items", items);
            page.set("next", next);
            return Reply.json(200, page);
        });
    }

    private Future<ArrayNode> items(List<WorkflowSummary> shown, int runs) {
        ArrayNode items = NODES.arrayNode(shown.size());
        if (runs == 0) {
            shown.forEach(summary -> items.add(WorkflowSummaryJson.of(summary)));
            return Future.succeededFuture(items);
        }
        List<WorkflowId> ids =
                shown.stream().map(summary -> summary.ref().workflow()).toList();
        return statistics.latest(ids, runs).recover(DatabaseAway::problem).map(latest -> {
            for (WorkflowSummary summary : shown) {
                List<RunSummary> recent = latest.getOrDefault(summary.ref().workflow(), List.of());
                items.add(WorkflowSummaryJson.withRuns(summary, recent));
            }
            return items;
        });
    }
}
