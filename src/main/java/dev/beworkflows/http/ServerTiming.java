package dev.beworkflows.http;

import dev.beworkflows.run.RunTiming;
import java.time.Duration;
import java.util.Optional;

/** Where the time of a call went, as the header {@code Server-Timing}; in milliseconds. */
final class ServerTiming {

    static final String HEADER = "server-timing";

    private ServerTiming() {}

    static Reply on(Reply reply, Optional<RunTiming> timing) {
        return timing.isEmpty() ? reply : reply.with(HEADER, text(timing.get()));
    }

    static String text(RunTiming timing) {
        StringBuilder text = new StringBuilder(100);
        append(text, "validation", timing.validation());
        append(text, "queue", timing.queue());
        append(text, "dispatch", timing.dispatch());
        append(text, "user", timing.user());
        append(text, "encode", timing.encode());
        return text.toString();
    }

    /** Of a call that is to run in the background. */
    static String accepted(Duration validation, Duration accept) {
        StringBuilder text = new StringBuilder(50);
        append(text, "validation", validation);
        append(text, "accept", accept);
        return text.toString();
    }

    private static void append(StringBuilder text, String name, Duration duration) {
        long micros = duration.toNanos() / 1000;
        text.append(text.isEmpty() ? "" : ", ").append(name).append(";dur=").append(micros / 1000);
        text.append('.').append(Long.toString(1000 + micros % 1000), 1, 4);
    }
}
