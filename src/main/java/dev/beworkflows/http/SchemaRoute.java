package dev.beworkflows.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The JSON Schema of {@code workflow.yaml}, out of the jar, for editors. */
final class SchemaRoute {

    private static final String FILE = "/schemas/workflow.json";

    private final TaggedReply schema = read();

    Future<Reply> get(Exchange exchange) {
        return Future.succeededFuture(schema.to(exchange));
    }

    private static TaggedReply read() {
        try (InputStream file = SchemaRoute.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is not in the jar");
            }
            Map<String, String> headers = Map.of("content-type", Reply.JSON);
            return TaggedReply.of(new Reply(200, headers, Buffer.buffer(file.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
