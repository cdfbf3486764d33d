package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.rpc.RpcCodec;
import dev.beworkflows.rpc.RpcMessage;
import dev.beworkflows.run.JsonText;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.run.UploadedFile;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.PlainItems;
import dev.beworkflows.task.SecretValues;
import dev.beworkflows.task.TaskAttempt;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.ValueRoom;
import dev.beworkflows.task.WorkerKind;
import dev.beworkflows.workflow.Edge;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every example of PROTOCOL.md fits this side's code. */
class ProtocolExamplesTest {

    private static final Pattern EXAMPLE = Pattern.compile("```json\\n(.*?)\\n```", Pattern.DOTALL);
    private static final Set<String> FROM_SERVER = Set.of("initialize", "run_task", "load_code", "check_code");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RpcCodec CODEC = new RpcCodec(1 << 20);

    @Test
    void everyExampleIsAMessageAndIsWrittenBackAsItIs() throws IOException {
        List<String> examples = examples();
        assertTrue(examples.size() >= 25, "examples: " + examples.size());
        for (String example : examples) {
            assertEquals(JSON.readTree(example), JSON.readTree(written(read(example))), example);
        }
    }

    @Test
    void everyCallOfAWorkerReachesItsCallback() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (String example : examples()) {
            RpcMessage message = read(example);
            if (message instanceof RpcMessage.Notification notification) {
                dispatch().notification(notification.method(), notification.params());
                seen.add(notification.method());
            } else if (message instanceof RpcMessage.Request request && !FROM_SERVER.contains(request.method())) {
                var answer = dispatch().request(request.method(), request.params());
                assertTrue(answer.isComplete(), example);
                seen.add(request.method());
            }
        }
        assertEquals(
                Set.of(
                        "push",
                        "pull",
                        "response_data",
                        "response_meta",
                        "message",
                        "task_ended",
                        "object_put",
                        "object_get",
                        "object_delete"),
                seen);
    }

    @Test
    void theServerWritesRunTaskWithTheMembersOfTheExamples() throws IOException {
        List<JsonNode> examples = examples().stream()
                .map(ProtocolExamplesTest::tree)
                .filter(message -> message.path("method").asText().equals("run_task"))
                .toList();
        assertEquals(5, examples.size());
        assertEquals(paths(examples.get(0).get("params")), paths(written(call(List.of()), true)));
        JsonNode again = written(call(List.of()), false);
        assertEquals(Set.of("id", "function", "module", "file"), names(again.get("code")));
        assertEquals(names(examples.get(1).at("/params/code")), names(again.get("code")));
    }

    @Test
    void theServerWritesTheEdgesOfTheExampleAndReadsWhichAreNotTaken() throws IOException {
        JsonNode params = example("/params/following").get("params");
        List<Edge> edges = List.of(
                new Edge(new TaskName("read"), new TaskName("approve"), Optional.of("total > 1000")),
                new Edge(new TaskName("read"), new TaskName("ship")));
        assertEquals(params.get("following"), written(call(edges), true).get("following"));
        assertEquals(
                Map.of(new TaskName("approve"), "the condition of read -> approve was false: total > 1000"),
                NotTaken.read(example("/result/not_taken").get("result"), call(edges)));
    }

    @Test
    void theServerWritesThePlainItemsOfTheExampleOnce() throws IOException {
        JsonNode params = example("/params/plain_items/items").get("params");
        PlainItems items = new PlainItems("people/2", (ObjectNode) params.at("/plain_items/items"));
        List<TaskAttempt> attempt = List.of(new TaskAttempt(call(List.of(), items), new RecordingCallbacks()));
        assertEquals(
                params.get("plain_items"),
                RunTaskJson.write(attempt, id -> true).get("plain_items"));
        assertEquals(
                "{\"id\":\"people/2\"}",
                RunTaskJson.write(attempt, id -> false).get("plain_items").toString());
    }

    @Test
    void theServerWritesAChainAsInTheExample() throws IOException {
        JsonNode then = example("/params/then").at("/params/then");
        TaskCall first = call(List.of(new Edge(new TaskName("greet"), new TaskName("second"))));
        TaskCall second = call(List.of());
        ObjectNode written = RunTaskJson.write(
                List.of(
                        new TaskAttempt(first, new RecordingCallbacks()),
                        new TaskAttempt(second, new RecordingCallbacks())),
                code -> true);
        assertEquals(names(then.get(0)), names(written.at("/then/0")));
        assertEquals(paths(then.at("/0/code")), paths(written.at("/then/0/code")));
    }

    private static JsonNode example(String pointer) throws IOException {
        return examples().stream()
                .map(ProtocolExamplesTest::tree)
                .filter(message -> !message.at(pointer).isMissingNode())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theServerWritesLoadCodeWithTheMembersOfTheExample() throws IOException {
        JsonNode example = examples().stream()
                .map(ProtocolExamplesTest::tree)
                .filter(message -> message.path("method").asText().equals("load_code"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                paths(example.get("params")),
                paths(RunTaskJson.load(List.of(call(List.of()).code()))));
    }

    @Test
    void theVersionIsTheDocuments() throws IOException {
        assertTrue(Files.readString(document())
                .startsWith("# The worker protocol, version " + WorkerConnection.PROTOCOL_VERSION + "\n"));
    }

    private static TaskCall call(List<Edge> following) {
        return call(following, SecretValues.NONE);
    }

    private static TaskCall call(List<Edge> following, PlainItems items) {
        return call(following, SecretValues.NONE, items);
    }

    static TaskCall call(List<Edge> following, SecretValues secrets) {
        return call(following, secrets, new PlainItems("hello/3", JsonNodeFactory.instance.objectNode()));
    }

    private static TaskCall call(List<Edge> following, SecretValues secrets, PlainItems items) {
        ObjectNode urlParams = JsonNodeFactory.instance.objectNode().put("name", "Ada");
        RunRequest request = RunRequest.of(
                urlParams,
                JsonNodeFactory.instance.objectNode(),
                JsonNodeFactory.instance.objectNode(),
                Map.of("csv", List.of(new UploadedFile("iris.csv", "text/csv", 1, "/x"))));
        RunHeader run = new RunHeader(
                RunId.parse("01932f5e-8c2b-7d11-9a4e-0c5f3b7a2d10"),
                new VersionRef(new WorkflowId("hello"), 3),
                Mode.FOREGROUND,
                new RunCaller(Optional.empty(), "GET", Map.of("accept", "*/*")),
                request);
        CodeUnit code = new CodeUnit("9b1c", "greet", "hello.greet", "hello/greet.py", "…");
        return new TaskCall(
                TaskCall.Kind.TASK,
                run,
                new TaskName("greet"),
                1,
                code,
                Map.of(),
                new TaskCall.Limits(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                secrets,
                following,
                items,
                new ValueRoom(new ValueRoom.Folders(Path.of("/x"), Optional.of(Path.of("/y")), 1, false), 1),
                WorkerKind.BASE);
    }

    private static JsonNode written(TaskCall call, boolean withSource) throws IOException {
        ObjectNode params =
                RunTaskJson.write(List.of(new TaskAttempt(call, new RecordingCallbacks())), code -> withSource);
        return JsonText.mapper().readTree(params.toString());
    }

    private static CallbackDispatch dispatch() {
        CallbackDispatch dispatch = new CallbackDispatch();
        dispatch.begin(7, List.of(new RecordingCallbacks(), new RecordingCallbacks()), result -> {});
        return dispatch;
    }

    private static byte[] written(RpcMessage message) {
        if (message instanceof RpcMessage.Request request) {
            return CODEC.request(request.id(), request.method(), request.params());
        }
        if (message instanceof RpcMessage.Notification notification) {
            return CODEC.notification(notification.method(), notification.params());
        }
        if (message instanceof RpcMessage.Result result) {
            return CODEC.result(result.id(), result.result());
        }
        RpcMessage.Failure failure = (RpcMessage.Failure) message;
        return CODEC.failure(failure.id(), failure.error());
    }

    /** Names of all members, with those of inner objects behind theirs. */
    private static Set<String> paths(JsonNode node) {
        Set<String> paths = new TreeSet<>();
        node.properties().forEach(member -> {
            paths.add(member.getKey());
            paths(member.getValue()).forEach(inner -> paths.add(member.getKey() + "/" + inner));
        });
        return paths;
    }

    private static Set<String> names(JsonNode node) {
        return node.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static RpcMessage read(String example) {
        return CODEC.read(example.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode tree(String example) {
        try {
            return JSON.readTree(example);
        } catch (IOException e) {
            throw new AssertionError(example, e);
        }
    }

    private static List<String> examples() throws IOException {
        Matcher matcher = EXAMPLE.matcher(Files.readString(document()));
        List<String> examples = new ArrayList<>();
        while (matcher.find()) {
            examples.add(matcher.group(1));
        }
        return examples;
    }

    private static Path document() {
        return Path.of("python-shim/PROTOCOL.md");
    }
}
