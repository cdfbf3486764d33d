package dev.beworkflows.schedule;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The times that a cron expression of five fields means in a time zone; pure. When clocks go forward, a time of day that does not exist is left out on that day; when they go back, one
 * that exists twice is meant the first time. What comes every few minutes or hours comes so through both.
 */
public final class CronTimes {

    /** The most characters of an expression. */
    public static final int LONGEST = 200;

    private static final CronDefinition DEFINITION = definition();
    private static final List<String> FIELDS = List.of("minute", "hour", "day of month", "month", "day of week");
    // the library reads more than cron does, such as several expressions with '|' between them
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9*,/@ \\t-]*");

    private final String cron;
    private final ZoneId zone;
    private final ExecutionTime times;

    private CronTimes(String cron, ZoneId zone, ExecutionTime times) {
        this.cron = cron;
        this.zone = zone;
        this.times = times;
    }

    /** @throws IllegalArgumentException with what is wrong, and in which fields */
    public static CronTimes of(String cron, ZoneId zone) {
        if (cron.length() > LONGEST) {
            throw new IllegalArgumentException("it is longer than " + LONGEST + " characters");
        }
        if (!CHARACTERS.matcher(cron).matches()) {
            throw new IllegalArgumentException("it has characters that are in no cron expression");
        }
        String plain = cron.strip();
        if (plain.startsWith("@")) {
            return new CronTimes(cron, zone, nickname(plain));
        }
        String[] fields = plain.split("[ \\t]+", -1);
        if (fields.length != FIELDS.size()) {
            throw new IllegalArgumentException("it has " + (plain.isEmpty() ? 0 : fields.length) + " fields, not 5");
        }
        return new CronTimes(cron, zone, fields(fields));
    }

    private static ExecutionTime nickname(String name) {
        try {
            return parse(name.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("there is no " + name, e);
        }
    }

    private static ExecutionTime fields(String[] fields) {
        try {
            return parse(String.join(" ", fields));
        } catch (IllegalArgumentException e) {
            List<String> wrong = new ArrayList<>();
            for (int i = 0; i < fields.length; i++) {
                problem(fields[i], i).ifPresent(wrong::add);
            }
            throw new IllegalArgumentException(wrong.isEmpty() ? reason(e) : String.join("; ", wrong), e);
        }
    }

    /** The library does not say where it stumbles, so each field is read alone. */
    private static Optional<String> problem(String field, int index) {
        String[] alone = {"*", "*", "*", "*", "*"};
        alone[index] = field;
        try {
            var unused = parse(String.join(" ", alone));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("the field '" + FIELDS.get(index) + "' is wrong: " + reason(e));
        }
    }

    private static String reason(IllegalArgumentException e) {
        return String.valueOf(e.getMessage()).replace("Failed to parse cron expression. ", "");
    }

    private static ExecutionTime parse(String cron) {
        try {
            return ExecutionTime.forCron(new CronParser(DEFINITION).parse(cron).validate());
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("it cannot be read", e);
        }
    }

    /** As it was written. */
    public String cron() {
        return cron;
    }

    public ZoneId zone() {
        return zone;
    }

    /** The first time after this one; empty: there is none, as on a 30th of February. */
    public Optional<Instant> after(Instant time) {
        return times.nextExecution(time.atZone(zone)).map(next -> next.toInstant());
    }

    /** The first time and those after it, as many as asked for. */
    public List<Instant> from(Instant first, int count) {
        List<Instant> list = new ArrayList<>();
        Optional<Instant> time = Optional.of(first);
        while (time.isPresent() && list.size() < count) {
            list.add(time.get());
            time = after(time.get());
        }
        return list;
    }

    private static CronDefinition definition() {
        return CronDefinitionBuilder.defineCron()
                .withMinutes()
                .withValidRange(0, 59)
                .withStrictRange()
                .and()
                .withHours()
                .withValidRange(0, 23)
                .withStrictRange()
                .and()
                .withDayOfMonth()
                .withValidRange(1, 31)
                .withStrictRange()
                .and()
                .withMonth()
                .withValidRange(1, 12)
                .withStrictRange()
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .withIntMapping(7, 0)
                .withStrictRange()
                .and()
                .withSupportedNicknameHourly()
                .withSupportedNicknameDaily()
                .withSupportedNicknameMidnight()
                .withSupportedNicknameWeekly()
                .withSupportedNicknameMonthly()
                .withSupportedNicknameYearly()
                .withSupportedNicknameAnnually()
                .instance();
    }
}
