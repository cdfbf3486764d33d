package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.run.DeathCertificateJson;
import dev.beworkflows.task.Workers;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Shows the Python processes of this server, and those that died. */
final class WorkerRoutes {

    private final Workers workers;

    WorkerRoutes(Workers workers) {
        this.workers = workers;
    }

    Future<Reply> list(Exchange exchange) {
        return workers.all().map(all -> page(all, WorkerRoutes::json));
    }

    Future<Reply> deaths(Exchange exchange) {
        return workers.deaths().map(all -> page(all, WorkerRoutes::json));
    }

    private static <T> Reply page(List<T> all, Function<T, ObjectNode> write) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode items = page.putArray("items");
        all.forEach(one -> items.add(write.apply(one)));
        return Reply.json(200, page);
    }

    private static ObjectNode json(Workers.Status status) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", status.name())
                .put("environment", status.environment())
                .put("pid", status.pid())
                .put("state", status.state())
                .put("since", status.since().toString());
        work(json, status.work());
        return json.put("tasks", status.tasks())
                .put("resident_bytes", status.residentBytes())
                .put("peak_bytes", status.peakBytes());
    }

    private static ObjectNode json(Workers.Death death) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("at", death.at().toString())
                .put("kind", death.kind());
        work(json, death.work());
        return json.setAll(DeathCertificateJson.write(death.certificate()));
    }

    private static void work(ObjectNode json, Optional<Workers.Work> work) {
        json.put("run_id", work.map(at -> at.run().toString()).orElse(null));
        json.put("workflow_id", work.map(at -> at.workflow().value()).orElse(null));
        json.put("task", work.map(at -> at.task().value()).orElse(null));
    }
}
