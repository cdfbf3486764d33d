package dev.beworkflows.worker;

import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.Room.NoRoom;
import dev.beworkflows.task.TaskAttempt;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.WorkflowId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps code that ends its worker again and again from taking one worker after the other: after three in a row it waits for a second, and twice as long after each further one, up to a
 * minute. Meanwhile its calls are refused, those of others are not. Other code of the same task starts anew.
 *
 * <p>Belongs to the pool's loop; only {@link #refusal} may be asked on any thread.
 */
final class CrashLoops {

    private static final Logger LOG = LoggerFactory.getLogger(CrashLoops.class);
    private static final int FREE = 3;
    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 60_000;

    /** Code that was not called for so long after its pause is forgotten. */
    private static final long FORGOTTEN = Duration.ofMinutes(10).toNanos();

    private final Map<String, Row> rows = new ConcurrentHashMap<>();

    /**
     * Deaths without a task that ended otherwise.
     *
     * @param until when it may be tried again
     * @param how the last one ended
     */
    private record Row(WorkflowId workflow, TaskName task, String file, int deaths, long until, String how) {

        boolean isDamped(long now) {
            return deaths >= FREE && until - now > 0;
        }

        NoRoom refusal(long now) {
            long wait = until - now;
            String why = "task '" + task + "' has ended its worker " + deaths + " times in a row: the last one " + how
                    + "; it is tried again in " + Math.max(1, Math.round(wait / 1e9)) + " s";
            return new NoRoom(why, Duration.ofNanos(wait));
        }

        Row tried(long now) {
            return new Row(workflow, task, file, deaths, now + pause(deaths), how);
        }
    }

    /** Why a call of the workflow would be refused. */
    Optional<NoRoom> refusal(WorkflowId workflow, long now) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        return rows.values().stream()
                .filter(row -> row.workflow().equals(workflow) && row.isDamped(now))
                .map(row -> row.refusal(now))
                .findFirst();
    }

    /** The same for a call on its way to a worker. */
    Optional<NoRoom> refusal(List<TaskAttempt> chain, long now) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        return chain.stream()
                .flatMap(attempt ->
                        Optional.ofNullable(rows.get(attempt.call().code().id())).stream())
                .filter(row -> row.isDamped(now))
                .map(row -> row.refusal(now))
                .findFirst();
    }

    /** The call gets a worker. If it is a new try, others wait until it is known how it ended, or for the pause. */
    void begin(List<TaskAttempt> chain, long now) {
        if (!rows.isEmpty()) {
            chain.forEach(attempt -> rows.computeIfPresent(
                    attempt.call().code().id(), (code, row) -> row.deaths() >= FREE ? row.tried(now) : row));
        }
    }

    /**
     * The call has ended its worker.
     *
     * @param how in words
     */
    void died(TaskCall call, String how, long now) {
        rows.values().removeIf(row -> now - row.until() > FORGOTTEN);
        Row before = rows.get(call.code().id());
        int deaths = before == null ? 1 : before.deaths() + 1;
        WorkflowId workflow = call.run().version().workflow();
        Row row = new Row(workflow, call.task(), call.code().file(), deaths, now + pause(deaths), how);
        rows.put(call.code().id(), row);
        if (deaths >= FREE) {
            LOG.warn(
                    "workflow={} task={} deaths_in_a_row={} next=its calls are refused for {} ms",
                    workflow,
                    call.task(),
                    deaths,
                    Duration.ofNanos(pause(deaths)).toMillis());
        }
    }

    /** Calls will go to this code: what other code of the same task did is past. */
    void published(CodeUnit code) {
        rows.entrySet()
                .removeIf(entry -> entry.getValue().file().equals(code.file())
                        && !entry.getKey().equals(code.id()));
    }

    /** The call has ended, and its worker lives. */
    void ended(CodeUnit code) {
        if (!rows.isEmpty()) {
            rows.remove(code.id());
        }
    }

    private static long pause(int deaths) {
        int doublings = Math.min(20, Math.max(0, deaths - FREE));
        return deaths < FREE
                ? 0
                : Duration.ofMillis(Math.min(LONGEST_MILLIS, FIRST_MILLIS << doublings))
                        .toNanos();
    }
}
