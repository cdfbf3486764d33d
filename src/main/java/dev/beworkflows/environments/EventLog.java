package dev.beworkflows.environments;

import dev.beworkflows.environments.EnvironmentEvent.Kind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What happened to one environment, and who wants to hear more. Of very many lines the oldest are dropped. Belongs to the loop of {@link Environments}. */
final class EventLog {

    private static final int MOST = 2_000;

    private final Deque<EnvironmentEvent> events = new ArrayDeque<>();
    private final Set<Runnable> watchers = new LinkedHashSet<>();
    private long last;

    EventLog(Collection<EnvironmentEvent> before) {
        events.addAll(before);
        last = before.stream().mapToLong(EnvironmentEvent::seq).max().orElse(0);
    }

    void add(Instant at, Kind kind, String text) {
        if (events.size() == MOST) {
            EnvironmentEvent unused = events.removeFirst();
        }
        last++;
        events.addLast(new EnvironmentEvent(last, at, kind, text));
        List.copyOf(watchers).forEach(Runnable::run);
    }

    List<EnvironmentEvent> all() {
        return List.copyOf(events);
    }

    List<EnvironmentEvent> after(long seq, int limit) {
        return events.stream().filter(event -> event.seq() > seq).limit(limit).toList();
    }

    long last() {
        return last;
    }

    void watch(Runnable wake) {
        boolean unused = watchers.add(wake);
    }

    void unwatch(Runnable wake) {
        boolean unused = watchers.remove(wake);
    }

    void wakeAll() {
        List.copyOf(watchers).forEach(Runnable::run);
    }
}
