package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.access.AccessRule;
import dev.beworkflows.access.KeySecret;
import dev.beworkflows.access.Keys;
import dev.beworkflows.access.Principal;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Who asks; and sessions of the page: whoever has a key gets a cookie for it, which no other site can use. */
final class SessionRoutes {

    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=";

    private final Keys keys;
    private final Duration life;

    SessionRoutes(Keys keys, Duration life) {
        this.keys = keys;
        this.life = life;
    }

    Future<Reply> whoami(Exchange exchange) {
        return Future.succeededFuture(
                Reply.json(200, json(exchange.principal())).with("cache-control", "no-store"));
    }

    /** Where no key is needed there is nothing to sign in with, and no cookie. */
    Future<Reply> open(Exchange exchange) {
        Principal principal = exchange.principal();
        Optional<String> key = principal.key();
        return key.isEmpty()
                ? whoami(exchange)
                : keys.openSession(key.get(), life)
                        .recover(DatabaseAway::problem)
                        .compose(secret -> whoami(exchange).map(reply -> reply.with("set-cookie", cookie(secret))));
    }

    Future<Reply> close(Exchange exchange) {
        Optional<String> session = AccessRule.session(exchange.request()::getHeader);
        Future<Void> closed = session.isEmpty() ? Future.succeededFuture() : keys.closeSession(session.get());
        return closed.recover(DatabaseAway::problem)
                .map(done -> Reply.empty(204).with("set-cookie", AccessRule.SESSION_COOKIE + "=" + ATTRIBUTES + "0"));
    }

    private String cookie(KeySecret secret) {
        return AccessRule.SESSION_COOKIE + "=" + secret.text() + ATTRIBUTES + life.toSeconds();
    }

    private static ObjectNode json(Principal principal) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("user", principal.user().orElse(null))
                .put("role", principal.role().json())
                .put("key_id", principal.key().orElse(null));
        ArrayNode workflows = json.putArray("workflows");
        principal.workflows().stream().sorted().forEach(workflows::add);
        return json;
    }
}
