package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.openapi.ProblemType;
import dev.beworkflows.openapi.ServerDocument;
import dev.beworkflows.openapi.WorkflowDocument;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;

/** The contract of the server, and of each workflow. */
final class ContractRoutes {

    private static final List<ProblemType> PROBLEMS = Stream.of(ApiError.values())
            .map(error -> new ProblemType(error.status(), error.type(), error.title()))
            .toList();

    private final PublishedWorkflows workflows;
    private final JsonNode document;
    private final TaggedReply ofServer;

    /** @param version of the server */
    ContractRoutes(PublishedWorkflows workflows, String version) {
        this.workflows = workflows;
        this.document = document(version);
        this.ofServer = TaggedReply.of(Reply.json(200, document));
    }

    static JsonNode document(String version) {
        return ServerDocument.read(PROBLEMS, version);
    }

    Future<Reply> ofServer(Exchange exchange) {
        return Future.succeededFuture(ofServer.to(exchange));
    }

    /** Of the version that calls go to. */
    Future<Reply> ofWorkflow(Exchange exchange) {
        return workflows.find(PathIds.workflow(exchange)).map(found -> {
            JsonNode contract = WorkflowDocument.of(
                    document, found.workflow(), found.version().version());
            return TaggedReply.of(Reply.json(200, contract)).to(exchange);
        });
    }
}
