package dev.beworkflows.http;

import dev.beworkflows.http.RunReader.EventPage;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The events of one run after a certain one, and at its end, if wanted, its answer. */
final class RunEventSource implements EventSource {
    static final int PAGE = 200;

    private final RunReader runs;
    private final RunId run;
    private final Optional<Supplier<Future<Reply>>> answer;
    private final RenderedEvents rendered;
    private Optional<EventPage> first;
    private long cursor;

    /**
     * @param after number of the last event that the reader has
     * @param first what comes next, when that is known already
     * @param answer asked for when the run has ended
     */
    RunEventSource(
            RunReader runs,
            RenderedEvents rendered,
            RunId run,
            long after,
            Optional<EventPage> first,
            Optional<Supplier<Future<Reply>>> answer) {
        this.rendered = rendered;
        this.runs = runs;
        this.run = run;
        this.cursor = after;
        this.first = first;
        this.answer = answer;
    }

    @Override
    public Future<Piece> next() {
        if (first.isPresent()) {
            EventPage page = first.get();
            first = Optional.empty();
            return piece(page);
        }
        return runs.events(run, cursor, PAGE).compose(found -> piece(found.orElse(new EventPage(List.of(), true))));
    }

    @Override
    public Runnable watch(Runnable wake) {
        return runs.watch(run, wake);
    }

    private Future<Piece> piece(EventPage page) {
        List<Buffer> events = new ArrayList<>();
        for (RunEvent event : page.events()) {
            cursor = event.seq();
            events.add(rendered.of(run, event));
        }
        if (!page.ended() || answer.isEmpty()) {
            return Future.succeededFuture(new Piece(events, page.ended()));
        }
        return answer.get().get().map(reply -> {
            String name = reply.status() < 400 ? "response" : "problem";
            events.add(SseWriter.event(Optional.empty(), name, reply.body().toString()));
            return new Piece(events, true);
        });
    }
}
