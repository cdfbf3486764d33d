package dev.beworkflows;

import dev.beworkflows.catalog.DefinitionCheck;
import dev.beworkflows.cli.CommandFailure;
import dev.beworkflows.cli.ExitCode;
import dev.beworkflows.cli.Finding;
import dev.beworkflows.cli.WorkflowFolders;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowFolder;
import dev.beworkflows.workflow.WorkflowFolderException;
import dev.beworkflows.workflow.WorkflowSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Checks the workflow in a folder: its files, its definition, and its Python with the real interpreter. */
record FolderCheck(DefinitionCheck check) {

    /**
     * What was found.
     *
     * @param workflow empty when there are errors
     */
    record Outcome(Path folder, Optional<Workflow> workflow, List<Finding> errors, List<Finding> warnings) {
        Outcome {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
        }
    }

    /** Blocks. */
    Outcome of(Path folder) {
        try {
            return of(folder, WorkflowFolder.source(folder));
        } catch (WorkflowFolderException e) {
            return new Outcome(folder, Optional.empty(), Finding.of(folder, e), List.of());
        } catch (StartException e) {
            throw new CommandFailure(ExitCode.FAILED, "Python cannot be asked: " + e.getMessage());
        }
    }

    private Outcome of(Path folder, WorkflowSource source) throws StartException {
        DefinitionCheck.Result result = Blocking.result(check.check(source.definition(), WorkflowFolders.idOf(folder)));
        if (result instanceof DefinitionCheck.Result.Right right) {
            return new Outcome(
                    folder, Optional.of(right.workflow()), List.of(), Finding.of(folder, source, right.warnings()));
        }
        List<Finding> errors = Finding.of(folder, source, ((DefinitionCheck.Result.Wrong) result).problems());
        return new Outcome(folder, Optional.empty(), errors, List.of());
    }
}
