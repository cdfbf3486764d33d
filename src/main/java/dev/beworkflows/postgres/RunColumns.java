package dev.beworkflows.postgres;

import dev.beworkflows.journal.Placement;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.journal.RunWrite;
import dev.beworkflows.run.FailureJson;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunEventJson;
import dev.beworkflows.run.RunId;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Many runs as one array a column, and their events likewise. */
final class RunColumns {

    private record Event(RunId run, RunEvent event) {}

    private RunColumns() {}

    /** Eleven columns of runs, the last of them their packed events, then five of events that are not packed. */
    static Tuple of(List<RunHistory> histories) {
        List<Run> runs = histories.stream().map(RunHistory::run).toList();
        Tuple columns = Tuple.tuple();
        addHeaders(columns, runs);
        addOutcomes(columns, runs);
        String[] packed = packed(histories);
        columns.addValue(packed);
        addEvents(columns, loose(histories, packed));
        return columns;
    }

    /** Thirteen columns of runs with where they stand in the queue, then five of events that are not packed. */
    static Tuple accepted(List<AcceptedRun> all) {
        List<RunHistory> histories = all.stream().map(AcceptedRun::history).toList();
        List<Run> runs = histories.stream().map(RunHistory::run).toList();
        Tuple columns = Tuple.tuple();
        addHeaders(columns, runs);
        columns.addValue(column(runs, String[]::new, run -> run.status().json()))
                .addValue(column(runs, String[]::new, RunColumns::user))
                .addValue(column(
                        runs, OffsetDateTime[]::new, run -> utc(run.times().acceptedAt())))
                .addValue(column(
                        runs,
                        OffsetDateTime[]::new,
                        run -> utc(run.times().startedAt().orElse(null))))
                .addValue(column(all, Long[]::new, AcceptedRun::epoch));
        String[] packed = packed(histories);
        columns.addValue(packed);
        addPlacements(columns, all.stream().map(AcceptedRun::placement).toList());
        addEvents(columns, loose(histories, packed));
        return columns;
    }

    private static void addPlacements(Tuple columns, List<Placement> placements) {
        columns.addValue(column(placements, Short[]::new, placement -> (short) placement.priority()))
                .addValue(column(
                        placements,
                        OffsetDateTime[]::new,
                        placement -> utc(placement.runAt().orElse(null))))
                .addValue(column(placements, Integer[]::new, RunColumns::concurrency));
    }

    private static @Nullable Integer concurrency(Placement placement) {
        return placement.concurrency().isPresent() ? placement.concurrency().getAsInt() : null;
    }

    private static String[] packed(List<RunHistory> histories) {
        return column(
                histories,
                String[]::new,
                history -> PackedEvents.pack(history.events()).orElse(null));
    }

    private static List<Event> loose(List<RunHistory> histories, String[] packed) {
        List<Event> loose = new ArrayList<>();
        for (int i = 0; i < packed.length; i++) {
            if (packed[i] == null) {
                RunHistory history = histories.get(i);
                addTo(loose, history.run().header().id(), history.events());
            }
        }
        return loose;
    }

    /** One run of a placement: nine columns, its events packed or else as four arrays, then where it stands in the queue. */
    static Tuple one(RunHistory history, Placement placement, long epoch) {
        Run run = history.run();
        Tuple columns = Tuple.tuple()
                .addUUID(run.header().id().value())
                .addString(run.header().version().workflow().value())
                .addInteger(run.header().version().version())
                .addString(run.header().mode().json())
                .addString(run.status().json())
                .addString(user(run))
                .addOffsetDateTime(utc(run.times().acceptedAt()))
                .addOffsetDateTime(utc(run.times().startedAt().orElse(null)))
                .addLong(epoch);
        Optional<String> packed = PackedEvents.pack(history.events());
        List<Event> loose = new ArrayList<>();
        if (packed.isEmpty()) {
            addTo(loose, run.header().id(), history.events());
        }
        addEventDetails(columns.addString(packed.orElse(null)), loose);
        return columns.addShort((short) placement.priority())
                .addOffsetDateTime(utc(placement.runAt().orElse(null)))
                .addInteger(concurrency(placement));
    }

    /** Eight columns of runs, five of their events, three of what their tasks left. */
    static Tuple of(Collection<RunWrite> writes) {
        List<RunWrite> all = List.copyOf(writes);
        List<Run> runs = all.stream().map(RunWrite::after).toList();
        Tuple columns = Tuple.tuple()
                .addValue(column(runs, UUID[]::new, run -> run.header().id().value()))
                .addValue(column(all, Long[]::new, write -> write.claim().epoch()))
                .addValue(column(runs, String[]::new, run -> run.status().json()))
                .addValue(column(runs, String[]::new, RunColumns::failure))
                .addValue(column(
                        runs,
                        OffsetDateTime[]::new,
                        run -> utc(run.times().startedAt().orElse(null))))
                .addValue(column(
                        runs,
                        OffsetDateTime[]::new,
                        run -> utc(run.times().finishedAt().orElse(null))))
                .addValue(column(
                        all,
                        String[]::new,
                        write -> write.response().map(Buffer::toString).orElse(null)))
                .addValue(column(all, Boolean[]::new, RunWrite::release));
        List<Event> events = new ArrayList<>();
        all.forEach(write -> addTo(events, write.claim().run(), write.events()));
        addEvents(columns, events);
        addOutputs(columns, all);
        return columns;
    }

    private record Output(RunId run, TaskName task, TaskOutput output) {}

    private static void addOutputs(Tuple columns, List<RunWrite> writes) {
        List<Output> outputs = writes.stream()
                .flatMap(write -> write.outputs().entrySet().stream()
                        .map(left -> new Output(write.claim().run(), left.getKey(), left.getValue())))
                .toList();
        columns.addValue(column(outputs, UUID[]::new, left -> left.run.value()))
                .addValue(column(outputs, String[]::new, left -> left.task.value()))
                .addValue(column(outputs, String[]::new, left -> PgRunQueue.text(left.output)));
    }

    private static @Nullable String user(Run run) {
        return run.header().caller().user().map(PgText::storable).orElse(null);
    }

    private static @Nullable String failure(Run run) {
        return run.failure()
                .map(failure -> PgJson.text(FailureJson.write(failure)))
                .orElse(null);
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
                .addValue(column(runs, String[]::new, RunColumns::user))
                .addValue(column(runs, String[]::new, RunColumns::failure))
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

    private static void addTo(List<Event> all, RunId run, List<RunEvent> events) {
        events.forEach(event -> all.add(new Event(run, event)));
    }

    private static void addEvents(Tuple columns, List<Event> events) {
        columns.addValue(column(events, UUID[]::new, event -> event.run.value()));
        addEventDetails(columns, events);
    }

    private static void addEventDetails(Tuple columns, List<Event> events) {
        columns.addValue(column(events, Long[]::new, event -> event.event.seq()))
                .addValue(column(events, OffsetDateTime[]::new, event -> utc(event.event.at())))
                .addValue(column(events, String[]::new, event -> RunEventJson.kind(event.event.happening())))
                .addValue(column(events, String[]::new, event -> PgJson.details(event.event.happening())));
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
