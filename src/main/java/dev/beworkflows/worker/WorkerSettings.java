package dev.beworkflows.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

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
    public record Limits(
            int messageBytes, int inlineValueBytes, long outputBytes, Duration start, Resources resources) {

        public static final Limits DEFAULT = new Limits(16 << 20, 64 << 10, 1 << 20, Duration.ofSeconds(30));

        public Limits(int messageBytes, int inlineValueBytes, long outputBytes, Duration start) {
            this(messageBytes, inlineValueBytes, outputBytes, start, Resources.NONE);
        }
    }

    /**
     * What a worker may take of the machine.
     *
     * @param memoryBytes resident, with all that it started; a task may ask for less; 0: any
     * @param addressBytes of address space, where a task's own allocation fails; 0: any
     * @param openFiles 0: as many as the server
     * @param threads that numeric libraries start; empty: the cores by the workers, at least one
     */
    public record Resources(long memoryBytes, long addressBytes, int openFiles, OptionalInt threads) {

        public static final Resources NONE = new Resources(0, 0, 0, OptionalInt.empty());
    }
}
