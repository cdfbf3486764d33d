package dev.beworkflows.scheduler;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.beworkflows.journal.Claim;
import dev.beworkflows.journal.JournalLimits;
import dev.beworkflows.journal.MemoryRunStore;
import dev.beworkflows.journal.RunJournal;
import dev.beworkflows.journal.RunQueue;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.task.TaskExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BackgroundRunsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration LONG = Duration.ofMinutes(5);

    private final EventLoop loop = EventLoop.create(VERTX);
    private final Promise<Void> asked = Promise.promise();
    private final Promise<List<Claim>> claims = Promise.promise();

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void aClaimThatFindsNothingWhileTheServerStopsHoldsNobodyUp() throws Exception {
        BackgroundRuns runs = new BackgroundRuns(background());
        loop.run(runs::look);
        asked.future().await(10, TimeUnit.SECONDS);
        Future<Void> drained = loop.ask(() -> runs.drain(LONG, LONG));
        assertFalse(loop.ask(() -> Future.succeededFuture(drained.isComplete())).await(10, TimeUnit.SECONDS));
        claims.complete(List.of());
        drained.await(10, TimeUnit.SECONDS);
    }

    private Background background() {
        RunQueue queue = answering(RunQueue.class, () -> {
            asked.complete();
            return claims.future();
        });
        RunJournal journal =
                new RunJournal(loop, new MemoryRunStore(), queue, JournalLimits.DEFAULT, InstantSource.system());
        Engine engine = new Engine(
                loop,
                unasked(TaskExecutor.class),
                unasked(Engine.TaskApis.class),
                journal,
                unasked(Engine.Values.class),
                new RunLimits(LONG, LONG, LONG, 1, 1));
        return new Background(
                engine,
                queue,
                unasked(Background.Versions.class),
                unasked(Background.Files.class),
                new QueueLimits(10, LONG, LONG, LONG, LONG, 10),
                InstantSource.system());
    }

    private interface Answer {
        Object give();
    }

    private static <T> T unasked(Class<T> type) {
        return answering(type, () -> {
            throw new AssertionError("nobody asks here");
        });
    }

    /** Gives the same answer to every question. */
    private static <T> T answering(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer.give()));
    }
}
