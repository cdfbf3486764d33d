package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.task.Room;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.workflow.WorkflowId;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Code that kills its workers gets fewer and fewer of them, and others none the less. */
class CrashLoopsIT {

    private static final WorkflowId CRASHER = new WorkflowId("crasher");
    private static final String AT_IMPORT = "import os\nos._exit(3)\ndef task(ti):\n    pass\n";

    @Test
    void aWorkflowThatFailsAtImportIsDampedAndAnotherOneIsNot() throws Exception {
        try (TestWorkers workers = new TestWorkers(2)) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            int died = 0;
            int refused = 0;
            while (System.nanoTime() < end) {
                TaskOutcome outcome = workers.start(crash(workers)).outcome();
                if (outcome instanceof TaskOutcome.WorkerLost) {
                    died++;
                } else {
                    TaskOutcome.NoWorker no = assertInstanceOf(TaskOutcome.NoWorker.class, outcome);
                    assertTrue(
                            no.failure().message().contains("exited with code 3"),
                            no.failure().message());
                    refused++;
                }
                assertInstanceOf(
                        TaskOutcome.Succeeded.class, workers.run("pass").outcome());
            }
            assertTrue(died >= 3 && died <= 6, "deaths in 5 s: " + died);
            assertTrue(refused > 10, "refused: " + refused);
            Room.NoRoom no = workers.pool.refusal(CRASHER).orElseThrow();
            assertTrue(
                    no.why().contains("has ended its worker")
                            && !no.retryAfter().isNegative(),
                    no.toString());
            assertTrue(workers.pool.refusal(new WorkflowId("test")).isEmpty());
            assertEquals(
                    died,
                    TestWorkers.await(workers.pool.deaths())
                            .get(0)
                            .certificate()
                            .thisHour());
        }
    }

    @Test
    void callsThatWaitedInTheLineAreRefusedToo() throws Exception {
        try (TestWorkers workers = new TestWorkers(1)) {
            TestWorkers.Attempt[] attempts = new TestWorkers.Attempt[20];
            for (int i = 0; i < attempts.length; i++) {
                attempts[i] = workers.start(crash(workers));
            }
            int died = 0;
            for (TestWorkers.Attempt attempt : attempts) {
                died += attempt.outcome() instanceof TaskOutcome.WorkerLost ? 1 : 0;
            }
            assertTrue(died >= 3 && died <= 4, "deaths: " + died);
        }
    }

    @Test
    void aBackgroundCallWaitsForItsTurnInsteadOfFailing() throws Exception {
        try (TestWorkers workers = new TestWorkers(2)) {
            String source = "import os\nn = len([f for f in os.listdir('.') if f.startswith('try-')])\n"
                    + "open(f'try-{n}', 'w').close()\nif n < 3: os._exit(3)\ndef task(ti):\n    pass\n";
            for (int i = 0; i < 3; i++) {
                assertInstanceOf(
                        TaskOutcome.WorkerLost.class,
                        workers.start(workers.source("crasher", "task", source)).outcome());
            }
            RecordingCallbacks callbacks = new RecordingCallbacks();
            TaskOutcome outcome = TestWorkers.await(workers.pool
                    .background()
                    .execute(workers.source("crasher", "task", source), callbacks, pid -> {})
                    .outcome());
            assertInstanceOf(TaskOutcome.Succeeded.class, outcome);
            assertTrue(workers.pool.refusal(CRASHER).isEmpty(), "a success ends the row");
        }
    }

    private static TaskCall crash(TestWorkers workers) {
        return workers.source("crasher", "task", AT_IMPORT);
    }
}
