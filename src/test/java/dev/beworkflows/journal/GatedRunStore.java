package dev.beworkflows.journal;

import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A store whose saves the test lets through, or lets fail, one after the other. */
final class GatedRunStore implements RunStore {
    private final MemoryRunStore behind = new MemoryRunStore();
    private final BlockingQueue<Save> saves = new LinkedBlockingQueue<>();
    private final Set<RunId> refused = ConcurrentHashMap.newKeySet();
    private volatile boolean open;

    /** A call of {@link #saveAll} that waits for the test. */
    record Save(List<RunHistory> runs, Promise<Void> answer) {
        void fail() {
            answer.fail("the database is away");
        }
    }

    @Override
    public Future<Void> saveAll(List<RunHistory> runs) {
        if (runs.stream()
                .anyMatch(history -> refused.contains(history.run().header().id()))) {
            return Future.failedFuture(new RefusedRunsException(new IllegalStateException("no such row")));
        }
        if (open) {
            return behind.saveAll(runs);
        }
        Save save = new Save(runs, Promise.promise());
        saves.add(save);
        return save.answer.future().compose(let -> behind.saveAll(runs));
    }

    @Override
    public Future<List<RunEvent>> events(RunId id) {
        return behind.events(id);
    }

    @Override
    public Future<List<RunEvent>> events(RunId id, long after, int limit) {
        return behind.events(id, after, limit);
    }

    @Override
    public Future<List<RunSummary>> list(RunFilter filter) {
        return behind.list(filter);
    }

    void openForGood() {
        open = true;
    }

    void refuse(RunId id) {
        refused.add(id);
    }

    /** Whether a save waits that no test has seen. */
    boolean isSaving() {
        return !saves.isEmpty();
    }

    Save nextSave() throws InterruptedException {
        Save save = saves.poll(10, TimeUnit.SECONDS);
        if (save == null) {
            throw new AssertionError("nothing was saved within 10 s");
        }
        return save;
    }
}
