import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Sends requests to servers on this machine, and times the answers. A command is a JSON object in one line of standard input, its answer one line of standard output; one process serves a whole run of the benchmark, so that
 * its own code is warm. One thread: what it uses is missing to the server beside it.
 */
public final class LoadGenerator {
    private final Streams streams = new Streams();

    private LoadGenerator() {}

    public static void main(String[] arguments) throws IOException {
        LoadGenerator generator = new LoadGenerator();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(generator.answer(new JsonObject(line)).encode());
        }
    }

    private JsonObject answer(JsonObject command) {
        try {
            int port = command.getInteger("port", 0);
            int connections = command.getInteger("connections", 1);
            return switch (command.getString("do")) {
                case "closed" -> new ClosedLoop(command).run(port, connections);
                case "open" -> new OpenLoop(command).run(port, connections);
                case "open_streams" -> streams.open(Requests.bytes(command), port, connections);
                case "await_stamps" -> streams.await(command.getInteger("count"), command.getDouble("seconds"));
                case "close_streams" -> streams.close();
                default -> throw new IllegalArgumentException("no such command: " + command);
            };
        } catch (IOException | RuntimeException e) {
            return new JsonObject().put("error", e.toString());
        }
    }
}
