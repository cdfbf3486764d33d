package dev.beworkflows.postgres;

import dev.beworkflows.journal.RunChoice;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.TimeOrderedUuid;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Says which rows of "run" are meant. Only what is asked for is said: with a condition that might be switched off, the planner could not count on an index.
 */
final class RunConditions {

    /** How far the clock in a run's id may be from the time of its first event. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final UUID LEAST = new UUID(0, 0);

    private final List<String> conditions = new ArrayList<>();
    private final Tuple values = Tuple.tuple();

    /** Mode and status are literals, words of ours: only so can the indexes of some modes and statuses be used. */
    RunConditions choice(RunChoice choice) {
        choice.workflow().ifPresent(id -> conditions.add("workflow_id = " + value(id.value())));
        choice.mode().ifPresent(word -> conditions.add("mode = '" + word.json() + "'"));
        choice.status().ifPresent(word -> conditions.add("status = '" + word.json() + "'"));
        choice.user().ifPresent(name -> conditions.add("user_name = " + value(PgText.storable(name))));
        return this;
    }

    RunConditions since(Optional<Instant> since) {
        since.ifPresent(time -> {
            conditions.add("accepted_at >= " + value(time.atOffset(ZoneOffset.UTC)));
            conditions.add("id >= " + value(idAt(time.minus(SLACK))));
        });
        return this;
    }

    RunConditions until(Optional<Instant> until) {
        until.ifPresent(time -> {
            conditions.add("accepted_at < " + value(time.atOffset(ZoneOffset.UTC)));
            conditions.add("id < " + value(idAt(time.plus(SLACK))));
        });
        return this;
    }

    RunConditions before(Optional<RunId> before) {
        before.ifPresent(id -> conditions.add("id < " + value(id.value())));
        return this;
    }

    /** A line for a statement; empty when all rows are meant. */
    String where() {
        return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions) + "\n";
    }

    /** @return how the statement names it */
    String value(Object value) {
        values.addValue(value);
        return "$" + values.size();
    }

    Tuple values() {
        return values;
    }

    /** The ids of runs begin with the time at which they were made: so the index on ids finds times as well. */
    private static UUID idAt(Instant instant) {
        return TimeOrderedUuid.of(Math.max(0, instant.toEpochMilli()), LEAST);
    }
}
