package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.catalog.FileChange;
import dev.beworkflows.catalog.Publication;
import dev.beworkflows.catalog.Saving;
import dev.beworkflows.catalog.VersionInfo;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowFolder;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** The versions of a workflow: list, read, publish, restore; and what is switched on and off. */
final class VersionRoutes {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Definitions definitions;
    private final VersionWriter writer;
    private final RequestReader reader;

    VersionRoutes(Definitions definitions, VersionWriter writer, RequestReader reader) {
        this.definitions = definitions;
        this.writer = writer;
        this.reader = reader;
    }

    Future<Reply> list(Exchange exchange) {
        WorkflowId id = PathIds.workflow(exchange);
        QueryArguments query = new QueryArguments(reader.query(exchange));
        int limit = query.count("limit", 50, 500);
        int before = query.count("before", Integer.MAX_VALUE, Integer.MAX_VALUE);
        query.check();
        return definitions
                .versions(id, OptionalInt.of(before), limit + 1)
                .compose(found -> found.isEmpty() ? existing(id, found) : Future.succeededFuture(found))
                .map(found -> page(found, limit));
    }

    Future<Reply> get(Exchange exchange) {
        VersionRef ref = PathIds.version(exchange);
        return definitions
                .get(ref)
                .map(found ->
                        SaveReply.shown(200, writer, found.orElseThrow(() -> PathIds.unknownWorkflow(ref.toString()))));
    }

    /** What changed since another version, file by file; since the one before when none is named. */
    Future<Reply> diff(Exchange exchange) {
        VersionRef to = PathIds.version(exchange);
        QueryArguments query = new QueryArguments(reader.query(exchange));
        int from = query.count("from", to.version() - 1, Integer.MAX_VALUE);
        query.check();
        Future<SortedMap<String, String>> before =
                from == 0 ? Future.succeededFuture(new TreeMap<>()) : files(new VersionRef(to.workflow(), from));
        return Future.all(before, files(to))
                .compose(both -> exchange.blocking(() -> FileChange.between(both.resultAt(0), both.resultAt(1))))
                .map(changes -> diff(from, to.version(), changes));
    }

    private Future<SortedMap<String, String>> files(VersionRef ref) {
        return definitions
                .get(ref)
                .map(found -> found.map(version -> WorkflowFolder.files(version.workflow(), version.yaml()))
                        .orElseThrow(() -> PathIds.unknownWorkflow(ref.toString())));
    }

    private static Reply diff(int from, int to, List<FileChange> changes) {
        ObjectNode json = NODES.objectNode();
        json.set("from", from == 0 ? NODES.nullNode() : NODES.numberNode(from));
        json.put("to", to);
        ArrayNode files = json.putArray("files");
        changes.forEach(change -> files.add(NODES.objectNode()
                .put("path", change.path())
                .put("change", change.kind().json())
                .put("diff", change.diff())));
        return Reply.json(200, json);
    }

    Future<Reply> publish(Exchange exchange) {
        VersionRef ref = PathIds.version(exchange);
        return definitions.publish(ref).map(done -> shown(done, ref.toString()));
    }

    Future<Reply> restore(Exchange exchange) {
        VersionRef ref = PathIds.version(exchange);
        QueryArguments query = new QueryArguments(reader.query(exchange));
        Saving saving = SavingArguments.read(exchange, query, "version " + ref.version() + " restored");
        query.check();
        return definitions.restore(ref, saving).map(outcome -> new SaveReply(writer, 201).of(outcome));
    }

    Endpoint switchWorkflow(boolean enabled) {
        return exchange -> {
            WorkflowId id = PathIds.workflow(exchange);
            return definitions
                    .enable(id, Optional.empty(), enabled, exchange.user())
                    .map(done -> shown(done, id.value()));
        };
    }

    Endpoint switchTask(boolean enabled) {
        return exchange -> {
            WorkflowId id = PathIds.workflow(exchange);
            TaskName task = PathIds.task(exchange);
            return definitions
                    .enable(id, Optional.of(task), enabled, exchange.user())
                    .map(done -> shown(done, id + "/" + task));
        };
    }

    /** A page behind the last one is empty, a list of what does not exist is not. */
    private Future<List<VersionInfo>> existing(WorkflowId id, List<VersionInfo> none) {
        return definitions.get(id).map(found -> {
            var unused = found.orElseThrow(() -> PathIds.unknownWorkflow(id.value()));
            return none;
        });
    }

    private Reply shown(Publication done, String asked) {
        if (done instanceof Publication.Done published) {
            int status = published.version().isPending() ? SaveReply.ACCEPTED : 200;
            return SaveReply.shown(status, writer, published.version());
        }
        if (done instanceof Publication.Refused refused) {
            throw Problem.ofRequirements(refused.problems()).asException();
        }
        throw PathIds.unknownWorkflow(asked);
    }

    private static Reply page(List<VersionInfo> found, int limit) {
        ObjectNode page = NODES.objectNode();
        ArrayNode items = page.putArray("items");
        List<VersionInfo> shown = found.subList(0, Math.min(limit, found.size()));
        shown.forEach(info -> items.add(VersionJson.list(info)));
        page.set(
                "next",
                found.size() > limit
                        ? NODES.numberNode(shown.get(limit - 1).ref().version())
                        : NODES.nullNode());
        return Reply.json(200, page);
    }
}
