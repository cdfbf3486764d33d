package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.openapi.ProblemType;
import dev.beworkflows.openapi.ServerDocument;
import dev.beworkflows.openapi.WorkflowDocument;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The contract of the server, and of each workflow. It is read when it is first asked for: a start must not wait for it. Its state belongs to the loop. */
final class ContractRoutes {

    private static final List<ProblemType> PROBLEMS = Stream.of(ApiError.values())
            .map(error -> new ProblemType(error.status(), error.type(), error.title()))
            .toList();

    private final EventLoop loop;
    private final PublishedWorkflows workflows;
    private final String version;
    private @Nullable Future<Contract> contract;

    /** @param version of the server */
    ContractRoutes(EventLoop loop, PublishedWorkflows workflows, String version) {
        this.loop = loop;
        this.workflows = workflows;
        this.version = version;
    }

    static JsonNode document(String version) {
        return ServerDocument.read(PROBLEMS, version);
    }

    Future<Reply> ofServer(Exchange exchange) {
        return contract().map(known -> known.ofServer().to(exchange));
    }

    /** Of the version that calls go to. */
    Future<Reply> ofWorkflow(Exchange exchange) {
        return workflows
                .find(PathIds.workflow(exchange))
                .compose(found -> contract().map(known -> {
                    JsonNode document = WorkflowDocument.of(
                            known.document(), found.workflow(), found.version().version());
                    return TaggedReply.of(Reply.json(200, document)).to(exchange);
                }));
    }

    private Future<Contract> contract() {
        Future<Contract> known = contract;
        if (known == null) {
            known = loop.aside(() -> Contract.of(document(version)));
            contract = known;
        }
        return known;
    }

    private record Contract(JsonNode document, TaggedReply ofServer) {
        static Contract of(JsonNode document) {
            return new Contract(document, TaggedReply.of(Reply.json(200, document)));
        }
    }
}
