package dev.beworkflows;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be stopped, the last started first. A part that does not stop does not keep the others from stopping. */
final class TakeDown {

    private static final Logger LOG = LoggerFactory.getLogger(TakeDown.class);

    private final Deque<Part> parts = new ArrayDeque<>();

    /** Stops one part; may block. */
    interface Stop {
        void run() throws Exception;
    }

    private record Part(String name, Stop stop) {}

    /** From now on this part is stopped before all that were added earlier. */
    synchronized void first(String name, Stop stop) {
        parts.push(new Part(name, stop));
    }

    synchronized void run() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.stop().run();
                LOG.debug("stopped part={}", part.name());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.warn("does not stop part={}, going on with the rest: {}", part.name(), e.toString());
            }
        }
    }
}
