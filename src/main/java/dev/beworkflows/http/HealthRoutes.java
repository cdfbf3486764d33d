package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says whether the process lives, and whether it can do its work. */
final class HealthRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long PATIENCE_SECONDS = 2;

    private final HttpSetup.Health health;

    HealthRoutes(HttpSetup.Health health) {
        this.health = health;
    }

    Future<Reply> lives(Exchange exchange) {
        ObjectNode json = NODES.objectNode().put("status", "ok").put("version", health.version());
        ObjectNode isolation =
                json.putObject("isolation").put("level", health.isolation().level());
        ObjectNode layers = isolation.putObject("layers");
        health.isolation().layers().forEach(layers::put);
        return Future.succeededFuture(Reply.json(200, json));
    }

    Future<Reply> ready(Exchange exchange) {
        ObjectNode checks = NODES.objectNode();
        List<Future<Void>> all = new ArrayList<>();
        health.checks().forEach((name, check) -> {
            checks.put(name, "ok");
            all.add(checked(check).onFailure(failure -> {
                checks.put(name, "failed");
                LOG.warn("readiness check failed check={} reason={}", name, failure.toString());
            }));
        });
        return Future.join(all).transform(ended -> Future.succeededFuture(reply(ended.succeeded(), checks)));
    }

    private static Future<Void> checked(Supplier<Future<Void>> check) {
        try {
            return check.get().timeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private static Reply reply(boolean ready, ObjectNode checks) {
        if (ready) {
            ObjectNode json = NODES.objectNode().put("status", "ready");
            json.set("checks", checks);
            return Reply.json(200, json);
        }
        Problem problem = Problem.of(ApiError.NOT_READY, "a check failed").with("checks", checks);
        return Reply.of(problem.retryAfter(Duration.ZERO));
    }
}
