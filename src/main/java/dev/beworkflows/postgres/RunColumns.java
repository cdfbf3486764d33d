package dev.beworkflows.postgres;

import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.run.FailureJson;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunEventJson;
import dev.beworkflows.run.RunId;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Many runs as one array a column, and their events likewise. */
final class RunColumns {

    private record Event(RunId run, RunEvent event) {}

    private RunColumns() {}

    /** Ten columns of runs, then five of events. */
    static Tuple of(List<RunHistory> histories) {
        List<Run> runs = histories.stream().map(RunHistory::run).toList();
        List<Event> events = histories.stream()
                .flatMap(history -> history.events().stream()
                        .map(event -> new Event(history.run().header().id(), event)))
                .toList();
        Tuple columns = Tuple.tuple();
        addHeaders(columns, runs);
        addOutcomes(columns, runs);
        addEvents(columns, events);
        return columns;
    }

    private static void addHeaders(Tuple columns, List<Run> runs) {
        columns.addValue(column(runs, UUID[]::new, run -> run.header().id().value()))
                .addValue(column(
                        runs,
                        String[]::new,
                        run -> run.header().version().workflow().value()))
                .addValue(column(
                        runs, Integer[]::new, run -> run.header().version().version()))
                .addValue(column(runs, String[]::new, run -> run.header().mode().json()));
    }

    private static void addOutcomes(Tuple columns, List<Run> runs) {
        columns.addValue(column(runs, String[]::new, run -> run.status().json()))
                .addValue(column(
                        runs,
                        String[]::new,
                        run -> run.header()
                                .caller()
                                .user()
                                .map(PgText::storable)
                                .orElse(null)))
                .addValue(column(
                        runs,
                        String[]::new,
                        run -> run.failure()
                                .map(failure -> PgJson.text(FailureJson.write(failure)))
                                .orElse(null)))
                .addValue(column(
                        runs, OffsetDateTime[]::new, run -> utc(run.times().acceptedAt())))
                .addValue(column(
                        runs,
                        OffsetDateTime[]::new,
                        run -> utc(run.times().startedAt().orElse(null))))
                .addValue(column(
                        runs,
                        OffsetDateTime[]::new,
                        run -> utc(run.times().finishedAt().orElse(null))));
    }

    private static void addEvents(Tuple columns, List<Event> events) {
        columns.addValue(column(events, UUID[]::new, event -> event.run.value()))
                .addValue(column(events, Long[]::new, event -> event.event.seq()))
                .addValue(column(events, OffsetDateTime[]::new, event -> utc(event.event.at())))
                .addValue(column(events, String[]::new, event -> RunEventJson.kind(event.event.happening())))
                .addValue(column(
                        events, String[]::new, event -> PgJson.text(RunEventJson.details(event.event.happening()))));
    }

    private static <T, C> C[] column(List<T> rows, IntFunction<C[]> array, Function<T, @Nullable C> cell) {
        C[] column = array.apply(rows.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = cell.apply(rows.get(i));
        }
        return column;
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
