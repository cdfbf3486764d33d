package dev.beworkflows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.catalog.DefinitionCheck;
import dev.beworkflows.catalog.WorkflowStore;
import dev.beworkflows.catalog.Workflows;
import dev.beworkflows.environments.Environments;
import dev.beworkflows.environments.Interpreter;
import dev.beworkflows.environments.Interpreters;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.postgres.PgWorkflowStore;
import dev.beworkflows.task.CodeChecker;
import dev.beworkflows.task.WorkerKind;
import dev.beworkflows.worker.PythonCodeChecker;
import dev.beworkflows.workflow.DefinitionLimits;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowReader;
import dev.beworkflows.workflow.WorkflowWriter;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The definitions, with what they are checked by and the environments that they need. Blocks; for the start-up thread.
 *
 * @param installed when the examples are there
 */
record CatalogSetup(Workflows workflows, Environments environments, Future<Void> installed) {

    private static final WorkflowId NO_ID = new WorkflowId("unnamed");

    /** Returns while the examples are saved. */
    static CatalogSetup open(Basis basis, TaskSetup tasks, DatabaseSetup.Stored stored) throws IOException {
        WorkflowStore store = new PgWorkflowStore(
                stored.database(), stored.notifications(), WorkflowWriter::write, CatalogSetup::stored);
        Interpreters interpreters = tasks.workers().interpreters();
        Environments environments = environments(basis, tasks.workers(), interpreters);
        tasks.holds().of(environments);
        DefinitionCheck check = new DefinitionCheck(
                new WorkflowReader(basis.configuration().definitions()),
                checkers(basis.loop(), tasks, interpreters),
                stored.secrets()::isSet);
        Workflows workflows = new Workflows(basis.vertx(), store, check, tasks.pools()::warm, environments);
        return new CatalogSetup(workflows, environments, Examples.installOnce(store, workflows));
    }

    /** Waits for the examples, and goes on with the versions that wait for their environments. */
    void resume() throws StartException {
        Blocking.await(installed);
        Blocking.await(workflows.resume());
    }

    private static Environments environments(Basis basis, WorkerSetup workers, Interpreters interpreters)
            throws IOException {
        Environments environments = Environments.open(
                EventLoop.create(basis.vertx()),
                workers.environments(),
                basis.configuration().python().environments(),
                interpreters,
                InstantSource.system());
        basis.takeDown().first("environments", () -> Blocking.await(environments.close()));
        return environments;
    }

    /** One for each interpreter; none starts a process before it is asked. */
    private static DefinitionCheck.Checkers checkers(EventLoop loop, TaskSetup tasks, Interpreters interpreters) {
        Map<Interpreter, CodeChecker> all = new HashMap<>();
        for (Interpreter python : interpreters.all()) {
            Optional<String> command = Optional.of(python.executable());
            WorkerKind kind = new WorkerKind("python-" + python.version(), command, false);
            all.put(python, new PythonCodeChecker(loop, tasks.host(), kind));
        }
        return wanted ->
                Objects.requireNonNull(all.get(interpreters.find(wanted).orElse(interpreters.byDefault())));
    }

    /** What was saved once stays readable, whatever the limits are today. */
    private static Workflow stored(JsonNode definition) {
        WorkflowReader.Reading reading = new WorkflowReader(DefinitionLimits.NONE).read(definition, NO_ID);
        if (reading instanceof WorkflowReader.Reading.Accepted accepted) {
            return accepted.workflow();
        }
        throw new IllegalStateException("a stored definition is refused: " + reading);
    }
}
