package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.task.WorkerKind;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A pool for each kind of worker, all within one bound. The interpreters are real virtual environments. */
class WorkerPoolsIT {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static TestWorkers workers;
    private WorkerPools pools = start(LONG, 2);

    @BeforeAll
    static void startHost() throws Exception {
        workers = new TestWorkers(1);
    }

    @AfterAll
    static void closeHost() throws Exception {
        workers.close();
    }

    @AfterEach
    void close() throws Exception {
        TestWorkers.await(pools.close());
    }

    private static WorkerPools start(Duration lastIdle, int most) {
        PoolSettings.Size size = new PoolSettings.Size(1, 2, Duration.ofMillis(50), lastIdle);
        PoolSettings settings = new PoolSettings(size, PoolSettings.Shares.DEFAULT, PoolSettings.Waiting.DEFAULT);
        return WorkerPools.start(EventLoop.create(workers.vertx), workers.host, settings, most, (kind, occupied) -> {});
    }

    private static WorkerKind environment(String name) throws Exception {
        Path folder = workers.folder.resolve(name);
        if (!folder.toFile().exists()) {
            int exit = new ProcessBuilder("python3", "-m", "venv", "--without-pip", folder.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            assertEquals(0, exit);
        }
        return new WorkerKind(name, Optional.of(folder.resolve("bin/python").toString()), false);
    }

    private record Attempt(TestWorkers.Attempt of) {

        String printed() throws Exception {
            assertInstanceOf(TaskOutcome.Succeeded.class, of.outcome());
            return of.callbacks().log().strip();
        }

        boolean isWorkerThere() {
            return ProcessHandle.of(of.worker().get()).isPresent();
        }

        void awaitWorkersEnd() {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (isWorkerThere()) {
                assertTrue(System.nanoTime() < end, "the worker is still there after 20 s");
                Thread.onSpinWait();
            }
        }
    }

    private Attempt start(WorkerKind kind, String body) {
        return start(kind, body, LONG);
    }

    private Attempt start(WorkerKind kind, String body, Duration patience) {
        TaskCall call = of(workers.call(kind.environment(), "task", body, LONG, patience), kind);
        RecordingCallbacks callbacks = new RecordingCallbacks();
        AtomicLong worker = new AtomicLong();
        return new Attempt(new TestWorkers.Attempt(pools.execute(call, callbacks, worker::set), callbacks, worker));
    }

    private static TaskCall of(TaskCall call, WorkerKind kind) {
        return new TaskCall(
                call.kind(),
                call.run(),
                call.task(),
                call.attempt(),
                call.code(),
                call.visible(),
                call.limits(),
                call.secrets(),
                call.following(),
                call.plainItems(),
                call.room(),
                kind);
    }

    @Test
    void aCallIsExecutedByTheInterpreterOfItsKind() throws Exception {
        WorkerKind a = environment("a");
        assertEquals(
                workers.folder.resolve("a").toString(),
                start(a, "import sys; print(sys.prefix)").printed());
        assertNotEquals(
                workers.folder.resolve("a").toString(),
                start(WorkerKind.BASE, "import sys; print(sys.prefix)").printed());
    }

    @Test
    void whereNothingCutsTheNetworkWhoAsksForItIsNoKindOfItsOwn() throws Exception {
        String print = "import os; print(os.getpid())";
        assertEquals(
                start(WorkerKind.BASE, print).printed(),
                start(WorkerKind.BASE.withNetwork(true), print).printed());
    }

    @Test
    void anIdleWorkerMakesRoomForOneOfAnotherKind() throws Exception {
        Attempt first = start(environment("a"), "pass");
        assertEquals("", first.printed());
        assertEquals("b", start(environment("b"), "print('b')").printed());
        first.awaitWorkersEnd();
        assertEquals("a", start(environment("a"), "print('a')").printed());
    }

    @Test
    void aBusyWorkerIsWaitedFor() throws Exception {
        Attempt busy = start(environment("a"), "import time\nwhile True: time.sleep(0.01)");
        Attempt waiting = start(environment("b"), "print('b')");
        assertEquals("base", start(WorkerKind.BASE, "print('base')").printed());
        assertEquals(0, waiting.of().worker().get());
        busy.of().execution().cancel();
        assertEquals("b", waiting.printed());
    }

    @Test
    void theLastWorkerOfAKindStopsWhenNobodyCallsAndTheNextCallStartsAnother() throws Exception {
        TestWorkers.await(pools.close());
        pools = start(Duration.ofMillis(50), 2);
        Attempt first = start(environment("a"), "pass");
        assertEquals("", first.printed());
        first.awaitWorkersEnd();
        assertEquals("again", start(environment("a"), "print('again')").printed());
    }

    @Test
    void aWorkerIsStartedAndImportsWhatIsNamedBeforeTheFirstCall() throws Exception {
        WorkerKind a = environment("a");
        TestWorkers.await(pools.warm(a, List.of(CodeUnit.imports(List.of("no_such_module", "wave")))));
        assertEquals(
                "True", start(a, "import sys; print('wave' in sys.modules)").printed());
        assertEquals(
                "False",
                start(WorkerKind.BASE, "import sys; print('wave' in sys.modules)")
                        .printed());
    }

    @Test
    void whatHasNoRoomForAWorkerNowIsNotWaitedFor() throws Exception {
        Attempt busy = start(environment("a"), "import time\nprint('on')\nwhile True: time.sleep(0.01)");
        assertEquals("base", start(WorkerKind.BASE, "print('base')").printed());
        Future<Void> warm = pools.warm(environment("b"), List.of(CodeUnit.imports(List.of("wave"))));
        warm.toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        busy.of().execution().cancel();
        assertEquals(
                "True",
                start(environment("b"), "import sys; print('wave' in sys.modules)")
                        .printed());
    }

    @Test
    void aClosedPoolStartsNoWorkerForWhatIsMadeReady() throws Exception {
        TestWorkers.await(pools.close());
        pools = start(Duration.ofMillis(50), 2);
        Attempt first = start(environment("a"), "pass");
        assertEquals("", first.printed());
        first.awaitWorkersEnd();
        TestWorkers.await(pools.close());
        TestWorkers.await(pools.warm(environment("a"), List.of(CodeUnit.imports(List.of("wave")))));
        assertTrue(TestWorkers.await(pools.all()).stream()
                .noneMatch(worker -> worker.environment().equals("a")));
    }

    @Test
    void aKindWhoseInterpreterDoesNotStartHarmsNobody() throws Exception {
        WorkerKind broken = new WorkerKind("broken", Optional.of("/no/such/python"), false);
        Attempt hopeless = start(broken, "pass", Duration.ofSeconds(1));
        assertEquals("base", start(WorkerKind.BASE, "print('base')").printed());
        assertInstanceOf(TaskOutcome.NoWorker.class, hopeless.of().outcome());
        assertEquals("b", start(environment("b"), "print('b')").printed());
    }
}
