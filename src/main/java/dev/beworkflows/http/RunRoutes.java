package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.journal.RunChoice;
import dev.beworkflows.journal.RunFilter;
import dev.beworkflows.journal.RunSummary;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunStatus;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shows runs. */
final class RunRoutes {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String STATUSES = "accepted, running, succeeded, failed, cancelled or dead";

    private final RunReader runs;
    private final RequestReader reader;
    private final RunLinks links;

    RunRoutes(RunReader runs, RequestReader reader, RunLinks links) {
        this.links = links;
        this.runs = runs;
        this.reader = reader;
    }

    Future<Reply> get(Exchange exchange) {
        RunId id = PathIds.run(exchange);
        return runs.find(id).recover(DatabaseAway::problem).compose(found -> {
            ObjectNode run = found.orElseThrow(() -> PathIds.unknownRun(id.toString()));
            return exchange.blocking(() -> Reply.json(200, links.put(run, id)));
        });
    }

    Future<Reply> list(Exchange exchange) {
        QueryArguments query = new QueryArguments(reader.query(exchange));
        int limit = query.count("limit", 50, 500);
        // one more than asked for tells whether there is a next page
        RunFilter filter = new RunFilter(
                choice(exchange, query),
                query.parsed("since", GivenTime::parse, GivenTime.EXPECTED),
                query.parsed("until", GivenTime::parse, GivenTime.EXPECTED),
                query.parsed("before", RunId::parse, "the id of a run"),
                limit + 1);
        query.check();
        return runs.list(filter).recover(DatabaseAway::problem).map(found -> page(found, limit));
    }

    static RunChoice choice(Exchange exchange, QueryArguments query) {
        return new RunChoice(
                query.parsed("workflow", WorkflowId::new, WorkflowId.EXPECTED),
                query.parsed("mode", Mode::parse, DefinitionRoutes.MODES),
                query.parsed("status", RunStatus::parse, STATUSES),
                owner(exchange, query));
    }

    /** Who may see only their own runs gets those, whatever they ask for. */
    private static Optional<String> owner(Exchange exchange, QueryArguments query) {
        Optional<String> asked = query.text("user");
        return exchange.principal().seesOwnRunsOnly() ? exchange.user() : asked;
    }

    private static Reply page(List<RunSummary> found, int limit) {
        List<RunSummary> shown = found.subList(0, Math.min(limit, found.size()));
        ArrayNode items = NODES.arrayNode(shown.size());
        shown.forEach(summary -> items.add(json(summary)));
        JsonNode next =
                found.size() > limit ? NODES.textNode(shown.get(limit - 1).id().toString()) : NODES.nullNode();
        ObjectNode page = NODES.objectNode();
        page.set("items", items);
        page.set("next", next);
        return Reply.json(200, page);
    }

    private static ObjectNode json(RunSummary summary) {
        ObjectNode json = NODES.objectNode()
                .put("run_id", summary.id().toString())
                .put("workflow_id", summary.version().workflow().value())
                .put("version", summary.version().version())
                .put("mode", summary.mode().json())
                .put("status", summary.status().json())
                .put("user", summary.user().orElse(null));
        json.set("failure", summary.failure().<JsonNode>map(RunRoutes::json).orElse(NODES.nullNode()));
        return json.put("accepted_at", summary.times().acceptedAt().toString())
                .put("started_at", text(summary.times().startedAt()))
                .put("finished_at", text(summary.times().finishedAt()));
    }

    private static ObjectNode json(Failure failure) {
        ObjectNode json = NODES.objectNode()
                .put("kind", failure.kind().json())
                .put("task", failure.task().map(TaskName::value).orElse(null))
                .put("type", failure.type())
                .put("message", failure.message());
        failure.line().ifPresent(line -> json.put("line", line));
        return json;
    }

    @SuppressWarnings("NullAway") // null is how Jackson writes null
    private static String text(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
