package dev.beworkflows;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.cli.ExitCode;
import dev.beworkflows.cli.Finding;
import dev.beworkflows.cli.Terminal;
import dev.beworkflows.cli.WorkflowFolders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code check}: says what is wrong in workflow folders, with file, line and column. */
@Command(
        name = "check",
        description =
                "Checks workflow folders: the definition, and the Python with the real interpreter. Needs no server.",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {"0:all is right", "1:something is wrong", ExitCode.WRONG_USE_IN_WORDS})
final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "A folder with a workflow.yaml.")
    private List<Path> folders = new ArrayList<>();

    @Mixin
    private Terminal terminal = new Terminal();

    @Mixin
    private PythonOptions python = new PythonOptions();

    @Override
    public Integer call() {
        folders.forEach(WorkflowFolders::requireExisting);
        try (Workbench bench = Workbench.open(python.settings())) {
            FolderCheck check = new FolderCheck(bench.definitionCheck(bench.python()));
            List<FolderCheck.Outcome> outcomes = folders.stream().map(check::of).toList();
            show(outcomes);
            boolean right =
                    outcomes.stream().allMatch(outcome -> outcome.errors().isEmpty());
            return right ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private void show(List<FolderCheck.Outcome> outcomes) {
        if (terminal.isJson()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            ArrayNode list = json.putArray("folders");
            outcomes.forEach(outcome -> list.add(json(outcome)));
            terminal.print(json);
        } else {
            outcomes.forEach(this::tell);
        }
    }

    private void tell(FolderCheck.Outcome outcome) {
        outcome.errors().forEach(error -> terminal.print(error.toString()));
        outcome.warnings().forEach(warning -> terminal.print(warning.place() + ": warning: " + warning.message()));
        if (outcome.errors().isEmpty()) {
            terminal.tell(outcome.folder() + ": right");
        }
    }

    private static ObjectNode json(FolderCheck.Outcome outcome) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("folder", outcome.folder().toString());
        add(json.putArray("errors"), outcome.errors());
        add(json.putArray("warnings"), outcome.warnings());
        return json;
    }

    private static void add(ArrayNode array, List<Finding> findings) {
        findings.forEach(finding -> array.add(finding.json()));
    }
}
