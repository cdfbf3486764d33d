package dev.beworkflows.schedule;

import java.util.UUID;
import java.util.regex.Pattern;

/** Identifies a schedule: 12 hexadecimal digits. */
public record ScheduleId(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{12}");

    public ScheduleId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("the id of a schedule is 12 hexadecimal digits");
        }
    }

    public static ScheduleId random() {
        return new ScheduleId(UUID.randomUUID().toString().replace("-", "").substring(20));
    }

    @Override
    public String toString() {
        return value;
    }
}
