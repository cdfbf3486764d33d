package dev.beworkflows.journal;

import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The latest events of runs that somebody watches, to be read on any thread: many readers must not queue up at the journal's loop. Written on that loop only. */
final class Tails {
    private static final int LONGEST = 256;

    /** @param ended whether the last of these is the run's last */
    private record Tail(List<RunEvent> events, boolean ended) {}

    private final Map<RunId, Tail> tails = new ConcurrentHashMap<>();

    /** @param count how many events there are to show */
    void show(RunId id, LiveRun run, long count, boolean ended) {
        long from = Math.max(0, count - LONGEST);
        tails.put(id, new Tail(run.events(from, (int) (count - from)), ended));
    }

    void forget(RunId id) {
        tails.remove(id);
    }

    /** The events after one, when they are all in the tail. */
    Optional<EventPage> page(RunId id, long after, int limit) {
        Tail tail = tails.get(id);
        if (tail == null || tail.events.isEmpty() || after < tail.events.get(0).seq() - 1) {
            return Optional.empty();
        }
        List<RunEvent> events = tail.events;
        int from = (int) Math.min(events.size(), after + 1 - events.get(0).seq());
        int to = (int) Math.min(events.size(), (long) from + limit);
        return Optional.of(new EventPage(events.subList(from, to), tail.ended && to == events.size()));
    }
}
