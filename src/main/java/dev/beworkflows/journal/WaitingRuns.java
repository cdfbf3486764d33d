package dev.beworkflows.journal;

import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.run.RunId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Ended runs in the order of their end, bounded in number and size. Belongs to the journal's loop. */
final class WaitingRuns {

    /** @param characters that it takes in memory, roughly */
    record Waiting(RunHistory history, long characters) {
        RunId id() {
            return history.run().header().id();
        }
    }

    private final JournalLimits limits;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final Map<RunId, RunHistory> byId = new HashMap<>();
    private long characters;

    WaitingRuns(JournalLimits limits) {
        this.limits = limits;
    }

    /** Returns how many of the oldest had to go for it; the newest always stays. */
    int add(Waiting added) {
        queue.addLast(added);
        remember(added);
        int over = 0;
        while (queue.size() > 1 && (queue.size() > limits.waitingRuns() || characters > limits.waitingCharacters())) {
            var unused = removeOldest();
            over++;
        }
        return over;
    }

    /** Takes the oldest: at least one if there is one, else no more than this many with this many characters. */
    List<Waiting> take(int most, long mostCharacters) {
        List<Waiting> taken = new ArrayList<>(Math.min(most, queue.size()));
        long sum = 0;
        while (taken.size() < most && !queue.isEmpty()) {
            sum += queue.getFirst().characters();
            if (sum > mostCharacters && !taken.isEmpty()) {
                break;
            }
            taken.add(removeOldest());
        }
        return taken;
    }

    /** Makes them the oldest again. */
    void putBack(List<Waiting> taken) {
        for (int i = taken.size() - 1; i >= 0; i--) {
            queue.addFirst(taken.get(i));
            remember(taken.get(i));
        }
    }

    Optional<RunHistory> find(RunId id) {
        return Optional.ofNullable(byId.get(id));
    }

    Stream<RunHistory> all() {
        return byId.values().stream();
    }

    Optional<Waiting> oldest() {
        return Optional.ofNullable(queue.peekFirst());
    }

    int size() {
        return queue.size();
    }

    private void remember(Waiting added) {
        byId.put(added.id(), added.history());
        characters += added.characters();
    }

    private Waiting removeOldest() {
        Waiting oldest = queue.removeFirst();
        byId.remove(oldest.id());
        characters -= oldest.characters();
        return oldest;
    }
}
