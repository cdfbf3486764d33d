package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.catalog.Example;
import dev.beworkflows.catalog.ImportOutcome;
import dev.beworkflows.catalog.ImportOutcome.Imported;
import dev.beworkflows.catalog.ImportProblem;
import dev.beworkflows.catalog.Saving;
import dev.beworkflows.catalog.StoredVersion;
import dev.beworkflows.catalog.WorkflowFilter;
import dev.beworkflows.catalog.WorkflowSummary;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Export and import of workflows as files, and the examples that can be imported. */
final class FolderRoutes {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int PAGE = 500;

    private final Definitions definitions;
    private final Supplier<List<Example>> examples;
    private final RequestReader reader;

    FolderRoutes(Definitions definitions, Supplier<List<Example>> examples, RequestReader reader) {
        this.definitions = definitions;
        this.examples = examples;
        this.reader = reader;
    }

    Future<Reply> exportAll(Exchange exchange) {
        new QueryArguments(reader.query(exchange)).check();
        return newest(Optional.empty(), new ArrayList<>()).map(FolderRoutes::document);
    }

    Future<Reply> exportOne(Exchange exchange) {
        WorkflowId id = PathIds.workflow(exchange);
        QueryArguments query = new QueryArguments(reader.query(exchange));
        int version = query.count("version", 0, Integer.MAX_VALUE);
        query.check();
        Future<Optional<StoredVersion>> found =
                version == 0 ? definitions.get(id) : definitions.get(new VersionRef(id, version));
        return found.map(stored -> document(List.of(
                stored.orElseThrow(() -> PathIds.unknownWorkflow(version == 0 ? id.value() : id + "@" + version)))));
    }

    Future<Reply> importAll(Exchange exchange) {
        QueryArguments query = new QueryArguments(reader.query(exchange));
        Saving saving = SavingArguments.read(exchange, query, "");
        boolean dryRun = query.flag("dry_run").orElse(false);
        query.check();
        return reader.json(exchange)
                .map(body -> new FolderDocument().read(body))
                .compose(entries -> definitions.importAll(entries, saving, dryRun))
                .map(FolderRoutes::answer);
    }

    Future<Reply> examples(Exchange exchange) {
        new QueryArguments(reader.query(exchange)).check();
        return exchange.blocking(examples::get).map(FolderRoutes::shown);
    }

    private static Reply shown(List<Example> examples) {
        ObjectNode json = NODES.objectNode();
        ArrayNode items = json.putArray("items");
        for (Example example : examples) {
            JsonNode unused = items.addObject()
                    .put("name", example.id().value())
                    .put("label", example.label())
                    .put("description", example.description())
                    .set("document", FolderDocument.write(example));
        }
        return Reply.json(200, json);
    }

    private Future<List<StoredVersion>> newest(Optional<String> after, List<StoredVersion> before) {
        WorkflowFilter filter = new WorkflowFilter(Optional.empty(), Optional.empty(), Optional.empty(), after, PAGE);
        return definitions
                .list(filter)
                .compose(page -> versions(page, before))
                .compose(last -> last.isEmpty() ? Future.succeededFuture(before) : newest(last, before));
    }

    /** Adds the versions of a page; empty when it was the last, else where the next begins. */
    private Future<Optional<String>> versions(List<WorkflowSummary> page, List<StoredVersion> all) {
        Future<Void> last = Future.succeededFuture();
        for (WorkflowSummary summary : page) {
            last = last.compose(before -> definitions.get(summary.ref().workflow()))
                    .map(found -> {
                        found.ifPresent(all::add);
                        return null;
                    });
        }
        Optional<String> next = page.size() < PAGE
                ? Optional.empty()
                : Optional.of(page.get(PAGE - 1).ref().workflow().value());
        return last.map(next);
    }

    private static Reply document(List<StoredVersion> versions) {
        return Reply.json(200, FolderDocument.write(versions));
    }

    private static Reply answer(ImportOutcome outcome) {
        if (outcome instanceof ImportOutcome.Refused refused) {
            throw FolderDocument.refused(refused.problems());
        }
        ObjectNode json = NODES.objectNode();
        ArrayNode workflows = json.putArray("workflows");
        ((ImportOutcome.Done) outcome).workflows().forEach(imported -> workflows.add(json(imported)));
        return Reply.json(200, json);
    }

    private static ObjectNode json(Imported imported) {
        ObjectNode json = NODES.objectNode()
                .put("id", imported.version().workflow().value())
                .put("outcome", imported.change().json())
                .put("version", imported.version().version());
        ArrayNode warnings = json.putArray("warnings");
        for (ImportProblem warning : imported.warnings()) {
            warnings.add(FolderDocument.json(warning));
        }
        return json;
    }
}
