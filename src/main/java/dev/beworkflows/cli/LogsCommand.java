package dev.beworkflows.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logs}: what the tasks of a run print. */
@Command(
        name = "logs",
        description = "Shows what the tasks of a run print. With --json one entry a line.",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.DONE_IN_WORDS,
            "1:there is no such run; with --follow: the run did not succeed",
            ExitCode.WRONG_USE_IN_WORDS,
            ExitCode.NOT_REACHED_IN_WORDS
        })
final class LogsCommand implements Callable<Integer> {

    private static final Set<String> END = Set.of("failed", "dead");

    @Parameters(paramLabel = "RUN", description = "The id of the run.")
    private String run = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the run ends.")
    private boolean follow;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        ServerClient client = new ServerClient(server, terminal);
        if (follow) {
            return new EventFollower(client, run, this::show).follow() ? ExitCode.DONE : ExitCode.FAILED;
        }
        JsonNode shown = client.get(Api.run(run));
        shown.path("log").forEach(this::print);
        tell(shown.path("error"));
        return ExitCode.DONE;
    }

    private void show(JsonNode event) {
        if (event.path("kind").asText().equals("log")) {
            print(event);
        } else if (END.contains(event.path("kind").asText())) {
            tell(event.path("error"));
        }
    }

    /** Why the run failed is what people look for in a log. */
    private void tell(JsonNode error) {
        if (error.isObject()) {
            terminal.tell(
                    error.path("type").asText() + ": " + error.path("message").asText());
            error.path("traceback").asText().lines().forEach(terminal::tell);
        }
    }

    private void print(JsonNode entry) {
        if (terminal.isJson()) {
            terminal.print(entry.toString());
        } else {
            String task = entry.path("task").asText();
            entry.path("text").asText().lines().forEach(line -> terminal.print(task + " | " + line));
        }
    }
}
