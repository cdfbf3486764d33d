package dev.beworkflows.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.FilePlace;
import dev.beworkflows.workflow.FileProblem;
import dev.beworkflows.workflow.WorkflowFolder;
import dev.beworkflows.workflow.WorkflowFolderException;
import dev.beworkflows.workflow.WorkflowSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code push}: saves workflow folders on a server. */
@Command(
        name = "push",
        description =
                "Saves the workflows in folders on the server: all or, when anything is wrong, none. A workflow that is there with the very same files makes no version.",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.DONE_IN_WORDS,
            "1:something is wrong with the workflows; nothing is saved",
            ExitCode.WRONG_USE_IN_WORDS,
            ExitCode.NOT_REACHED_IN_WORDS
        })
final class PushCommand implements Callable<Integer> {

    private static final Pattern ENTRY = Pattern.compile("/workflows/(\\d{1,6})(/.*)?");

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "A folder with a workflow.yaml.")
    private List<Path> folders = new ArrayList<>();

    @Option(names = "--message", paramLabel = "TEXT", description = "Why, for people.")
    private Optional<String> message = Optional.empty();

    @Option(names = "--draft", description = "Save without publishing: calls go on to the version before.")
    private boolean draft;

    @Option(names = "--dry-run", description = "Save nothing, and say what would be.")
    private boolean dryRun;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        folders.forEach(WorkflowFolders::requireExisting);
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("format", "be-workflows/1");
        ArrayNode workflows = document.putArray("workflows");
        folders.forEach(folder -> add(workflows.addObject(), folder));
        String query = new Api.Query()
                .with("message", message)
                .flag("draft", draft)
                .flag("dry_run", dryRun)
                .toString();
        ServerClient client = new ServerClient(server, terminal);
        ServerClient.Answer answer = client.posted(Api.GRAPHS + "/import" + query, document);
        if (answer.json().path("type").asText().equals("/problems/invalid-definition")) {
            return refused(answer.json());
        }
        show(client.accepted(answer).json());
        return ExitCode.DONE;
    }

    private static void add(ObjectNode entry, Path folder) {
        try {
            var files = WorkflowFolder.files(folder);
            WorkflowSource source = WorkflowFolder.source(files);
            if (!source.definition().hasNonNull("id")) {
                entry.put("id", WorkflowFolders.idOf(folder).value());
            }
            files.forEach(entry.putObject("files")::put);
        } catch (WorkflowFolderException e) {
            StringBuilder lines = new StringBuilder();
            Finding.of(folder, e).forEach(finding -> lines.append(finding).append('\n'));
            throw new CommandFailure(ExitCode.FAILED, lines.toString().strip());
        }
    }

    private int refused(JsonNode problem) {
        if (terminal.isJson()) {
            terminal.print(problem);
        } else {
            problem.path("errors").forEach(error -> terminal.print(inPlace(error, "")));
        }
        terminal.tell("nothing was saved");
        return ExitCode.FAILED;
    }

    private void show(JsonNode answer) {
        if (terminal.isJson()) {
            terminal.print(answer);
            return;
        }
        Table table = new Table("workflow", "outcome", "version");
        for (JsonNode workflow : answer.path("workflows")) {
            workflow.path("warnings").forEach(warning -> terminal.tell(inPlace(warning, "warning: ")));
            table.row(
                    workflow.path("id").asText(),
                    workflow.path("outcome").asText(),
                    workflow.path("version").asText());
        }
        table.lines().forEach(terminal::print);
    }

    /** In the file of the folder, where there is one. */
    private String inPlace(JsonNode error, String prefix) {
        String message = prefix + error.path("message").asText() + "; expected "
                + error.path("expected").asText();
        Matcher entry = ENTRY.matcher(error.path("pointer").asText());
        int number = entry.matches() ? Integer.parseInt(entry.group(1)) : folders.size();
        if (number >= folders.size()) {
            return error.path("pointer").asText() + ": " + message;
        }
        FilePlace place = new FilePlace(
                error.path("file").asText(""),
                error.path("line").asInt(),
                error.path("column").asInt());
        return Finding.in(folders.get(number), new FileProblem(place, message)).toString();
    }
}
