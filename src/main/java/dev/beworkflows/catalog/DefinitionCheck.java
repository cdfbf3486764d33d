package dev.beworkflows.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.environments.Lock;
import dev.beworkflows.task.CodeCheck;
import dev.beworkflows.task.CodeChecker;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.workflow.Edge;
import dev.beworkflows.workflow.PullWarnings;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowProblem;
import dev.beworkflows.workflow.WorkflowReader;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** Everything that is looked at before a definition is saved: its members first, then its Python with the interpreter that it will run on. */
public final class DefinitionCheck {

    private final WorkflowReader reader;
    private final Checkers checkers;
    private final Predicate<String> secretIsSet;

    /** @param secretIsSet whether there is a secret of a name */
    public DefinitionCheck(WorkflowReader reader, Checkers checkers, Predicate<String> secretIsSet) {
        this.secretIsSet = secretIsSet;
        this.reader = reader;
        this.checkers = checkers;
    }

    /** The Pythons that code can be checked with. */
    @FunctionalInterface
    public interface Checkers {

        /** @param python such as {@code 3.11}, as the workflow wants it; empty, or one that is not there: what those get that do not choose */
        CodeChecker of(Optional<String> python);
    }

    /** What came of a check. */
    public sealed interface Result {
        /** @param lock what its requirements were resolved to, if they were */
        record Right(Workflow workflow, List<WorkflowProblem> warnings, Optional<Lock> lock) implements Result {
            public Right(Workflow workflow, List<WorkflowProblem> warnings) {
                this(workflow, warnings, Optional.empty());
            }

            Right with(Optional<Lock> other) {
                return new Right(workflow, warnings, other);
            }
        }

        record Wrong(List<WorkflowProblem> problems) implements Result {}
    }

    /**
     * Checks a definition. Fails only when the interpreter could not be asked.
     *
     * @param idWhenAbsent for a definition without {@code id}
     */
    public Future<Result> check(JsonNode definition, WorkflowId idWhenAbsent) {
        WorkflowReader.Reading reading = reader.read(definition, idWhenAbsent);
        if (reading instanceof WorkflowReader.Reading.Refused refused) {
            return Future.succeededFuture(new Result.Wrong(refused.problems()));
        }
        Workflow workflow = ((WorkflowReader.Reading.Accepted) reading).workflow();
        List<Part> parts = parts(workflow);
        return checkers.of(workflow.program().needs().python())
                .check(parts.stream().map(Part::source).toList())
                .map(checks -> judge(workflow, parts, checks));
    }

    /**
     * A piece of Python in a definition.
     *
     * @param edge whose condition it is, if it is one
     */
    private record Part(String pointer, CodeChecker.Source source, OptionalInt edge) {

        static Part function(String pointer, String name, String source) {
            return new Part(pointer, CodeChecker.Source.function(name, source), OptionalInt.empty());
        }

        static Part condition(int edge, String expression) {
            return new Part("/edges/" + edge + "/when", CodeChecker.Source.condition(expression), OptionalInt.of(edge));
        }
    }

    /** The tasks come first. */
    private static List<Part> parts(Workflow workflow) {
        List<Part> parts = new ArrayList<>();
        for (Task task : tasks(workflow)) {
            parts.add(Part.function(
                    "/tasks/" + parts.size() + "/code", task.name().value(), task.code()));
        }
        workflow.program()
                .interceptor()
                .ifPresent(source -> parts.add(Part.function("/interceptor", CodeUnit.INTERCEPTOR, source)));
        List<Edge> edges = workflow.program().graph().edges();
        for (int i = 0; i < edges.size(); i++) {
            int edge = i;
            edges.get(i).when().ifPresent(when -> parts.add(Part.condition(edge, when)));
        }
        return parts;
    }

    private Result judge(Workflow workflow, List<Part> parts, List<CodeCheck> checks) {
        List<WorkflowProblem> problems = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            Part part = parts.get(i);
            checks.get(i).problems().forEach(problem -> problems.add(problem(part, problem)));
        }
        return problems.isEmpty()
                ? new Result.Right(workflow, warnings(workflow, parts, checks))
                : new Result.Wrong(problems);
    }

    private List<WorkflowProblem> warnings(Workflow workflow, List<Part> parts, List<CodeCheck> checks) {
        List<PullWarnings.TaskKeys> keys = new ArrayList<>();
        for (int i = 0; i < tasks(workflow).size(); i++) {
            CodeCheck check = checks.get(i);
            keys.add(new PullWarnings.TaskKeys(
                    tasks(workflow).get(i).name(), check.pushes(), pulls(check), check.dynamicPush()));
        }
        PullWarnings warnings = new PullWarnings(workflow.program().graph(), keys);
        List<WorkflowProblem> found = new ArrayList<>(warnings.ofTasks());
        for (int i = 0; i < parts.size(); i++) {
            List<PullWarnings.LiteralPull> pulls = pulls(checks.get(i));
            parts.get(i).edge().ifPresent(edge -> found.addAll(warnings.ofCondition(edge, pulls)));
        }
        found.addAll(secretsNotSet(workflow));
        return found;
    }

    private List<WorkflowProblem> secretsNotSet(Workflow workflow) {
        List<WorkflowProblem> found = new ArrayList<>();
        List<String> secrets = workflow.program().secrets();
        for (int i = 0; i < secrets.size(); i++) {
            if (!secretIsSet.test(secrets.get(i))) {
                found.add(new WorkflowProblem(
                        "/secrets/" + i,
                        "the secret '" + secrets.get(i) + "' is not set",
                        "a secret that an admin has set"));
            }
        }
        return found;
    }

    private static List<PullWarnings.LiteralPull> pulls(CodeCheck check) {
        return check.pulls().stream()
                .map(pull -> new PullWarnings.LiteralPull(pull.key(), pull.line()))
                .toList();
    }

    private static WorkflowProblem problem(Part part, CodeCheck.Problem problem) {
        return new WorkflowProblem(
                part.pointer(), problem.message(), expected(part, problem), problem.line(), problem.column());
    }

    private static String expected(Part part, CodeCheck.Problem problem) {
        if (part.edge().isPresent()) {
            return "a Python expression";
        }
        return problem.kind().equals("syntax")
                ? "Python that compiles"
                : "a function named like the task that takes exactly one argument";
    }

    private static List<Task> tasks(Workflow workflow) {
        return workflow.program().graph().tasks();
    }
}
