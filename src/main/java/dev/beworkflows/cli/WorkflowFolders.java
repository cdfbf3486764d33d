package dev.beworkflows.cli;

import dev.beworkflows.workflow.WorkflowFolder;
import dev.beworkflows.workflow.WorkflowId;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folders that a command is given. */
public final class WorkflowFolders {

    private WorkflowFolders() {}

    /** @throws CommandFailure when it is none */
    public static void requireExisting(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw CommandFailure.wrongUse(folder + ": no such folder");
        }
        if (!Files.isRegularFile(folder.resolve(WorkflowFolder.YAML))) {
            throw CommandFailure.wrongUse(folder + ": no " + WorkflowFolder.YAML + " in this folder");
        }
    }

    /** The id of a workflow that does not name one: what its folder is called. */
    public static WorkflowId idOf(Path folder) {
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        return new WorkflowId(WorkflowId.isValid(name) ? name : "unnamed");
    }
}
