package dev.beworkflows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.cli.Table;
import dev.beworkflows.cli.Terminal;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunJson;
import dev.beworkflows.run.TaskRecord;
import dev.beworkflows.scheduler.RunResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows a run without a server to whoever typed the command. */
record LocalRunView(Terminal terminal, Path folder) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Tracebacks name files by workflow and task; the author's files are where an editor finds them. */
    private static final Pattern TASK_FILE = Pattern.compile("File \"[A-Za-z0-9_-]+/([A-Za-z0-9_]+\\.py)\"");

    void event(RunEvent event) {
        if (event.happening() instanceof Happening.Log log) {
            log.text().lines().forEach(line -> terminal.tell(log.task() + " | " + line));
        } else if (event.happening() instanceof Happening.Message message) {
            terminal.tell(message.task() + " > " + text(message.message()));
        } else if (event.happening() instanceof Happening.TaskFailed failed
                && failed.retryIn().isPresent()) {
            terminal.tell(failed.task() + " ! attempt " + failed.attempt() + ": "
                    + failed.failure().type() + ": " + failed.failure().message() + "; again in "
                    + seconds(failed.retryIn()) + " s");
        }
    }

    void rejected(Failure failure) {
        tell("the interceptor refused the call", failure);
    }

    void ended(Run run, RunResult result) {
        if (terminal.isJson()) {
            ObjectNode json = RunJson.show(run);
            json.set("answer", answer(result).orElse(JsonNodeFactory.instance.nullNode()));
            terminal.print(json);
        } else {
            answer(result).ifPresent(terminal::print);
        }
        table(run).lines().forEach(terminal::tell);
        run.failure().ifPresent(failure -> tell(title(failure), failure));
    }

    private static Optional<JsonNode> answer(RunResult result) {
        if (!(result instanceof RunResult.Succeeded succeeded)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(succeeded.json().getBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Table table(Run run) {
        Table table = new Table("task", "status", "attempts", "seconds", "in Python");
        for (TaskRecord task : run.tasks().values()) {
            table.row(
                    task.name().value(),
                    task.status().json(),
                    String.valueOf(task.attempts()),
                    seconds(between(task.startedAt(), task.finishedAt())),
                    seconds(task.userTime()));
        }
        table.row(
                "",
                run.status().json(),
                "",
                seconds(between(
                        Optional.of(run.times().acceptedAt()), run.times().finishedAt())),
                "");
        return table;
    }

    private static String title(Failure failure) {
        return failure.task().map(task -> "task '" + task + "' failed").orElse("the run failed");
    }

    private void tell(String title, Failure failure) {
        terminal.tell(title + ": " + failure.type() + ": " + failure.message());
        if (!failure.traceback().isEmpty()) {
            terminal.tell(withFiles(failure.traceback()).stripTrailing());
        }
    }

    private String withFiles(String traceback) {
        return TASK_FILE.matcher(traceback).replaceAll(match -> {
            String file = match.group(1).equals("interceptor.py") ? match.group(1) : "tasks/" + match.group(1);
            return Matcher.quoteReplacement("File \"" + folder.resolve(file).normalize() + "\"");
        });
    }

    private static String text(JsonNode message) {
        try {
            return message.isTextual() ? message.textValue() : JSON.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Optional<Duration> between(Optional<Instant> start, Optional<Instant> end) {
        return start.flatMap(from -> end.map(to -> Duration.between(from, to)));
    }

    private static String seconds(Optional<Duration> duration) {
        return duration.map(time -> String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9))
                .orElse("");
    }
}
