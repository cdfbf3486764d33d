package dev.beworkflows.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The web page, out of files in the jar: one document at every address that a reader may stand at, since the page finds its way by itself, and its hashed files.
 *
 * <p>The document is open to everybody, also where keys are needed: it holds nothing but the way to sign in.
 */
final class PageRoutes {

    private static final String FOLDER = "/web/";
    private static final String DOCUMENT = "index.html";
    private static final String NONCE = "{{nonce}}";
    private static final int NONCE_BYTES = 16;
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "woff2", "font/woff2");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*\\.([a-z0-9]{2,5})");
    /** What a program stands at, where an address that leads nowhere gets a problem and no page. */
    private static final List<String> PROGRAMS = List.of("/api/", "/docs/", "/assets/", "/schemas/");

    private final SecureRandom random = new SecureRandom();
    private final Optional<String> document = read(DOCUMENT).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    /** Files that were asked for; bounded by what is in the jar. */
    private final Map<String, Buffer> files = new ConcurrentHashMap<>();

    /** Whether somebody wants to look at this address, who is shown the page. */
    boolean shows(Exchange exchange) {
        HttpMethod method = exchange.request().method();
        String accepted = exchange.header("accept");
        String path = exchange.request().path();
        return document.isPresent()
                && (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))
                && accepted != null
                && accepted.contains("text/html")
                && path != null
                && PROGRAMS.stream().noneMatch(path::startsWith);
    }

    /** The document. Its nonce is good for this one answer. */
    Future<Reply> document(Exchange exchange) {
        String html =
                document.orElseThrow(() -> Problem.of(ApiError.NOT_FOUND, "this server was built without its page")
                        .asException());
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "text/html; charset=utf-8");
        headers.put("content-security-policy", policy(nonce));
        headers.put("referrer-policy", "no-referrer");
        headers.put("cache-control", "no-store");
        return Future.succeededFuture(new Reply(200, headers, Buffer.buffer(html.replace(NONCE, nonce))));
    }

    /** Styles need a nonce, since parts of the page write their own; scripts come out of files alone. */
    private static String policy(String nonce) {
        return "default-src 'self'; style-src 'self' 'nonce-" + nonce + "'; img-src 'self' data: blob:;"
                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";
    }

    /** A file whose name changes with its content, and which is therefore kept for ever. */
    Future<Reply> asset(Exchange exchange) {
        return file(exchange, "assets/", exchange.path("name"), FOR_EVER);
    }

    Future<Reply> logo(Exchange exchange) {
        return file(exchange, "", "logo.svg", "public, max-age=86400");
    }

    private Future<Reply> file(Exchange exchange, String folder, String name, String caching) {
        var matched = NAME.matcher(name);
        String type = matched.matches() ? TYPES.get(matched.group(1)) : null;
        if (type == null) {
            throw missing();
        }
        boolean zipped = takesGzip(exchange);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", type);
        headers.put("cache-control", caching);
        headers.put("vary", "accept-encoding");
        return content(exchange, folder + name + (zipped ? ".gz" : "")).compose(found -> {
            if (found.isPresent()) {
                Reply reply = new Reply(200, headers, found.get());
                return Future.succeededFuture(zipped ? reply.with("content-encoding", "gzip") : reply);
            }
            return content(exchange, folder + name)
                    .map(plain -> new Reply(200, headers, plain.orElseThrow(PageRoutes::missing)));
        });
    }

    private Future<Optional<Buffer>> content(Exchange exchange, String path) {
        Buffer known = files.get(path);
        if (known != null) {
            return Future.succeededFuture(Optional.of(known));
        }
        return exchange.blocking(() -> read(path).map(Buffer::buffer)).map(found -> {
            found.ifPresent(content -> files.put(path, content));
            return found;
        });
    }

    private static boolean takesGzip(Exchange exchange) {
        String accepted = exchange.header("accept-encoding");
        return accepted != null && accepted.matches("(?i)(.*[\\s,])?gzip(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
    }

    private static ProblemException missing() {
        return Problem.of(ApiError.NOT_FOUND, "the page has no such file").asException();
    }

    private static Optional<byte[]> read(String path) {
        try (InputStream file = PageRoutes.class.getResourceAsStream(FOLDER + path)) {
            return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(FOLDER + path + " cannot be read", e);
        }
    }
}
