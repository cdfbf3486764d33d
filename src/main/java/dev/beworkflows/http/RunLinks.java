package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.access.EventTokens;
import dev.beworkflows.run.RunId;
import java.time.Duration;
import java.time.Instant;

/** Where a run is looked at. */
final class RunLinks {
    private final EventTokens tokens;
    private final Duration tokenLife;

    RunLinks(EventTokens tokens, Duration tokenLife) {
        this.tokens = tokens;
        this.tokenLife = tokenLife;
    }

    /** The answer to a call whose run goes on without its caller. */
    Reply accepted(RunId id) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("run_id", id.toString())
                .put("status", "accepted");
        json.put("status_url", path(id));
        return Reply.json(202, put(json, id))
                .with("location", path(id))
                .with("x-run-id", id.toString())
                .with("preference-applied", "respond-async");
    }

    /** Adds the addresses of the run's answer and events. */
    ObjectNode put(ObjectNode json, RunId id) {
        Instant end = Instant.now().plus(tokenLife);
        return json.put("result_url", path(id) + "/result")
                .put("events_url", path(id) + "/events?token=" + tokens.make(id.toString(), end));
    }

    private static String path(RunId id) {
        return HttpRoutes.PREFIX + "/runs/" + id;
    }
}
