package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.task.TaskAttempt;
import dev.beworkflows.task.TaskCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrashLoopsTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final String HOW = "exited with code 3";

    private final CrashLoops loops = new CrashLoops();
    private final TaskCall crash = Calls.of("crasher", "def task(ti): crash()");

    private static List<TaskAttempt> chain(TaskCall call) {
        return List.of(new TaskAttempt(call, new RecordingCallbacks()));
    }

    /** @return how often it was tried */
    private int callWithoutEnd(long from, long until) {
        int tried = 0;
        for (long now = from; now < until; now += SECOND / 100) {
            if (loops.refusal(chain(crash), now).isEmpty()) {
                loops.begin(chain(crash), now);
                loops.died(crash, HOW, now);
                tried++;
            }
        }
        return tried;
    }

    @Test
    void atMostEightWorkersDieInAMinute() {
        int tried = callWithoutEnd(0, 60 * SECOND);
        assertTrue(tried >= 6 && tried <= 8, "tried " + tried + " times");
    }

    @Test
    void afterThatOneAMinuteDies() {
        int unused = callWithoutEnd(0, 60 * SECOND);
        int tried = callWithoutEnd(60 * SECOND, 660 * SECOND);
        assertTrue(tried >= 9 && tried <= 11, "tried " + tried + " times in ten minutes");
    }

    @Test
    void whileOneIsTriedOthersWait() {
        loops.died(crash, HOW, 0);
        loops.died(crash, HOW, 0);
        loops.died(crash, HOW, 0);
        assertTrue(loops.refusal(chain(crash), SECOND / 2).isPresent());
        assertTrue(loops.refusal(chain(crash), SECOND + 1).isEmpty());
        loops.begin(chain(crash), SECOND + 1);
        assertTrue(loops.refusal(chain(crash), SECOND + 2).isPresent());
    }

    @Test
    void anEndOfAnotherKindEndsTheRow() {
        int unused = callWithoutEnd(0, 10 * SECOND);
        loops.ended(crash.code());
        assertTrue(loops.refusal(chain(crash), 10 * SECOND).isEmpty());
        assertTrue(loops.refusal(crash.run().version().workflow(), 10 * SECOND).isEmpty());
    }

    @Test
    void otherCodeOfTheTaskStartsAnew() {
        int unused = callWithoutEnd(0, 10 * SECOND);
        TaskCall better = Calls.of("crasher", "def task(ti): pass");
        assertTrue(loops.refusal(chain(better), 10 * SECOND).isEmpty());
        loops.published(crash.code());
        assertTrue(loops.refusal(better.run().version().workflow(), 10 * SECOND).isPresent());
        loops.published(better.code());
        assertTrue(loops.refusal(better.run().version().workflow(), 10 * SECOND).isEmpty());
    }

    @Test
    void saysWhyAndForHowLong() {
        loops.died(crash, HOW, 0);
        loops.died(crash, HOW, 0);
        loops.died(crash, HOW, 0);
        var refusal = loops.refusal(crash.run().version().workflow(), 0).orElseThrow();
        assertEquals(
                "task 'task' has ended its worker 3 times in a row: the last one exited with code 3; it is tried again in 1 s",
                refusal.why());
        assertEquals(Duration.ofSeconds(1), refusal.retryAfter());
        assertFalse(loops.refusal(Calls.of("other", "x").run().version().workflow(), 0)
                .isPresent());
    }
}
