package dev.beworkflows.journal;

import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Runs that last as long as the process. */
public final class MemoryRunStore implements RunStore {
    private final Map<RunId, RunHistory> runs = new ConcurrentHashMap<>();

    @Override
    public Future<Void> saveAll(List<RunHistory> ended) {
        ended.forEach(history -> runs.putIfAbsent(history.run().header().id(), history));
        return Future.succeededFuture();
    }

    @Override
    public Future<List<RunEvent>> events(RunId id) {
        return Future.succeededFuture(
                Optional.ofNullable(runs.get(id)).map(RunHistory::events).orElse(List.of()));
    }

    @Override
    public Future<List<RunEvent>> events(RunId id, long after, int limit) {
        return events(id)
                .map(all -> all.stream()
                        .filter(event -> event.seq() > after)
                        .limit(limit)
                        .toList());
    }

    @Override
    public Future<List<RunSummary>> list(RunFilter filter) {
        return Future.succeededFuture(runs.values().stream()
                .map(history -> RunSummary.of(history.run()))
                .filter(filter::matches)
                .sorted(Comparator.comparing(RunSummary::id).reversed())
                .limit(filter.limit())
                .toList());
    }
}
