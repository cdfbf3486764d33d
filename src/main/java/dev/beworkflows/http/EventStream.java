package dev.beworkflows.http;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to one reader, who asks for the next ones when there is room for them: nothing is kept for a slow reader, who is disconnected after a while and comes back to where it was.
 *
 * <p>Belongs to the connection's event loop.
 */
final class EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final EventSource source;
    private final EventSink sink;
    private final Wakes wakes;
    private final HttpLimits.Streams limits;
    private final Runnable onClosed;
    private final AtomicBoolean woken = new AtomicBoolean();
    private Runnable unwatch = () -> {};
    private State state = State.ASKING;
    private boolean again;
    private long commentTimer;
    private long drainTimer;
    private long endTimer;

    private enum State {
        /** The source was asked for more. */
        ASKING,
        /** There is nothing more for now. */
        IDLE,
        /** The reader does not keep up. */
        FULL,
        CLOSED
    }

    /** @param onClosed told once when it is over, however that came */
    EventStream(EventSource source, EventSink sink, Wakes wakes, HttpLimits.Streams limits, Runnable onClosed) {
        this.source = source;
        this.sink = sink;
        this.wakes = wakes;
        this.limits = limits;
        this.onClosed = onClosed;
    }

    /** @param until when it has to end, if ever */
    void begin(Optional<Instant> until) {
        sink.onClosed(this::close);
        Duration jitter = Duration.ofMillis(ThreadLocalRandom.current().nextLong(1_000));
        sink.write(SseWriter.retry(RETRY.plus(jitter)));
        unwatch = source.watch(this::wakeSoon);
        commentLater();
        until.ifPresent(end -> endTimer = sink.after(Duration.between(Instant.now(), end), this::end));
        ask();
    }

    /** On any thread. */
    private void wakeSoon() {
        if (woken.compareAndSet(false, true)) {
            wakes.add(this::wake);
        }
    }

    private void wake() {
        woken.set(false);
        if (state == State.IDLE) {
            ask();
        } else {
            again = true;
        }
    }

    private void ask() {
        Future<EventSource.Piece> next = next();
        while (next.succeeded()) { // what is in memory needs no other turn of the loop
            write(next.result());
            if (state != State.ASKING) {
                return;
            }
            next = next();
        }
        next.onSuccess(piece -> sink.run(() -> arrived(piece))).onFailure(why -> sink.run(() -> failed(why)));
    }

    private Future<EventSource.Piece> next() {
        state = State.ASKING;
        again = false;
        return source.next();
    }

    private void arrived(EventSource.Piece piece) {
        if (state == State.ASKING) {
            write(piece);
            if (state == State.ASKING) {
                ask();
            }
        }
    }

    /** Still asking after that: there may be more. */
    private void write(EventSource.Piece piece) {
        sink.write(piece.events());
        if (piece.ended()) {
            end();
        } else if (sink.isFull()) {
            waitForRoom();
        } else if (!again && piece.events().isEmpty()) {
            state = State.IDLE;
        }
    }

    private void waitForRoom() {
        state = State.FULL;
        drainTimer = sink.after(limits.drain(), () -> {
            if (state == State.FULL) {
                LOG.info("stream closed reason=reader too slow");
                sink.abort();
                close();
            }
        });
        sink.onDrain(() -> {
            if (state == State.FULL) {
                sink.cancel(drainTimer);
                ask();
            }
        });
    }

    private void failed(Throwable why) {
        LOG.debug("stream next=try again cause={}", why.toString());
        var unused = sink.after(AFTER_FAILURE, () -> {
            if (state == State.ASKING) {
                ask();
            }
        });
    }

    private void commentLater() {
        commentTimer = sink.after(limits.comment(), () -> {
            if (state == State.IDLE || state == State.ASKING) {
                sink.write(SseWriter.COMMENT);
            }
            if (state != State.CLOSED) {
                commentLater();
            }
        });
    }

    private void end() {
        sink.end();
        close();
    }

    private void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            unwatch.run();
            sink.cancel(commentTimer);
            sink.cancel(drainTimer);
            sink.cancel(endTimer);
            onClosed.run();
        }
    }
}
