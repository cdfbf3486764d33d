package dev.beworkflows.journal;

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
}
