package dev.beworkflows;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A part of the start that a thread of its own does while others go on; only for the threads that start and stop the server. */
final class Aside<T> {

    private final FutureTask<T> work;

    private Aside(FutureTask<T> work) {
        this.work = work;
    }

    static <T> Aside<T> begin(String name, Callable<T> work) {
        Aside<T> aside = new Aside<>(new FutureTask<>(work));
        Thread thread = new Thread(aside.work, "bew-start-" + name);
        thread.setDaemon(true);
        thread.start();
        return aside;
    }

    /**
     * Waits for it.
     *
     * @throws StartException with its failure's message
     */
    T result() throws StartException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNull(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted");
        }
    }

    /** The result, when it is known to have come. */
    T now() {
        try {
            return result();
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for it and stops what it made, if it made something. */
    void undo(Undo<T> undo) throws Exception {
        T made;
        try {
            made = work.get();
        } catch (ExecutionException e) {
            return; // whoever asked for the result was told
        }
        undo.stop(made);
    }

    /** What is waited for. */
    interface Result<T> {
        T result() throws StartException;
    }

    /** Stops it; may block. */
    interface Undo<T> {
        void stop(T made) throws Exception;
    }

    private static StartException failure(Throwable cause) {
        if (cause instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof StartException told ? told : new StartException(String.valueOf(cause.getMessage()));
    }
}
