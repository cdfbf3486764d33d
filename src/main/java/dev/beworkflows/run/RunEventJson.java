package dev.beworkflows.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.function.BiFunction;

/**
 * Events as JSON: {@code {"seq", "at", "kind", ...}}, where the rest depends on the kind and is called the details. {@code at} is an ISO 8601 instant, durations are
 * decimal seconds.
 */
public final class RunEventJson {

    private RunEventJson() {}

    /** With everything in it; {@link #read} makes an equal event of it. */
    public static ObjectNode write(RunEvent event) {
        return TreeSink.tree(sink -> members(sink, event, RequestJson::write));
    }

    /** The text that users see: without the paths of uploaded files. */
    public static String show(RunEvent event) {
        return JsonText.object(sink -> members(sink, event, RequestJson::show));
    }

    /** The same among the events of many runs. */
    public static String show(RunEvent event, RunId run) {
        return JsonText.object(sink -> members(sink, event, RequestJson::show).text("run_id", run.toString()));
    }

    /** @throws IllegalArgumentException when this is not an event */
    public static RunEvent read(JsonNode json) {
        Members members = new Members(json);
        Instant at = Instant.parse(members.text("at"));
        return new RunEvent(members.number("seq"), at, readHappening(members.text("kind"), json));
    }

    /** The word for what happened, such as {@code task_started}. */
    public static String kind(Happening happening) {
        return HappeningKind.of(happening).json();
    }

    /**
     * Writes an object of everything that {@link #write} writes but seq, at and kind.
     *
     * @param json one that can write trees; what it fails with comes as an {@link java.io.UncheckedIOException}
     */
    public static void writeDetails(Happening happening, JsonGenerator json) {
        new TextSink(json).object(sink -> happening.on(new HappeningWriter(sink, RequestJson::write)));
    }

    /**
     * The opposite of {@link #writeDetails}.
     *
     * @throws IllegalArgumentException when nothing happens of this kind and with these details
     */
    public static Happening readHappening(String kind, JsonNode details) {
        return HappeningKind.parse(kind).read(new Members(details));
    }

    private static MemberSink members(
            MemberSink sink, RunEvent event, BiFunction<MemberSink, RunRequest, MemberSink> request) {
        return event.happening()
                .on(new HappeningWriter(
                        sink.number("seq", event.seq())
                                .text("at", event.at().toString())
                                .text("kind", kind(event.happening())),
                        request));
    }
}
