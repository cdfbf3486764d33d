package dev.beworkflows.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronTimesTest {

    @Test
    void aTimeOfDayThatClocksSkipIsLeftOutOnThatDay() {
        assertEquals(
                List.of("2026-03-28T02:30+01:00", "2026-03-30T02:30+02:00"),
                next("30 2 * * *", "Europe/Berlin", "2026-03-27T12:00:00Z", 2));
        assertEquals(
                List.of("2026-03-07T02:30-05:00", "2026-03-09T02:30-04:00"),
                next("30 2 * * *", "America/New_York", "2026-03-06T12:00:00Z", 2));
    }

    @Test
    void aTimeOfDayThatComesTwiceIsMeantTheFirstTime() {
        assertEquals(
                List.of("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"),
                next("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2));
        assertEquals(
                List.of("2026-11-01T01:30-04:00", "2026-11-02T01:30-05:00"),
                next("30 1 * * *", "America/New_York", "2026-10-31T12:00:00Z", 2));
    }

    @Test
    void whatComesEveryFewMinutesOrHoursComesSoThroughBothChanges() {
        assertEquals(
                List.of("2026-03-29T01:30+01:00", "2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00"),
                next("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:20:00Z", 3));
        assertEquals(
                List.of(
                        "2026-10-25T02:00+02:00",
                        "2026-10-25T02:30+02:00",
                        "2026-10-25T02:00+01:00",
                        "2026-10-25T02:30+01:00",
                        "2026-10-25T03:00+01:00"),
                next("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:40:00Z", 5));
        assertEquals(
                List.of("2026-11-01T01:00-04:00", "2026-11-01T01:00-05:00", "2026-11-01T02:00-05:00"),
                next("@hourly", "America/New_York", "2026-11-01T04:30:00Z", 3));
    }

    @Test
    void aLeapDayComesEveryFourYears() {
        assertEquals(
                List.of("2028-02-29T06:00Z", "2032-02-29T06:00Z"),
                next("0 6 29 2 *", "UTC", "2026-01-01T00:00:00Z", 2));
        assertEquals(List.of("2104-02-29T06:00Z"), next("0 6 29 2 *", "UTC", "2097-01-01T00:00:00Z", 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 9 * * MON-FRI     | 2026-03-06T12:00:00Z | 2026-03-09T09:00Z
            0 9 * * mon,wed     | 2026-03-09T12:00:00Z | 2026-03-11T09:00Z
            0 9 * * 0           | 2026-03-06T12:00:00Z | 2026-03-08T09:00Z
            0 9 * * 7           | 2026-03-06T12:00:00Z | 2026-03-08T09:00Z
            0 9 1 JAN,JUL *     | 2026-03-06T12:00:00Z | 2026-07-01T09:00Z
            */20 * * * *        | 2026-03-06T12:01:00Z | 2026-03-06T12:20Z
            5/20 * * * *        | 2026-03-06T12:06:00Z | 2026-03-06T12:25Z
            10-30/10 * * * *    | 2026-03-06T12:30:00Z | 2026-03-06T13:10Z
            0 */7 * * *         | 2026-03-06T21:00:00Z | 2026-03-07T00:00Z
            0 9 13 * FRI        | 2026-03-27T12:00:00Z | 2026-04-03T09:00Z
            0 9 31 * *          | 2026-03-31T12:00:00Z | 2026-05-31T09:00Z
            @hourly             | 2026-03-06T12:00:00Z | 2026-03-06T13:00Z
            @daily              | 2026-03-06T12:00:00Z | 2026-03-07T00:00Z
            @weekly             | 2026-03-06T12:00:00Z | 2026-03-08T00:00Z
            @monthly            | 2026-03-06T12:00:00Z | 2026-04-01T00:00Z
            @yearly             | 2026-03-06T12:00:00Z | 2027-01-01T00:00Z
            """)
    void fieldsAreReadAsCronDoes(String cron, String after, String expected) {
        assertEquals(List.of(expected), next(cron, "UTC", after, 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            61 * * * *      ; 'minute'
            * 25 * * *      ; 'hour'
            * * 0 * *       ; 'day of month'
            * * * FOO *     ; 'month'
            * * * * FUNDAY  ; 'day of week'
            * * * * FRI-MON ; 'day of week'
            */0 * * * *     ; 'minute'
            0 0 L * *       ; 'day of month'
            -5 * * * *      ; 'minute'
            1,, * * * *     ; 'minute'
            * * *           ; 3 fields
            0 0 1 * * *     ; 6 fields
            ''              ; 0 fields
            @reboot         ; no @reboot
            0||5 0 * * *    ; characters
            ? * * * *       ; characters
            99999999999 * * * * ; 'minute'
            """, quoteCharacter = '"')
    void whatCannotBeReadIsNamed(String cron, String said) {
        String written = cron.equals("''") ? "" : cron;
        var refused = assertThrows(IllegalArgumentException.class, () -> CronTimes.of(written, ZoneId.of("UTC")));
        assertTrue(String.valueOf(refused.getMessage()).contains(said), refused.getMessage());
    }

    @Test
    void allWrongFieldsAreNamedAtOnce() {
        var refused = assertThrows(IllegalArgumentException.class, () -> CronTimes.of("60 24 * * 9", ZoneId.of("UTC")));
        for (String field : List.of("'minute'", "'hour'", "'day of week'")) {
            assertTrue(String.valueOf(refused.getMessage()).contains(field), refused.getMessage());
        }
    }

    @Test
    void aDayThatNoMonthHasNeverComes() {
        for (String cron : List.of("0 0 30 2 *", "0 0 31 4,6 *")) {
            assertEquals(
                    Optional.empty(),
                    CronTimes.of(cron, ZoneId.of("UTC")).after(Instant.parse("2026-01-01T00:00:00Z")));
        }
    }

    private static List<String> next(String cron, String zone, String after, int count) {
        CronTimes times = CronTimes.of(cron, ZoneId.of(zone));
        Instant first = times.after(Instant.parse(after)).orElseThrow();
        return times.from(first, count).stream()
                .map(time -> time.atZone(times.zone()).toOffsetDateTime().toString())
                .toList();
    }
}
