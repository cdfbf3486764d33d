package dev.beworkflows.environments;

import java.util.List;

/**
 * Some events of an environment, in order.
 *
 * @param ended whether no build is under way and these are the last events
 */
public record EventPage(List<EnvironmentEvent> events, boolean ended) {

    public EventPage {
        events = List.copyOf(events);
    }
}
