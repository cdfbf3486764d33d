package dev.beworkflows.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code test-from-run}: writes a past run as a test of its workflow. */
@Command(
        name = "test-from-run",
        description =
                "Writes a run that has ended as a test into tests/ of a workflow's folder, to be run by pytest or unittest.",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.DONE_IN_WORDS,
            "1:there is no such run, it cannot be repeated, or the file exists",
            ExitCode.WRONG_USE_IN_WORDS,
            ExitCode.NOT_REACHED_IN_WORDS
        })
final class TestFromRunCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RUN", description = "The id of the run.")
    private String run = "";

    @Parameters(index = "1", paramLabel = "DIR", description = "The folder of its workflow.")
    private Path folder = Path.of(".");

    @Option(names = "--force", description = "Overwrite the file.")
    private boolean force;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
        WorkflowFolders.requireExisting(folder);
        ServerClient client = new ServerClient(server, terminal);
        JsonNode test = client.get(Api.run(run) + "/test");
        // the name goes into a path here: only its last part counts
        Path file = folder.resolve("tests")
                .resolve(String.valueOf(Path.of(test.path("filename").asText()).getFileName()));
        if (Files.exists(file) && !force) {
            throw new CommandFailure(ExitCode.FAILED, file + " exists; use --force to overwrite it");
        }
        write(file, test.path("text").asText());
        if (terminal.isJson()) {
            terminal.print(JsonNodeFactory.instance.objectNode().put("file", file.toString()));
        } else {
            terminal.print(file.toString());
        }
        return ExitCode.DONE;
    }

    private static void write(Path file, String text) {
        try {
            Path unusedFolder = Files.createDirectories(file.toAbsolutePath().getParent());
            Path unusedFile = Files.writeString(file, text);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, file + " cannot be written: " + e.getMessage());
        }
    }
}
