package dev.beworkflows.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.task.CodeCheck;
import dev.beworkflows.task.CodeChecker;
import dev.beworkflows.workflow.PullWarnings;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowProblem;
import dev.beworkflows.workflow.WorkflowReader;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Everything that is looked at before a definition is saved: its members first, then its Python with the real interpreter. */
public final class DefinitionCheck {

    private final WorkflowReader reader;
    private final CodeChecker interpreter;
    private final Predicate<String> secretIsSet;

    /** @param secretIsSet whether there is a secret of a name */
    public DefinitionCheck(WorkflowReader reader, CodeChecker interpreter, Predicate<String> secretIsSet) {
        this.secretIsSet = secretIsSet;
        this.reader = reader;
        this.interpreter = interpreter;
    }

    /** What came of a check. */
    sealed interface Result {
        record Right(Workflow workflow, List<WorkflowProblem> warnings) implements Result {}

        record Wrong(List<WorkflowProblem> problems) implements Result {}
    }

    /**
     * Checks a definition. Fails only when the interpreter could not be asked.
     *
     * @param idWhenAbsent for a definition without {@code id}
     */
    Future<Result> check(JsonNode definition, WorkflowId idWhenAbsent) {
        WorkflowReader.Reading reading = reader.read(definition, idWhenAbsent);
        if (reading instanceof WorkflowReader.Reading.Refused refused) {
            return Future.succeededFuture(new Result.Wrong(refused.problems()));
        }
        Workflow workflow = ((WorkflowReader.Reading.Accepted) reading).workflow();
        List<CodeChecker.Source> sources = new ArrayList<>();
        tasks(workflow)
                .forEach(task -> sources.add(new CodeChecker.Source(task.name().value(), task.code())));
        workflow.program().interceptor().ifPresent(source -> sources.add(new CodeChecker.Source("intercept", source)));
        return interpreter.check(sources).map(checks -> judge(workflow, checks));
    }

    private Result judge(Workflow workflow, List<CodeCheck> checks) {
        List<WorkflowProblem> problems = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            String pointer = i < tasks(workflow).size() ? "/tasks/" + i + "/code" : "/interceptor";
            checks.get(i).problems().forEach(problem -> problems.add(problem(pointer, problem)));
        }
        return problems.isEmpty() ? new Result.Right(workflow, warnings(workflow, checks)) : new Result.Wrong(problems);
    }

    private List<WorkflowProblem> warnings(Workflow workflow, List<CodeCheck> checks) {
        List<PullWarnings.TaskKeys> keys = new ArrayList<>();
        for (int i = 0; i < tasks(workflow).size(); i++) {
            CodeCheck check = checks.get(i);
            keys.add(new PullWarnings.TaskKeys(
                    tasks(workflow).get(i).name(),
                    check.pushes(),
                    check.pulls().stream()
                            .map(pull -> new PullWarnings.LiteralPull(pull.key(), pull.line()))
                            .toList(),
                    check.dynamicPush()));
        }
        List<WorkflowProblem> warnings =
                new ArrayList<>(PullWarnings.of(workflow.program().graph(), keys));
        List<String> secrets = workflow.program().secrets();
        for (int i = 0; i < secrets.size(); i++) {
            if (!secretIsSet.test(secrets.get(i))) {
                warnings.add(new WorkflowProblem(
                        "/secrets/" + i,
                        "the secret '" + secrets.get(i) + "' is not set",
                        "a secret that an admin has set"));
            }
        }
        return warnings;
    }

    private static WorkflowProblem problem(String pointer, CodeCheck.Problem problem) {
        String place = problem.line() == 0
                ? ""
                : "line " + problem.line() + (problem.column() == 0 ? "" : ", column " + problem.column()) + ": ";
        String expected = problem.kind().equals("syntax")
                ? "Python that compiles"
                : "a function named like the task that takes exactly one argument";
        return new WorkflowProblem(pointer, place + problem.message(), expected);
    }

    private static List<Task> tasks(Workflow workflow) {
        return workflow.program().graph().tasks();
    }
}
