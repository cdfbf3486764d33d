package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.environments.EnvironmentEvent;
import dev.beworkflows.environments.EnvironmentInfo;
import dev.beworkflows.environments.Pin;
import dev.beworkflows.workflow.VersionRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Environments and what happens to them, as JSON. */
final class EnvironmentJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private EnvironmentJson() {}

    static ObjectNode of(EnvironmentInfo info, List<VersionRef> users) {
        ObjectNode json = NODES.objectNode()
                .put("id", info.id().value())
                .put("state", info.state().json())
                .put("python", info.python());
        ArrayNode packages = json.putArray("packages");
        info.pins().forEach(pin -> packages.add(of(pin)));
        ArrayNode workflows = json.putArray("workflows");
        users.forEach(ref ->
                workflows.addObject().put("workflow_id", ref.workflow().value()).put("version", ref.version()));
        json.put("started_at", shown(info.build().startedAt()))
                .put("ended_at", shown(info.build().endedAt()))
                .put("error", info.build().error().orElse(null));
        Optional<EnvironmentInfo.Use> use = info.use();
        json.put("bytes", use.map(EnvironmentInfo.Use::bytes).orElse(null));
        json.put("last_used_at", shown(use.map(EnvironmentInfo.Use::lastUsedAt)));
        return json.put("in_use", use.map(EnvironmentInfo.Use::holders).orElse(0) > 0);
    }

    static ObjectNode of(EnvironmentEvent event) {
        ObjectNode json =
                NODES.objectNode().put("seq", event.seq()).put("at", event.at().toString());
        return json.put(kind(event), event.text());
    }

    /** Also what an event is called over SSE. */
    static String kind(EnvironmentEvent event) {
        return event.kind() == EnvironmentEvent.Kind.STATE ? "state" : "log";
    }

    private static ObjectNode of(Pin pin) {
        ObjectNode json = NODES.objectNode().put("name", pin.name()).put("version", pin.version());
        ArrayNode hashes = json.putArray("hashes");
        pin.hashes().forEach(hashes::add);
        return json;
    }

    @org.jspecify.annotations.Nullable
    private static String shown(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }
}
