package dev.beworkflows.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * Events as JSON: {@code {"seq", "at", "kind", ...}}, where the rest depends on the kind and is called the details. {@code at} is an ISO 8601 instant, durations are
 * decimal seconds.
 */
public final class RunEventJson {

    private RunEventJson() {}

    /** With everything in it; {@link #read} makes an equal event of it. */
    public static ObjectNode write(RunEvent event) {
        return envelope(event).setAll(details(event.happening()));
    }

    /** As users see it: without the paths of uploaded files. */
    public static ObjectNode show(RunEvent event) {
        return envelope(event).setAll(event.happening().on(new HappeningWriter(RequestJson::show)));
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

    /** Everything that {@link #write} writes but seq, at and kind. */
    public static ObjectNode details(Happening happening) {
        return happening.on(new HappeningWriter(RequestJson::write));
    }

    /**
     * The opposite of {@link #details}.
     *
     * @throws IllegalArgumentException when nothing happens of this kind and with these details
     */
    public static Happening readHappening(String kind, JsonNode details) {
        return HappeningKind.parse(kind).read(new Members(details));
    }

    private static ObjectNode envelope(RunEvent event) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("seq", event.seq())
                .put("at", event.at().toString())
                .put("kind", kind(event.happening()));
    }
}
