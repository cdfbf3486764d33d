package dev.beworkflows.journal;

import dev.beworkflows.run.RunId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who wants to look when something happened to a run. Thread safe; being woken says nothing but "look". */
final class Watchers {
    private final Map<RunId, List<Runnable>> byRun = new ConcurrentHashMap<>();
    private final List<StoreWatcher> ofStored = new CopyOnWriteArrayList<>();

    /** The result ends it. */
    Runnable add(RunId id, Runnable wake) {
        var unused = byRun.compute(id, (key, old) -> {
            List<Runnable> watchers = old == null ? new CopyOnWriteArrayList<>() : old;
            watchers.add(wake);
            return watchers;
        });
        return () -> remove(id, wake);
    }

    /** For whoever looks at what is stored, of whatever run. */
    Runnable add(StoreWatcher watcher) {
        ofStored.add(watcher);
        return () -> ofStored.remove(watcher);
    }

    boolean has(RunId id) {
        return byRun.containsKey(id);
    }

    boolean isEmpty() {
        return byRun.isEmpty() && ofStored.isEmpty();
    }

    void wake(RunId id) {
        List<Runnable> watchers = byRun.get(id);
        if (watchers != null) {
            watchers.forEach(Runnable::run);
        }
    }

    /** Something may have been stored. */
    void stored() {
        ofStored.forEach(StoreWatcher::look);
    }

    boolean hasForStored() {
        return !ofStored.isEmpty();
    }

    void written(StoreWatcher.Transaction transaction) {
        ofStored.forEach(watcher -> watcher.written(transaction));
    }

    void wakeAll() {
        byRun.values().forEach(watchers -> watchers.forEach(Runnable::run));
        stored();
    }

    private void remove(RunId id, Runnable wake) {
        var unused = byRun.computeIfPresent(id, (key, watchers) -> {
            watchers.remove(wake);
            return watchers.isEmpty() ? null : watchers;
        });
    }
}
