package dev.beworkflows.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code runs}: lists runs of a server. */
@Command(
        name = "runs",
        description = "Lists runs, newest first.",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.DONE_IN_WORDS,
            ExitCode.FAILED_IN_WORDS,
            ExitCode.WRONG_USE_IN_WORDS,
            ExitCode.NOT_REACHED_IN_WORDS
        })
final class RunsCommand implements Callable<Integer> {

    @Option(names = "--workflow", paramLabel = "ID", description = "Of this workflow only.")
    private Optional<String> workflow = Optional.empty();

    @Option(names = "--mode", paramLabel = "MODE", description = "Of this mode only: foreground or background.")
    private Optional<String> mode = Optional.empty();

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Of this status only: accepted, running, succeeded, failed, cancelled or dead.")
    private Optional<String> status = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many; default: 20.")
    private int limit = 20;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        String query = new Api.Query()
                .with("workflow", workflow)
                .with("mode", mode)
                .with("status", status)
                .with("limit", String.valueOf(limit))
                .toString();
        JsonNode page = new ServerClient(server, terminal).get(Api.RUNS + query);
        if (terminal.isJson()) {
            terminal.print(page);
            return ExitCode.DONE;
        }
        Table table = new Table("run", "workflow", "version", "status", "accepted", "seconds", "failure");
        page.path("items").forEach(run -> row(table, run));
        table.lines().forEach(terminal::print);
        return ExitCode.DONE;
    }

    private static void row(Table table, JsonNode run) {
        JsonNode failure = run.path("failure");
        String task = failure.path("task").asText("");
        table.row(
                run.path("run_id").asText(),
                run.path("workflow_id").asText(),
                run.path("version").asText(),
                run.path("status").asText(),
                run.path("accepted_at").asText(),
                seconds(run),
                failure.isObject()
                        ? (task.isEmpty() || task.equals("null") ? "" : task + ": ")
                                + failure.path("message")
                                        .asText()
                                        .lines()
                                        .findFirst()
                                        .orElse("")
                        : "");
    }

    private static String seconds(JsonNode run) {
        if (!run.hasNonNull("finished_at")) {
            return "";
        }
        Duration took = Duration.between(
                Instant.parse(run.path("accepted_at").asText()),
                Instant.parse(run.path("finished_at").asText()));
        return String.format(Locale.ROOT, "%.3f", took.toNanos() / 1e9);
    }
}
