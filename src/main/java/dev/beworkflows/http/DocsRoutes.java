package dev.beworkflows.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The documentation pages, out of files in the jar. The page is one and the same everywhere: it shows the contract that stands next to it. */
final class DocsRoutes {

    private static final String FOLDER = "/docs/";
    private static final String PAGE = "index.html";
    private static final Map<String, String> ASSETS = Map.of(
            "docs.css", "text/css; charset=utf-8",
            "docs.js", "text/javascript; charset=utf-8",
            "snippets.js", "text/javascript; charset=utf-8",
            "docs.svg", "image/svg+xml");
    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

    private final PublishedWorkflows workflows;
    private final TaggedReply page = file(PAGE, "text/html; charset=utf-8");
    private final Map<String, TaggedReply> assets = new LinkedHashMap<>();

    DocsRoutes(PublishedWorkflows workflows) {
        this.workflows = workflows;
        ASSETS.forEach((name, type) -> assets.put(name, file(name, type)));
    }

    Future<Reply> ofServer(Exchange exchange) {
        return Future.succeededFuture(page.to(exchange));
    }

    Future<Reply> ofWorkflow(Exchange exchange) {
        return workflows.find(PathIds.workflow(exchange)).map(found -> page.to(exchange));
    }

    Future<Reply> asset(Exchange exchange) {
        TaggedReply asset = assets.get(exchange.path("name"));
        if (asset == null) {
            throw Problem.of(ApiError.NOT_FOUND, "the page has no such file").asException();
        }
        return Future.succeededFuture(asset.to(exchange));
    }

    private static TaggedReply file(String name, String type) {
        try (InputStream file = DocsRoutes.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new IllegalStateException(FOLDER + name + " is not in the jar");
            }
            Map<String, String> headers =
                    Map.of("content-type", type, "content-security-policy", POLICY, "referrer-policy", "no-referrer");
            return TaggedReply.of(new Reply(200, headers, Buffer.buffer(file.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
