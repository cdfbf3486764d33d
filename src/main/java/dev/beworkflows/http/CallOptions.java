package dev.beworkflows.http;

import dev.beworkflows.journal.Placement;
import dev.beworkflows.schema.RequestProblem;
import dev.beworkflows.workflow.Calling;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.Queueing;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a call wants to be served.
 *
 * @param mode whether the caller waits for the answer
 * @param patience after what time a caller who waits would rather have the run go on without it
 * @param stream whether the events are wanted on this very connection
 * @param key the request's own name, by which it is recognised when it comes again
 * @param problems what is wrong with the headers
 */
record CallOptions(
        Mode mode,
        Optional<Duration> patience,
        boolean stream,
        Placement placement,
        Optional<String> key,
        List<RequestProblem> problems) {
    private static final Duration FARTHEST = Duration.ofDays(366);
    private static final int LONGEST_KEY = 255;
    private static final String STREAM = "text/event-stream";

    static CallOptions of(Exchange exchange, Calling calling) {
        List<RequestProblem> problems = new ArrayList<>();
        List<String> preferences = exchange.request().headers().getAll("prefer");
        Optional<Duration> patience = RequestedMode.patience(preferences);
        Mode mode = patience.isPresent() ? Mode.FOREGROUND : RequestedMode.of(calling.mode(), preferences);
        String accept = exchange.header("accept");
        boolean stream = accept != null && accept.contains(STREAM);
        Optional<String> key = key(exchange, problems);
        return new CallOptions(
                stream && key.isPresent()
                        ? Mode.BACKGROUND
                        : mode, // a stream cannot be kept to be given again, its run can
                patience,
                stream,
                placement(exchange, calling.queueing(), problems),
                key,
                problems);
    }

    private static Placement placement(Exchange exchange, Queueing queueing, List<RequestProblem> problems) {
        int priority = Optional.ofNullable(exchange.header("x-run-priority"))
                .map(text -> priority(text, problems))
                .orElse(queueing.priority());
        Optional<Instant> runAt =
                Optional.ofNullable(exchange.header("x-run-at")).flatMap(text -> runAt(text, problems));
        return new Placement(priority, runAt, queueing.concurrency());
    }

    private static int priority(String text, List<RequestProblem> problems) {
        if (text.matches("-?\\d{1,3}")) {
            int priority = Integer.parseInt(text);
            if (priority >= Queueing.LOWEST && priority <= Queueing.HIGHEST) {
                return priority;
            }
        }
        String expected = "an integer from " + Queueing.LOWEST + " to " + Queueing.HIGHEST;
        problems.add(wrong("x-run-priority", "is no priority", expected));
        return 0;
    }

    private static Optional<Instant> runAt(String text, List<RequestProblem> problems) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (!time.isAfter(Instant.now().plus(FARTHEST))) {
                return Optional.of(time);
            }
        } catch (RuntimeException e) {
            // told below
        }
        String expected = "a time with its offset (RFC 3339) within a year, such as 2026-01-31T12:00:00Z";
        problems.add(wrong("x-run-at", "is no time to run at", expected));
        return Optional.empty();
    }

    /** The draft of the IETF writes it in quotes, most clients do not. */
    private static Optional<String> key(Exchange exchange, List<RequestProblem> problems) {
        List<String> sent = exchange.request().headers().getAll("idempotency-key");
        if (sent.isEmpty()) {
            return Optional.empty();
        }
        String text = sent.get(0);
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        String key = quoted ? text.substring(1, text.length() - 1) : text;
        boolean right = sent.size() == 1
                && !key.isEmpty()
                && key.length() <= LONGEST_KEY
                && key.chars().allMatch(c -> c > 0x20 && c < 0x7F);
        if (!right) {
            problems.add(wrong("idempotency-key", "cannot be used", "one key of 1 to 255 visible ASCII characters"));
        }
        return Optional.of(key);
    }

    private static RequestProblem wrong(String name, String message, String expected) {
        return new RequestProblem("header", name, "", message, expected);
    }
}
