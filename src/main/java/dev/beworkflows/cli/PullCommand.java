package dev.beworkflows.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.WorkflowFolder;
import dev.beworkflows.workflow.WorkflowFolderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pull}: writes workflows of a server into folders, byte for byte as they were pushed. */
@Command(
        name = "pull",
        description = "Writes workflows of the server into folders named like them, byte for byte as they were pushed.",
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.DONE_IN_WORDS,
            "1:there is no such workflow, or files here differ and --force is missing; nothing is written",
            ExitCode.WRONG_USE_IN_WORDS,
            ExitCode.NOT_REACHED_IN_WORDS
        })
final class PullCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", arity = "1..*", description = "The id of a workflow.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--into", paramLabel = "DIR", description = "Where the folders are made; default: here.")
    private Path into = Path.of("");

    @Option(names = "--version", paramLabel = "N", description = "This version instead of the newest.")
    private Optional<Integer> version = Optional.empty();

    @Option(names = "--force", description = "Overwrite files that differ, and remove code of tasks that are no more.")
    private boolean force;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private Terminal terminal = new Terminal();

    /** What comes into one folder. */
    private record Pulled(String id, Path folder, SortedMap<String, String> files, SortedMap<String, String> here) {

        boolean isThere() {
            return files.equals(here);
        }

        List<Path> differing() {
            return here.entrySet().stream()
                    .filter(file -> !file.getValue().equals(files.get(file.getKey())))
                    .map(file -> folder.resolve(file.getKey()))
                    .toList();
        }
    }

    @Override
    public Integer call() {
        ServerClient client = new ServerClient(server, terminal);
        List<Pulled> all =
                new TreeSet<>(ids).stream().map(id -> pulled(client, id)).toList();
        List<Path> differing =
                all.stream().flatMap(one -> one.differing().stream()).toList();
        if (!differing.isEmpty() && !force) {
            StringBuilder lines =
                    new StringBuilder("these files differ from the server's; use --force to overwrite them:");
            differing.forEach(file -> lines.append("\n  ").append(file));
            throw new CommandFailure(ExitCode.FAILED, lines.toString());
        }
        all.forEach(PullCommand::write);
        show(all);
        return ExitCode.DONE;
    }

    private Pulled pulled(ServerClient client, String id) {
        String query = new Api.Query().with("version", version).toString();
        JsonNode document = client.get(Api.workflow(id) + "/export" + query);
        SortedMap<String, String> files = new TreeMap<>();
        document.at("/workflows/0/files")
                .properties()
                .forEach(file -> files.put(file.getKey(), file.getValue().textValue()));
        requireOnlyAWorkflow(files);
        Path folder = into.resolve(id);
        return new Pulled(id, folder, files, here(folder));
    }

    /** No server may write anywhere else. */
    private static void requireOnlyAWorkflow(SortedMap<String, String> files) {
        try {
            var unused = WorkflowFolder.source(files);
        } catch (WorkflowFolderException e) {
            throw new CommandFailure(ExitCode.FAILED, "the server sent what is no workflow: " + e.getMessage());
        }
    }

    private static SortedMap<String, String> here(Path folder) {
        if (!Files.isRegularFile(folder.resolve(WorkflowFolder.YAML))) {
            return new TreeMap<>();
        }
        try {
            return WorkflowFolder.files(folder);
        } catch (WorkflowFolderException e) {
            throw new CommandFailure(ExitCode.FAILED, folder + ": " + e.getMessage());
        }
    }

    private static void write(Pulled pulled) {
        try {
            for (String name : pulled.here().keySet()) {
                if (!pulled.files().containsKey(name)) {
                    Files.delete(pulled.folder().resolve(name));
                }
            }
            for (var file : pulled.files().entrySet()) {
                Path path = pulled.folder().resolve(file.getKey());
                Path unusedFolder =
                        Files.createDirectories(path.toAbsolutePath().getParent());
                Path unusedFile = Files.writeString(path, file.getValue());
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, pulled.folder() + " cannot be written: " + e.getMessage());
        }
    }

    private void show(List<Pulled> all) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode workflows = json.putArray("workflows");
        Table table = new Table("workflow", "outcome", "folder");
        for (Pulled one : all) {
            String outcome = one.isThere() ? "unchanged" : one.here().isEmpty() ? "created" : "updated";
            String folder = one.folder().toString();
            workflows.addObject().put("id", one.id()).put("outcome", outcome).put("folder", folder);
            table.row(one.id(), outcome, folder);
        }
        if (terminal.isJson()) {
            terminal.print(json);
        } else {
            table.lines().forEach(terminal::print);
        }
    }
}
