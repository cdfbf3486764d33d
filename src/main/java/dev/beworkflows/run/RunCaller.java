package dev.beworkflows.run;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * For whom and how a run was called.
 *
 * @param user who called, when that is known
 * @param headers of the request in lower case, without credentials
 */
public record RunCaller(Optional<String> user, String method, Map<String, String> headers) {

    /** The header that names the schedule that a run came of. */
    public static final String SCHEDULE_ID = "x-schedule-id";

    /** The header with the time that a schedule was fired for. */
    public static final String SCHEDULE_TIME = "x-schedule-time";

    /** What only schedules say, and no caller is believed. */
    public static final Set<String> SCHEDULE_HEADERS = Set.of(SCHEDULE_ID, SCHEDULE_TIME);

    public RunCaller {
        headers = Map.copyOf(headers);
    }

    /** The id of the schedule that called; empty: somebody else did. */
    public Optional<String> schedule() {
        return Optional.ofNullable(headers.get(SCHEDULE_ID));
    }
}
