package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.schedule.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Schedules as JSON, with the times to come in their own time zone. */
final class ScheduleJson {

    private static final int NEXT = 5;

    private ScheduleJson() {}

    static ObjectNode write(Schedule schedule) {
        Schedule.Plan plan = schedule.plan();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("id", schedule.id().value())
                .put("workflow_id", plan.workflow().value())
                .put("cron", plan.times().cron())
                .put("time_zone", plan.times().zone().getId());
        json.set("request", plan.request().shown());
        json.put("missed", plan.missed().json())
                .put("enabled", plan.enabled())
                .put("user", schedule.user().orElse(null));
        var next = json.putArray("next_runs");
        schedule.nextTimes(NEXT)
                .forEach(time -> next.add(local(time, plan.times().zone())));
        json.set("last_run", lastRun(schedule.progress().lastRun()));
        json.set("last_problem", lastProblem(schedule.progress().lastProblem()));
        return json.put("created_at", schedule.progress().createdAt().toString())
                .put("updated_at", schedule.progress().updatedAt().toString());
    }

    /** With seconds, also when there are none: RFC 3339 wants them. */
    private static String local(Instant time, ZoneId zone) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atZone(zone));
    }

    private static JsonNode lastRun(Optional<Schedule.LastRun> last) {
        return last.<JsonNode>map(run -> JsonNodeFactory.instance
                        .objectNode()
                        .put("run_id", run.run().toString())
                        .put("at", run.at().toString()))
                .orElse(JsonNodeFactory.instance.nullNode());
    }

    private static JsonNode lastProblem(Optional<Schedule.LastProblem> last) {
        return last.<JsonNode>map(problem -> JsonNodeFactory.instance
                        .objectNode()
                        .put("detail", problem.detail())
                        .put("at", problem.at().toString()))
                .orElse(JsonNodeFactory.instance.nullNode());
    }
}
