package dev.beworkflows.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.rpc.RpcException;
import dev.beworkflows.rpc.RpcPeer;
import dev.beworkflows.task.CodeCheck;
import dev.beworkflows.task.CodeChecker;
import dev.beworkflows.task.SecretValues;
import dev.beworkflows.task.WorkerKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Python process of its own, outside the pool, so that saving a workflow never waits for tasks. The process starts with the first check and is replaced when
 * a source was too much for the interpreter.
 *
 * <p>Its state belongs to one event loop; {@link #check} may be called from any thread.
 */
public final class PythonCodeChecker implements CodeChecker {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final EventLoop loop;
    private final WorkerConnection.Origin origin;
    private @Nullable WorkerConnection connection;
    private Future<Void> last = Future.succeededFuture();

    /** @param python what starts its process */
    public PythonCodeChecker(EventLoop loop, WorkerHost host, WorkerKind python) {
        this.loop = loop;
        this.origin = host.origin(python);
    }

    @Override
    public Future<List<CodeCheck>> check(List<Source> sources) {
        Promise<List<CodeCheck>> answer = loop.promiseForCaller();
        loop.run(() -> afterTheLast(sources).onComplete(answer));
        return answer.future();
    }

    /** One check after the other. */
    private Future<List<CodeCheck>> afterTheLast(List<Source> sources) {
        Future<List<CodeCheck>> result = last.transform(done -> ask(sources));
        last = result.mapEmpty();
        return result;
    }

    private Future<List<CodeCheck>> ask(List<Source> sources) {
        WorkerConnection current = connected();
        long timer = loop.after(LIMIT, current::kill);
        return loop.bring(current.ready()
                        .compose(ready ->
                                current.call("check_code", params(sources), SecretValues.NONE, List.of(), 0, id -> {})))
                .map(PythonCodeChecker::checks)
                .onFailure(error -> forget(current))
                .onComplete(done -> loop.cancel(timer));
    }

    private WorkerConnection connected() {
        WorkerConnection current = connection;
        if (current == null) {
            current = WorkerConnection.open("code-checker", origin, new NoCallbacks());
            connection = current;
            WorkerConnection opened = current;
            loop.bring(opened.gone()).onComplete(gone -> forget(opened));
        }
        return current;
    }

    /** The next check starts another process; one that only failed to answer is ended. */
    private void forget(WorkerConnection failed) {
        if (connection == failed) {
            connection = null;
            failed.kill();
        }
    }

    private static ObjectNode params(List<Source> sources) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        ArrayNode functions = params.putArray("functions");
        for (Source source : sources) {
            ObjectNode function = functions.addObject().put("source", source.source());
            source.function().ifPresent(name -> function.put("function", name));
        }
        return params;
    }

    private static List<CodeCheck> checks(JsonNode result) {
        List<CodeCheck> checks = new ArrayList<>();
        result.path("functions").forEach(function -> checks.add(check(function)));
        return checks;
    }

    private static CodeCheck check(JsonNode function) {
        List<CodeCheck.Problem> problems = new ArrayList<>();
        function.path("problems").forEach(problem -> problems.add(problem(problem)));
        List<String> pushes = new ArrayList<>();
        function.path("pushes").forEach(key -> pushes.add(key.asText()));
        List<CodeCheck.Pull> pulls = new ArrayList<>();
        function.path("pulls")
                .forEach(pull -> pulls.add(new CodeCheck.Pull(
                        pull.path("key").asText(), pull.path("line").asInt())));
        return new CodeCheck(
                problems, pushes, pulls, function.path("dynamic_push").asBoolean());
    }

    private static CodeCheck.Problem problem(JsonNode problem) {
        return new CodeCheck.Problem(
                problem.path("kind").asText(),
                problem.path("message").asText(),
                problem.path("line").asInt(),
                problem.path("column").asInt());
    }

    /** A check asks for nothing. */
    private static final class NoCallbacks implements RpcPeer.Handler {

        @Override
        public Future<JsonNode> request(String method, ObjectNode params) {
            return Future.failedFuture(new RpcException(RpcException.NO_SUCH_METHOD, "not during a check: " + method));
        }

        @Override
        public void notification(String method, ObjectNode params) {}
    }
}
