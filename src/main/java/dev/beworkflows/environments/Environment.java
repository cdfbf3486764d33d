package dev.beworkflows.environments;

import java.nio.file.Path;

/**
 * Where the tasks of a workflow run.
 *
 * @param python the interpreter to start workers with
 */
public record Environment(EnvironmentId id, Path python) {

    /** A configured interpreter as it is. */
    static Environment of(Interpreter interpreter) {
        return new Environment(new EnvironmentId("python-" + interpreter.version()), Path.of(interpreter.executable()));
    }

    /** Whether it is an interpreter as it is, which is not built, held or removed. */
    public boolean isBase() {
        return id.value().startsWith("python-");
    }
}
