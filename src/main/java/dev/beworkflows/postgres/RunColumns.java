package dev.beworkflows.postgres;

import dev.beworkflows.journal.Placement;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.journal.RunWrite;
import dev.beworkflows.run.FailureJson;
import dev.beworkflows.run.Run;
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
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Many runs as one array a column, and the pieces of their events likewise. */
final class RunColumns {

    private record Piece(RunId run, PackedEvents.Piece piece) {}

    private RunColumns() {}

    /** Eleven columns of runs, the last of them the first piece of their events, then five of further pieces. */
    static Tuple of(List<RunHistory> histories) {
        List<Run> runs = histories.stream().map(RunHistory::run).toList();
        List<List<PackedEvents.Piece>> pieces = histories.stream()
                .map(history -> PackedEvents.pack(history.events()))
                .toList();
        Tuple columns = Tuple.tuple();
        addHeaders(columns, runs);
        addOutcomes(columns, runs);
        addPieces(addFirst(columns, pieces), further(runs, pieces));
        return columns;
    }

    /** Thirteen columns of runs with the first piece of their events and where they stand in the queue, then five of further pieces. */
    static Tuple accepted(List<AcceptedRun> all) {
        List<RunHistory> histories = all.stream().map(AcceptedRun::history).toList();
        List<Run> runs = histories.stream().map(RunHistory::run).toList();
        List<List<PackedEvents.Piece>> pieces = histories.stream()
                .map(history -> PackedEvents.pack(history.events()))
                .toList();
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
        addPlacements(
                addFirst(columns, pieces),
                all.stream().map(AcceptedRun::placement).toList());
        addPieces(columns, further(runs, pieces));
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

    /** One run of a placement: nine columns, the first piece of its events, further pieces as four arrays, then where it stands in the queue. */
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
        List<PackedEvents.Piece> pieces = PackedEvents.pack(history.events());
        addPieceDetails(
                columns.addString(pieces.get(0).events()),
                furtherOf(run.header().id(), pieces));
        return columns.addShort((short) placement.priority())
                .addOffsetDateTime(utc(placement.runAt().orElse(null)))
                .addInteger(concurrency(placement));
    }

    /** Eight columns of runs, five of pieces of their events, three of what their tasks left. */
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
        addPieces(
                columns,
                all.stream()
                        .flatMap(write -> PackedEvents.pack(write.events()).stream()
                                .map(piece -> new Piece(write.claim().run(), piece)))
                        .toList());
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
                .addValue(column(outputs, String[]::new, left -> StoredOutputs.text(left.output)));
    }

    static UUID[] ids(Collection<RunId> runs) {
        return runs.stream().map(RunId::value).toArray(UUID[]::new);
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

    private static Tuple addFirst(Tuple columns, List<List<PackedEvents.Piece>> pieces) {
        return columns.addValue(
                column(pieces, String[]::new, ofRun -> ofRun.get(0).events()));
    }

    private static List<Piece> further(List<Run> runs, List<List<PackedEvents.Piece>> pieces) {
        List<Piece> further = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            further.addAll(furtherOf(runs.get(i).header().id(), pieces.get(i)));
        }
        return further;
    }

    private static List<Piece> furtherOf(RunId run, List<PackedEvents.Piece> pieces) {
        return pieces.stream().skip(1).map(piece -> new Piece(run, piece)).toList();
    }

    private static void addPieces(Tuple columns, List<Piece> pieces) {
        columns.addValue(column(pieces, UUID[]::new, piece -> piece.run.value()));
        addPieceDetails(columns, pieces);
    }

    private static void addPieceDetails(Tuple columns, List<Piece> pieces) {
        columns.addValue(column(pieces, Long[]::new, piece -> piece.piece.seq()))
                .addValue(column(pieces, OffsetDateTime[]::new, piece -> utc(piece.piece.at())))
                .addValue(column(pieces, String[]::new, piece -> piece.piece.events()))
                .addValue(column(pieces, Boolean[]::new, piece -> piece.piece.forUsers()));
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
