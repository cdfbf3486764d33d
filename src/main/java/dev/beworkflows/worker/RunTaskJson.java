package dev.beworkflows.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.run.UploadedFile;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.PlainItems;
import dev.beworkflows.task.TaskAttempt;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.ValueRoom;
import dev.beworkflows.workflow.Edge;
import java.util.List;
import java.util.function.Predicate;

/** What the server sends to a worker, as parameters of the protocol. */
final class RunTaskJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RunTaskJson() {}

    /** @param isNew told each id: whether what it stands for must be sent along */
    static ObjectNode write(List<TaskAttempt> chain, Predicate<String> isNew) {
        TaskCall call = chain.get(0).call();
        RunHeader run = call.run();
        RunCaller caller = run.caller();
        ObjectNode params = JSON.objectNode()
                .put("kind", call.kind().json())
                .put("run_id", run.id().toString())
                .put("workflow_id", run.version().workflow().value())
                .put("version", run.version().version())
                .put("user", caller.user().orElse(null))
                .put("method", caller.method())
                .put("values_dir", call.room().folders().first().toString());
        params.set("values", values(call.room()));
        ObjectNode headers = params.putObject("headers");
        caller.headers().forEach(headers::put);
        ObjectNode secrets = params.putObject("secrets");
        call.secrets().byName().forEach(secrets::put);
        params.set("request", request(run.request()));
        addPlainItems(params, call.plainItems(), isNew);
        addTask(params, call, isNew);
        if (chain.size() > 1) {
            var then = params.putArray("then");
            chain.subList(1, chain.size()).forEach(attempt -> addTask(then.addObject(), attempt.call(), isNew));
        }
        return params;
    }

    private static void addPlainItems(ObjectNode params, PlainItems plain, Predicate<String> isNew) {
        if (!plain.items().isEmpty()) {
            ObjectNode told = params.putObject("plain_items").put("id", plain.id());
            if (isNew.test("items of " + plain.id())) {
                told.set("items", plain.items());
            }
        }
    }

    private static void addTask(ObjectNode task, TaskCall call, Predicate<String> isNew) {
        task.put("task", call.task().value()).put("attempt", call.attempt());
        task.set("code", code(call.code(), isNew.test(call.code().id())));
        if (!call.following().isEmpty()) {
            var following = task.putArray("following");
            call.following().forEach(edge -> following.add(following(edge)));
        }
    }

    private static ObjectNode values(ValueRoom room) {
        ObjectNode values = JSON.objectNode()
                .put("limit", room.limit())
                .put("durable", room.folders().durable());
        room.folders()
                .spill()
                .ifPresent(folder -> values.put("spill_dir", folder.toString())
                        .put("keep_free", room.folders().keepFree()));
        return values;
    }

    private static ObjectNode following(Edge edge) {
        return JSON.objectNode()
                .put("to", edge.to().value())
                .put("when", edge.when().orElse(null));
    }

    /** The parameters of {@code load_code}. */
    static ObjectNode load(List<CodeUnit> code) {
        ObjectNode params = JSON.objectNode();
        var array = params.putArray("code");
        code.forEach(unit -> array.add(code(unit, true)));
        return params;
    }

    private static ObjectNode code(CodeUnit code, boolean withSource) {
        ObjectNode node = JSON.objectNode()
                .put("id", code.id())
                .put("function", code.function())
                .put("module", code.module())
                .put("file", code.file());
        return withSource ? node.put("source", code.source()) : node;
    }

    private static ObjectNode request(RunRequest request) {
        ObjectNode node = JSON.objectNode();
        node.putRawValue("url_params", new RawValue(request.urlParams().text()));
        node.putRawValue("req_body", new RawValue(request.body().text()));
        node.putRawValue("req_form", new RawValue(request.form().text()));
        ObjectNode files = node.putObject("files");
        request.files().forEach((field, list) -> {
            var array = files.putArray(field);
            list.forEach(file -> array.add(file(file)));
        });
        return node;
    }

    private static ObjectNode file(UploadedFile file) {
        return JSON.objectNode()
                .put("filename", file.filename())
                .put("content_type", file.contentType())
                .put("size", file.size())
                .put("path", file.path());
    }
}
