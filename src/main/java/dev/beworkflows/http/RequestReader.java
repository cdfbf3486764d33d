package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.schema.NamedText;
import dev.beworkflows.schema.RawRequest;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads requests: query and body decoded, files on disk, nothing checked against a schema. */
final class RequestReader {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data";
    private static final int MAX_BOUNDARY = 70;

    /** A body of so many bytes takes about a millisecond to parse and to check. */
    private static final int LARGE = 64 << 10;

    private final HttpLimits.Content limits;
    private final StrictJson json;
    private final UploadFolder folder;

    RequestReader(HttpLimits limits, UploadFolder folder) {
        this.limits = limits.content();
        this.json = new StrictJson(limits.json(), limits.content().bodyBytes());
        this.folder = folder;
    }

    /** The query's arguments. @throws ProblemException when it cannot be read */
    List<NamedText> query(Exchange exchange) {
        String query = exchange.request().query();
        if (query == null || query.isEmpty()) {
            return List.of();
        }
        if (query.length() > limits.queryBytes()) {
            throw Problem.of(ApiError.URI_TOO_LONG, "the query exceeds " + limits.queryBytes() + " bytes")
                    .asException();
        }
        return PercentDecoding.query(query, limits.fields());
    }

    /** A body that must be JSON. Fails with a {@link ProblemException}. */
    Future<JsonNode> json(Exchange exchange) {
        HeaderValue type = contentType(exchange);
        if (!type.value().equals(Reply.JSON)) {
            return Future.failedFuture(unsupported(type, Reply.JSON));
        }
        return new WholeBody(exchange, limits.bodyBytes()).read().map(json::parse);
    }

    /** Everything that a call can send. Fails with a {@link ProblemException}, and then leaves no file behind. */
    Future<ReceivedRequest> read(Exchange exchange) {
        List<NamedText> query = query(exchange);
        if (!exchange.hasBody()) {
            return Future.succeededFuture(received(query, Optional.empty(), List.of()));
        }
        HeaderValue type = contentType(exchange);
        return switch (type.value()) {
            case Reply.JSON -> whole(exchange).compose(body -> parsed(exchange, query, body));
            case FORM ->
                whole(exchange)
                        .map(body -> received(query, Optional.empty(), PercentDecoding.form(body, limits.fields())));
            case MULTIPART -> multipart(exchange, query, boundary(type));
            case "" -> whole(exchange).map(body -> withoutType(query, body));
            default -> Future.failedFuture(unsupported(type, Reply.JSON + ", " + FORM + ", " + MULTIPART));
        };
    }

    private Future<byte[]> whole(Exchange exchange) {
        return new WholeBody(exchange, limits.bodyBytes()).read();
    }

    /** A large body is parsed on another thread: an event loop has others to serve. */
    private Future<ReceivedRequest> parsed(Exchange exchange, List<NamedText> query, byte[] body) {
        boolean isLarge = body.length > LARGE;
        Future<Optional<JsonNode>> document = isLarge
                ? exchange.here(exchange.blocking(() -> document(body)))
                : Future.succeededFuture(document(body));
        return document.map(parsed ->
                new ReceivedRequest(new RawRequest(query, parsed, List.of(), Map.of()), new Uploads(folder), isLarge));
    }

    private Optional<JsonNode> document(byte[] body) {
        return body.length == 0 ? Optional.empty() : Optional.of(json.parse(body));
    }

    private ReceivedRequest received(List<NamedText> query, Optional<JsonNode> body, List<NamedText> form) {
        return new ReceivedRequest(new RawRequest(query, body, form, Map.of()), new Uploads(folder), false);
    }

    private ReceivedRequest withoutType(List<NamedText> query, byte[] body) {
        if (body.length > 0) {
            throw unsupported(HeaderValue.parse(""), Reply.JSON + ", " + FORM + ", " + MULTIPART);
        }
        return received(query, Optional.empty(), List.of());
    }

    private Future<ReceivedRequest> multipart(Exchange exchange, List<NamedText> query, String boundary) {
        Uploads uploads = new Uploads(folder);
        return new MultipartBody(exchange, limits, boundary, uploads)
                .read()
                .map(form -> new ReceivedRequest(
                        new RawRequest(query, Optional.empty(), form.fields(), form.files()), uploads, false))
                .onFailure(failure -> uploads.delete());
    }

    private static HeaderValue contentType(Exchange exchange) {
        String encoding = exchange.header(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw Problem.of(ApiError.UNSUPPORTED_MEDIA_TYPE, "a compressed body is not supported")
                    .asException();
        }
        String header = exchange.header(HttpHeaders.CONTENT_TYPE);
        HeaderValue type = HeaderValue.parse(header == null ? "" : header);
        String charset = type.parameters().getOrDefault("charset", "utf-8");
        if (!charset.equalsIgnoreCase("utf-8") && !charset.equalsIgnoreCase("us-ascii")) {
            throw Problem.of(ApiError.UNSUPPORTED_MEDIA_TYPE, "only UTF-8 is supported")
                    .asException();
        }
        return type;
    }

    private static String boundary(HeaderValue type) {
        String boundary = type.parameters().getOrDefault("boundary", "");
        boolean right = !boundary.isEmpty()
                && boundary.length() <= MAX_BOUNDARY
                && boundary.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
        if (!right) {
            throw MultipartParser.malformed(
                    "the content type names no boundary of 1 to " + MAX_BOUNDARY + " characters");
        }
        return boundary;
    }

    private static ProblemException unsupported(HeaderValue type, String supported) {
        String sent = type.value().isEmpty() ? "a body without content type" : "'" + type.value() + "'";
        return Problem.of(ApiError.UNSUPPORTED_MEDIA_TYPE, sent + " is not supported, but " + supported)
                .withHeader("accept", supported)
                .asException();
    }
}
