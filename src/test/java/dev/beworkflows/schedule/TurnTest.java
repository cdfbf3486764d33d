package dev.beworkflows.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.beworkflows.workflow.WorkflowId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TurnTest {
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final Instant NOW = Instant.parse("2026-03-06T12:30:00Z");

    @Test
    void whatIsLateWithinTheGraceIsFired() {
        Instant due = NOW.minus(GRACE);
        assertEquals(
                new Turn.Fire(due, Optional.of(due.plusSeconds(60))),
                turn("* * * * *", Missed.SKIP, due, Optional.empty()));
    }

    @Test
    void skipMovesOverAllThatWasMissed() {
        assertEquals(
                new Turn.Settle(Optional.of(at("13:00")), at("12:00"), false),
                turn("0 * * * *", Missed.SKIP, at("03:00"), Optional.empty()));
    }

    @Test
    void onceMovesToTheLatestThatWasMissed() {
        assertEquals(
                new Turn.Settle(Optional.of(at("12:00")), at("12:00"), false),
                turn("0 * * * *", Missed.ONCE, at("03:00"), Optional.empty()));
    }

    @Test
    void allGoesThroughEachFromTheFirst() {
        assertEquals(
                new Turn.Settle(Optional.of(at("03:00")), at("12:00"), false),
                turn("0 * * * *", Missed.ALL, at("03:00"), Optional.empty()));
        assertEquals(
                new Turn.Fire(at("03:00"), Optional.of(at("04:00"))),
                turn("0 * * * *", Missed.ALL, at("03:00"), Optional.of(at("12:00"))));
    }

    @Test
    void ofVeryManyTheLatestHundredAreMadeUpFor() {
        Instant yearsAgo = NOW.minus(Duration.ofDays(3000));
        Instant last = NOW.minus(GRACE);
        assertTimeout(
                Duration.ofSeconds(5),
                () -> assertEquals(
                        new Turn.Settle(Optional.of(last.minus(Duration.ofMinutes(99))), last, true),
                        turn("* * * * *", Missed.ALL, yearsAgo, Optional.empty())));
    }

    @Test
    void whatWasSettledIsFiredHoweverLateAndWhatCameLaterIsNot() {
        assertEquals(
                new Turn.Fire(at("09:00"), Optional.of(at("10:00"))),
                turn("0 * * * *", Missed.ONCE, at("09:00"), Optional.of(at("09:00"))));
        assertEquals(
                new Turn.Settle(Optional.of(at("12:00")), at("12:00"), false),
                turn("0 * * * *", Missed.ONCE, at("10:00"), Optional.of(at("09:00"))));
    }

    private static Turn turn(String cron, Missed missed, Instant due, Optional<Instant> settledUntil) {
        Schedule.Plan plan = new Schedule.Plan(
                new WorkflowId("w"),
                CronTimes.of(cron, ZoneId.of("UTC")),
                new FixedRequest(JsonNodeFactory.instance.objectNode()),
                missed,
                true);
        Schedule.Progress progress =
                new Schedule.Progress(due, due, Optional.of(due), settledUntil, Optional.empty(), Optional.empty());
        return Turn.of(new Schedule(ScheduleId.random(), 1, plan, Optional.empty(), progress), NOW, GRACE);
    }

    private static Instant at(String time) {
        return Instant.parse("2026-03-06T" + time + ":00Z");
    }
}
