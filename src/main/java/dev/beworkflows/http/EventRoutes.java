package dev.beworkflows.http;

import dev.beworkflows.access.EventTokens;
import dev.beworkflows.http.RunReader.EventPage;
import dev.beworkflows.journal.UserCursor;
import dev.beworkflows.run.RunId;
import dev.beworkflows.schema.NamedText;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Events over SSE: of a run, and of all runs of a user. */
final class EventRoutes {
    private static final String LAST = "last_event_id";
    private static final String TOKEN = "token";

    private final RunReader runs;
    private final RequestReader reader;
    private final EventTokens tokens;
    private final Streams streams;

    EventRoutes(RunReader runs, RequestReader reader, EventTokens tokens, Streams streams) {
        this.runs = runs;
        this.reader = reader;
        this.tokens = tokens;
        this.streams = streams;
    }

    /** Whether the address itself opens the stream. */
    boolean isOpenedByToken(Exchange exchange) {
        return tokenEnd(exchange).isPresent();
    }

    Future<Reply> ofRun(Exchange exchange) {
        RunId id = PathIds.run(exchange);
        // wrong is wrong, also where the header comes first
        long argued = argument(exchange, LAST).map(EventRoutes::seq).orElse(0L);
        long after = lastEventId(exchange).map(EventRoutes::seq).orElse(argued);
        streams.requireRoom();
        return exchange.here(runs.events(id, after, RunEventSource.PAGE).recover(DatabaseAway::problem))
                .map(found -> {
                    EventPage page = found.orElseThrow(() -> PathIds.unknownRun(id.toString()));
                    if (page.ended() && page.events().isEmpty()) {
                        return Reply.empty(204); // a reader that has seen the end would otherwise come back for ever
                    }
                    EventSource source = new RunEventSource(
                            runs, streams.rendered(), id, after, Optional.of(page), Optional.empty());
                    return streams.of(source, tokenEnd(exchange));
                });
    }

    Future<Reply> ofUser(Exchange exchange) {
        streams.requireRoom();
        Optional<String> last = lastEventId(exchange);
        Optional<String> user = exchange.user();
        Future<UserCursor> cursor = last.isEmpty() ? runs.userCursor() : readable(user, userCursor(last.get()));
        return exchange.here(cursor.recover(DatabaseAway::problem))
                .map(from -> streams.of(new UserEventSource(runs, streams.rendered(), user, from), Optional.empty()));
    }

    /** The cursor, when the events after it can be read. */
    private Future<UserCursor> readable(Optional<String> user, UserCursor cursor) {
        return runs.userEvents(user, cursor, 1).map(cursor);
    }

    private static UserCursor userCursor(String text) {
        try {
            return UserCursor.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(text);
        }
    }

    private Optional<Instant> tokenEnd(Exchange exchange) {
        String run = exchange.path("run_id");
        return argument(exchange, TOKEN).flatMap(token -> tokens.check(run, token, Instant.now()));
    }

    /** The header comes first: it is the browser's, the argument its author's. */
    private Optional<String> lastEventId(Exchange exchange) {
        Optional<String> header = Optional.ofNullable(exchange.header("last-event-id"));
        return header.or(() -> argument(exchange, LAST)).filter(text -> !text.isEmpty());
    }

    private Optional<String> argument(Exchange exchange, String name) {
        List<NamedText> query = reader.query(exchange);
        return query.stream()
                .filter(argument -> argument.name().equals(name))
                .map(NamedText::text)
                .findFirst();
    }

    /** Nothing is before the first event. */
    static long seq(String text) {
        if (!text.matches("\\d{0,18}")) {
            throw wrong(text);
        }
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static ProblemException wrong(String text) {
        String shown = text.length() <= 100 ? text : text.substring(0, 100) + "…";
        return Problem.of(ApiError.MALFORMED_REQUEST, "'" + shown + "' is not the id of an event of this stream")
                .asException();
    }
}
