package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.secrets.SecretName;
import dev.beworkflows.secrets.SecretStore;
import dev.beworkflows.secrets.Secrets;
import io.vertx.core.Future;
import java.util.Set;

/** Sets and deletes secrets, and lists their names. A value never comes back. */
final class SecretRoutes {

    private final Secrets secrets;
    private final RequestReader reader;

    SecretRoutes(Secrets secrets, RequestReader reader) {
        this.secrets = secrets;
        this.reader = reader;
    }

    Future<Reply> list(Exchange exchange) {
        return secrets.list().recover(DatabaseAway::problem).map(all -> {
            ObjectNode page = JsonNodeFactory.instance.objectNode();
            var items = page.putArray("items");
            all.forEach(info -> items.add(json(info)));
            return Reply.json(200, page);
        });
    }

    Future<Reply> put(Exchange exchange) {
        String name = name(exchange);
        return reader.json(exchange)
                .compose(body -> secrets.put(name, value(body), exchange.user()).recover(DatabaseAway::problem))
                .map(info -> Reply.json(200, json(info)));
    }

    Future<Reply> delete(Exchange exchange) {
        String name = name(exchange);
        return secrets.delete(name).recover(DatabaseAway::problem).map(deleted -> {
            if (!deleted) {
                throw unknown(name);
            }
            return Reply.empty(204);
        });
    }

    /** Nothing of a wrong value is repeated. */
    private static String value(JsonNode json) {
        JsonBody body = new JsonBody(json, Set.of("value"));
        String value = body.text("value").orElse("");
        int characters = value.codePointCount(0, value.length());
        boolean right = characters >= Secrets.SHORTEST && characters <= Secrets.LONGEST;
        if (!right && body.problems().isEmpty()) {
            body.wrong("value", "cannot be used", Secrets.SHORTEST + " to " + Secrets.LONGEST + " characters");
        }
        body.check();
        return value;
    }

    private static String name(Exchange exchange) {
        String name = exchange.path("name");
        if (!SecretName.isValid(name)) {
            throw unknown(name);
        }
        return name;
    }

    private static ProblemException unknown(String name) {
        String shown = name.length() <= 100 ? name : name.substring(0, 100) + "…";
        return Problem.of(
                        ApiError.UNKNOWN_SECRET,
                        "there is no secret '" + shown + "'; a name has " + SecretName.EXPECTED)
                .asException();
    }

    private static ObjectNode json(SecretStore.Info info) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", info.name())
                .put("updated_at", info.updatedAt().toString())
                .put("updated_by", info.updatedBy().orElse(null));
    }
}
