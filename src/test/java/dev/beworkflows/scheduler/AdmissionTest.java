package dev.beworkflows.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.beworkflows.task.Room;
import dev.beworkflows.workflow.WorkflowId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AdmissionTest {

    private static final WorkflowId SLOW = new WorkflowId("slow");
    private static final WorkflowId FAST = new WorkflowId("fast");
    private static final Duration WAIT = Duration.ofSeconds(3);

    /** There are no workers for one workflow, and some for all others. */
    private final Room room = workflow -> workflow.equals(SLOW)
            ? Optional.of(new Room.NoRoom("a worker would be free in about 5 s", WAIT))
            : Optional.empty();

    private final Admission admission = new Admission(2, room);

    @Test
    void whatThereIsNoWorkerForIsRefused() {
        assertEquals(
                Optional.of(new Refusal(Refusal.Reason.WORKERS, "a worker would be free in about 5 s", WAIT)),
                admission.refusal(SLOW));
        assertEquals(Optional.empty(), admission.refusal(FAST));
    }

    @Test
    void runsUnderWayAreBounded() {
        admission.started();
        assertEquals(Optional.empty(), admission.refusal(FAST));
        admission.started();
        assertEquals(Refusal.Reason.ROOM, admission.refusal(FAST).orElseThrow().reason());
        admission.ended();
        assertEquals(Optional.empty(), admission.refusal(FAST));
    }

    @Test
    void manyRefusalsAreOneLineInTheLog() {
        Logger logger = (Logger) LoggerFactory.getLogger(Admission.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        long begin = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            var unused = admission.refusal(SLOW);
        }
        long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
        logger.detachAppender(lines);
        int count = lines.list.size();
        assertTrue(count >= 1 && count <= seconds + 1, count + " lines");
    }
}
