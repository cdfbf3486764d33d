package dev.beworkflows.environments;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

/** The threads that wait for programs and files, so that event loops need not. */
final class WorkThreads {

    private static final int RESOLVERS = 2;

    private final ExecutorService builders;
    private final ExecutorService resolvers =
            Executors.newFixedThreadPool(RESOLVERS, named("bew-environment-resolver"));
    private final ExecutorService files = Executors.newSingleThreadExecutor(named("bew-environment-files"));

    /** Something that takes its time. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Exception;
    }

    /** Something to do with files. */
    @FunctionalInterface
    interface FileWork {
        void run() throws IOException;
    }

    /** @param builds how many are done at once */
    WorkThreads(int builds) {
        this.builders = Executors.newFixedThreadPool(builds, named("bew-environment-builder"));
    }

    <T> Future<T> build(Work<T> work) {
        return run(builders, work);
    }

    <T> Future<T> resolve(Work<T> work) {
        return run(resolvers, work);
    }

    /** One after the other. */
    Future<Void> file(FileWork work) {
        return run(files, () -> {
                    work.run();
                    return true;
                })
                .mapEmpty();
    }

    /** Ends programs that run; files are done with. */
    void close() {
        var unusedBuilds = builders.shutdownNow();
        var unusedQuestions = resolvers.shutdownNow();
        files.shutdown();
    }

    private static <T> Future<T> run(ExecutorService executor, Work<T> work) {
        Promise<T> promise = Promise.promise();
        try {
            executor.execute(() -> complete(promise, work));
        } catch (RejectedExecutionException e) {
            promise.fail(e);
        }
        return promise.future();
    }

    private static <T> void complete(Promise<T> promise, Work<T> work) {
        try {
            promise.complete(work.run());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            promise.fail(e);
        } catch (Exception e) {
            promise.fail(e);
        }
    }

    private static ThreadFactory named(String name) {
        return action -> {
            Thread thread = new Thread(action, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
