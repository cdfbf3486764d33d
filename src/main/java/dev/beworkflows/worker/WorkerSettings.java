package dev.beworkflows.worker;

import java.nio.file.Path;
import java.time.Duration;

/** How many workers there are and what each may use. */
public record WorkerSettings(int count, Interpreter interpreter, Folders folders, Limits limits) {

    public WorkerSettings {
        if (count < 1) {
            throw new IllegalArgumentException("at least one worker");
        }
    }

    /** The same for another interpreter. */
    WorkerSettings with(String python) {
        return new WorkerSettings(count, new Interpreter(python, interpreter.shim()), folders, limits);
    }

    /**
     * @param python the interpreter's command
     * @param shim the folder with the packages {@code beworkflows_worker} and {@code common}
     */
    public record Interpreter(String python, Path shim) {}

    /**
     * @param work where workers start: their current directory
     * @param incoming where workers write files for the object store
     */
    public record Folders(Path work, Path incoming) {}

    /**
     * @param messageBytes the longest message between server and worker
     * @param inlineValueBytes up to which size a pushed value travels in a message
     * @param outputBytes how much output of one attempt of a task is kept
     * @param start how long a worker may take until it answers
     */
    public record Limits(int messageBytes, int inlineValueBytes, long outputBytes, Duration start) {

        public static final Limits DEFAULT = new Limits(16 << 20, 64 << 10, 1 << 20, Duration.ofSeconds(30));
    }
}
