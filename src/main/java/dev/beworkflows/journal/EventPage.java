package dev.beworkflows.journal;

import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import java.util.List;

/**
 * A piece of a run's list of events.
 *
 * @param ended whether the last event of the run is in here, or came before
 */
public record EventPage(List<RunEvent> events, boolean ended) {
    public EventPage {
        events = List.copyOf(events);
    }

    /** Of a run that goes to {@link Run#lastSeq}. */
    static EventPage of(List<RunEvent> events, Run run, long after) {
        long last = events.isEmpty() ? after : events.get(events.size() - 1).seq();
        return new EventPage(events, last >= run.lastSeq() && run.status().isFinal());
    }

    static EventPage of(RunHistory history, long after, int limit) {
        List<RunEvent> events = history.events();
        int from = (int) Math.min(after, events.size());
        int to = (int) Math.min(events.size(), (long) from + limit);
        boolean ended = to == events.size() && history.run().status().isFinal();
        return new EventPage(events.subList(from, to), ended);
    }
}
