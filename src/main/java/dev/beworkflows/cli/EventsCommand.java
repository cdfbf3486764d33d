package dev.beworkflows.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code events}: follows the events of a run. */
@Command(
        name = "events",
        description =
                "Shows the events of a run from its first on, and follows them to its end. With --json one event a line.",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            "0:the run succeeded",
            "1:the run did not succeed, or there is no such run",
            ExitCode.WRONG_USE_IN_WORDS,
            ExitCode.NOT_REACHED_IN_WORDS
        })
final class EventsCommand implements Callable<Integer> {

    private static final List<String> ENVELOPE = List.of("seq", "at", "kind", "task");

    @Parameters(paramLabel = "RUN", description = "The id of the run.")
    private String run = "";

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        ServerClient client = new ServerClient(server, terminal);
        return new EventFollower(client, run, this::show).follow() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void show(JsonNode event) {
        if (terminal.isJson()) {
            terminal.print(event.toString());
            return;
        }
        ObjectNode details = event.deepCopy();
        details.remove(ENVELOPE);
        String task = event.path("task").asText("");
        terminal.print(event.path("at").asText() + "  " + event.path("seq").asText() + "  "
                + event.path("kind").asText() + (task.isEmpty() ? "" : "  " + task)
                + (details.isEmpty() ? "" : "  " + details));
    }
}
