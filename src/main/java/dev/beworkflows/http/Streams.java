package dev.beworkflows.http;

import dev.beworkflows.loop.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The streams of this server: begins them, and bounds their number. Thread safe. */
final class Streams {
    private final HttpLimits.Streams limits;
    private final HttpMeters meters;
    private final RenderedEvents rendered = new RenderedEvents();
    private final Wakes wakes;
    private final AtomicInteger open = new AtomicInteger();

    /** @param loop of all their connections */
    Streams(EventLoop loop, HttpLimits.Streams limits, HttpMeters meters) {
        this.wakes = new Wakes(loop);
        this.limits = limits;
        this.meters = meters;
    }

    RenderedEvents rendered() {
        return rendered;
    }

    /** @throws ProblemException when there are too many already */
    void requireRoom() {
        if (open.get() >= limits.most()) {
            throw Problem.of(ApiError.TOO_MANY_STREAMS, "the server has " + limits.most() + " open streams")
                    .retryAfter(Duration.ofSeconds(5))
                    .asException();
        }
    }

    /** @param until when it has to end, if ever */
    Reply of(EventSource source, Optional<Instant> until) {
        return Reply.stream(sink -> {
            int unused = open.incrementAndGet();
            meters.streamOpened();
            new EventStream(source, sink, wakes, limits, this::closed).begin(until);
        });
    }

    private void closed() {
        int unused = open.decrementAndGet();
        meters.streamClosed();
    }
}
