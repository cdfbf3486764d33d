import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/**
 * The floor: HTTP in, one line through a pipe to a CPython process and one line back, HTTP out. No checks, no graph, no record, no limits. What a workflow engine of this build costs, it costs beyond this.
 *
 * <p>Arguments: the Python interpreter, the script that answers lines, the number of processes.
 */
public final class PipeEcho {
    private static final int CHAIN = 40;
    private static final int FAN = 8;

    private final List<Pipe> pipes = new ArrayList<>();

    private PipeEcho() {}

    public static void main(String[] arguments) throws IOException {
        Vertx vertx = Vertx.vertx();
        PipeEcho echo = new PipeEcho();
        Context context = vertx.getOrCreateContext();
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            echo.pipes.add(new Pipe(arguments[0], arguments[1], context));
        }
        context.runOnContext(start -> vertx.createHttpServer()
                .requestHandler(echo::handle)
                .listen(0, "127.0.0.1")
                .onSuccess(server -> System.out.println("address http://127.0.0.1:" + server.actualPort()))
                .onFailure(Throwable::printStackTrace));
    }

    private void handle(HttpServerRequest request) {
        Future<String> answer =
                switch (request.path()) {
                    case "/hello" -> ask("{\"name\":\"" + request.getParam("name") + "\"}");
                    case "/chain" -> chain(CHAIN);
                    case "/fan" -> ask("{\"fibo\":10}").compose(first -> fan()).compose(all -> ask("{\"fibo\":10}"));
                    default -> Future.succeededFuture("{}");
                };
        answer.onSuccess(line -> request.response()
                .putHeader("content-type", "application/json")
                .end(Buffer.buffer(line)));
    }

    private Future<String> chain(int left) {
        Future<String> next = ask("{\"fibo\":10}");
        return left == 1 ? next : next.compose(line -> chain(left - 1));
    }

    private Future<?> fan() {
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < FAN; i++) {
            all.add(ask("{\"fibo\":10}"));
        }
        return Future.all(all);
    }

    private Future<String> ask(String line) {
        return pipes.stream().min(Comparator.comparingInt(Pipe::waiting)).orElseThrow().ask(line);
    }

    /** One process. Belongs to the context, but for its reading thread. */
    private static final class Pipe {
        private final OutputStream input;
        private final Queue<Promise<String>> asked = new ArrayDeque<>();

        Pipe(String python, String script, Context context) throws IOException {
            Process process = new ProcessBuilder(python, "-u", script)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            input = process.getOutputStream();
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            Thread reader = new Thread(() -> lines.lines()
                    .forEach(line ->
                            context.runOnContext(arrived -> asked.remove().complete(line))));
            reader.setDaemon(true);
            reader.start();
        }

        int waiting() {
            return asked.size();
        }

        Future<String> ask(String line) {
            Promise<String> answer = Promise.promise();
            asked.add(answer);
            try {
                input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                input.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return answer.future();
        }
    }
}
