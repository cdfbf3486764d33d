package dev.beworkflows.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.workflow.FileProblem;
import dev.beworkflows.workflow.WorkflowFolder;
import dev.beworkflows.workflow.WorkflowFolderException;
import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowProblem;
import dev.beworkflows.workflow.WorkflowSource;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks all workflows of an import, before any of them is saved. */
final class FolderChecks {

    private static final String ONE_WORKFLOW = "the files of one workflow";

    private final Check check;
    private final List<ImportProblem> problems = new ArrayList<>();
    private final List<Checked> right = new ArrayList<>();
    private final Set<WorkflowId> ids = new HashSet<>();

    FolderChecks(Check check) {
        this.check = check;
    }

    /** How a definition is checked. */
    @FunctionalInterface
    interface Check {
        Future<DefinitionCheck.Result> check(JsonNode definition, WorkflowId idWhenAbsent);
    }

    /** A workflow that may be saved. */
    record Checked(DefinitionCheck.Result.Right right, String yaml, List<ImportProblem> warnings) {}

    List<ImportProblem> problems() {
        return List.copyOf(problems);
    }

    List<Checked> right() {
        return List.copyOf(right);
    }

    /** One after the other, as an interpreter answers them. */
    Future<Void> all(List<FolderEntry> entries) {
        Future<Void> all = Future.succeededFuture();
        for (FolderEntry entry : entries) {
            all = all.compose(before -> one(entry));
        }
        return all;
    }

    private Future<Void> one(FolderEntry entry) {
        try {
            WorkflowSource source = WorkflowFolder.source(entry.files());
            JsonNode written = source.definition().path("id");
            if (entry.id().isEmpty() && (written.isMissingNode() || written.isNull())) {
                problems.add(new ImportProblem(entry.pointer() + "/id", "the id is missing", WorkflowId.EXPECTED));
                return Future.succeededFuture();
            }
            WorkflowId id = entry.id().orElseGet(() -> new WorkflowId("unnamed"));
            return check.check(source.definition(), id).map(result -> {
                judge(entry, source, result);
                return null;
            });
        } catch (WorkflowFolderException e) {
            e.problems().forEach(problem -> problems.add(shown(entry, problem, ONE_WORKFLOW)));
            return Future.succeededFuture();
        }
    }

    private void judge(FolderEntry entry, WorkflowSource source, DefinitionCheck.Result result) {
        if (result instanceof DefinitionCheck.Result.Wrong wrong) {
            problems.addAll(shown(entry, source, wrong.problems()));
            return;
        }
        DefinitionCheck.Result.Right found = (DefinitionCheck.Result.Right) result;
        WorkflowId id = found.workflow().id();
        Optional<WorkflowId> other = entry.id().filter(named -> !named.equals(id));
        if (other.isPresent()) {
            String message = "the id differs from '" + other.get() + "', which the document names";
            problems.addAll(shown(entry, source, List.of(new WorkflowProblem("/id", message, "one id"))));
        } else if (!ids.add(id)) {
            problems.add(
                    new ImportProblem(entry.pointer(), "the workflow '" + id + "' is there twice", "every id once"));
        } else {
            right.add(new Checked(found, source.yaml(), shown(entry, source, found.warnings())));
        }
    }

    private static List<ImportProblem> shown(FolderEntry entry, WorkflowSource source, List<WorkflowProblem> problems) {
        return problems.stream()
                .map(problem -> shown(entry, source.locate(problem), problem.expected()))
                .toList();
    }

    private static ImportProblem shown(FolderEntry entry, FileProblem problem, String expected) {
        return new ImportProblem(
                entry.pointer(problem.place().file()), Optional.of(problem.place()), problem.message(), expected);
    }
}
