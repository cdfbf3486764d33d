package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.schedule.CronTimes;
import dev.beworkflows.schedule.FixedRequest;
import dev.beworkflows.schedule.Missed;
import dev.beworkflows.schema.RequestProblem;
import dev.beworkflows.workflow.Texts;
import dev.beworkflows.workflow.WorkflowId;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads from a JSON body what a schedule is to be; all problems are told at once. For one body. */
final class ScheduleReader {

    static final String REQUEST = "/request";

    // what an answer shows may be sent back
    private static final Set<String> MEMBERS = Set.of(
            "workflow_id",
            "cron",
            "time_zone",
            "request",
            "missed",
            "enabled",
            "id",
            "user",
            "next_runs",
            "last_run",
            "last_problem",
            "created_at",
            "updated_at");
    private static final String CRON =
            "minute, hour, day of month, month and day of week, such as '30 6 * * MON-FRI', or @hourly, @daily, @weekly, @monthly, @yearly";
    private static final String ZONE = "the name of a time zone, such as Europe/Berlin or UTC";
    private static final int NEAREST = 3;

    private final JsonBody body;
    private final JsonNode request;

    ScheduleReader(JsonNode json) {
        this.body = new JsonBody(json, MEMBERS);
        this.request = json.path("request");
    }

    /**
     * What could be read.
     *
     * @param request empty: its form is wrong already
     */
    record Reading(
            Optional<WorkflowId> workflow,
            Optional<CronTimes> times,
            Optional<FixedRequest> request,
            Missed missed,
            boolean enabled,
            List<RequestProblem> problems) {}

    /** Takes milliseconds, so not on an event loop. */
    Reading read(Instant now) {
        Optional<WorkflowId> workflow = workflow();
        Optional<ZoneId> zone = zone();
        Optional<CronTimes> times = times(zone.orElse(ZoneOffset.UTC), now);
        Missed missed = missed();
        boolean enabled = body.flag("enabled", true);
        List<RequestProblem> wrong = body.has("request") ? FixedRequest.problems(request, REQUEST) : List.of();
        Optional<FixedRequest> sent = wrong.isEmpty() ? Optional.of(new FixedRequest(object())) : Optional.empty();
        List<RequestProblem> problems = new ArrayList<>(body.problems());
        problems.addAll(wrong);
        return new Reading(workflow, times, sent, missed, enabled, problems);
    }

    private ObjectNode object() {
        return request instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    private Optional<WorkflowId> workflow() {
        Optional<String> text = body.text("workflow_id");
        if (!body.has("workflow_id")) {
            body.wrong("workflow_id", "is missing", "the id of a workflow");
        } else if (text.isPresent() && !WorkflowId.isValid(text.get())) {
            body.wrong("workflow_id", "is not the id of a workflow", WorkflowId.EXPECTED);
            return Optional.empty();
        }
        return text.map(WorkflowId::new);
    }

    private Optional<CronTimes> times(ZoneId zone, Instant now) {
        Optional<String> text = body.text("cron");
        if (!body.has("cron")) {
            body.wrong("cron", "is missing", CRON);
        }
        return text.flatMap(cron -> {
            try {
                CronTimes times = CronTimes.of(cron, zone);
                if (times.after(now).isEmpty()) {
                    body.wrong("cron", "means no time at all: no month has such a day", CRON);
                }
                return Optional.of(times);
            } catch (IllegalArgumentException e) {
                body.wrong("cron", "cannot be read: " + e.getMessage(), CRON);
                return Optional.empty();
            }
        });
    }

    private Optional<ZoneId> zone() {
        String name = body.text("time_zone").orElse("UTC");
        if (ZoneId.getAvailableZoneIds().contains(name)) {
            return Optional.of(ZoneId.of(name));
        }
        List<String> near = nearest(name);
        String hint = near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
        body.wrong("time_zone", "is no known time zone" + hint, ZONE);
        return Optional.empty();
    }

    /** Many know the city and not the continent. */
    private static List<String> nearest(String name) {
        Set<String> names = new TreeSet<>(ZoneId.getAvailableZoneIds());
        String city = "/" + name.toLowerCase(Locale.ROOT).replace(' ', '_');
        List<String> near = new ArrayList<>(names.stream()
                .filter(zone -> zone.toLowerCase(Locale.ROOT).endsWith(city))
                .limit(NEAREST)
                .toList());
        names.removeAll(near);
        Optional<String> next = Texts.nearest(name, names);
        while (next.isPresent() && near.size() < NEAREST) {
            near.add(next.get());
            names.remove(next.get());
            next = Texts.nearest(name, names);
        }
        return near;
    }

    private Missed missed() {
        Optional<String> text = body.text("missed");
        try {
            return Missed.parse(text.orElse(Missed.ONCE.json()));
        } catch (IllegalArgumentException e) {
            body.wrong("missed", "there is no such policy", "skip, once or all");
            return Missed.ONCE;
        }
    }
}
