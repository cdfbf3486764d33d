package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.schedule.Schedule;
import dev.beworkflows.schedule.ScheduleId;
import dev.beworkflows.schedule.ScheduleStore;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes, shows, changes and deletes schedules. */
final class ScheduleRoutes {

    private final ScheduleStore schedules;
    private final ScheduleCheck check;
    private final RequestReader reader;

    ScheduleRoutes(ScheduleStore schedules, Definitions definitions, RequestReader reader) {
        this.schedules = schedules;
        this.check = new ScheduleCheck(definitions);
        this.reader = reader;
    }

    Future<Reply> list(Exchange exchange) {
        QueryArguments query = new QueryArguments(reader.query(exchange));
        int limit = query.count("limit", 50, 500);
        Optional<WorkflowId> workflow = query.parsed("workflow", WorkflowId::new, WorkflowId.EXPECTED);
        Optional<ScheduleId> after = query.parsed("after", ScheduleId::new, "the id of a schedule");
        query.check();
        // one more than asked for tells whether there is a next page
        return schedules
                .list(workflow, after, limit + 1)
                .recover(DatabaseAway::problem)
                .compose(found -> exchange.blocking(() -> page(found, limit)));
    }

    Future<Reply> create(Exchange exchange) {
        return plan(exchange)
                .compose(plan -> first(plan)
                        .compose(next -> schedules.create(plan, exchange.user(), next))
                        .recover(DatabaseAway::problem))
                .compose(made -> reply(exchange, 201, made));
    }

    Future<Reply> get(Exchange exchange) {
        ScheduleId id = PathIds.schedule(exchange);
        return schedules.find(id).recover(DatabaseAway::problem).compose(found -> reply(exchange, id, found));
    }

    /** Whoever changes what is run, it is run for. */
    Future<Reply> update(Exchange exchange) {
        ScheduleId id = PathIds.schedule(exchange);
        return plan(exchange)
                .compose(plan -> first(plan)
                        .compose(next -> schedules.update(id, plan, exchange.user(), next))
                        .recover(DatabaseAway::problem))
                .compose(found -> reply(exchange, id, found));
    }

    Future<Reply> delete(Exchange exchange) {
        ScheduleId id = PathIds.schedule(exchange);
        return schedules.delete(id).recover(DatabaseAway::problem).map(deleted -> {
            if (!deleted) {
                throw PathIds.unknownSchedule(id.value());
            }
            return Reply.empty(204);
        });
    }

    private Future<Schedule.Plan> plan(Exchange exchange) {
        return reader.json(exchange)
                .compose(body -> exchange.blocking(() -> new ScheduleReader(body).read(Instant.now())))
                .compose(check::plan);
    }

    private Future<Optional<Instant>> first(Schedule.Plan plan) {
        return plan.enabled()
                ? schedules.now().map(now -> plan.times().after(now))
                : Future.succeededFuture(Optional.empty());
    }

    private static Future<Reply> reply(Exchange exchange, ScheduleId id, Optional<Schedule> found) {
        return reply(exchange, 200, found.orElseThrow(() -> PathIds.unknownSchedule(id.value())));
    }

    /** To work out the next times takes milliseconds. */
    private static Future<Reply> reply(Exchange exchange, int status, Schedule schedule) {
        return exchange.blocking(() -> Reply.json(status, ScheduleJson.write(schedule)));
    }

    private static Reply page(List<Schedule> found, int limit) {
        List<Schedule> shown = found.subList(0, Math.min(limit, found.size()));
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        var items = page.putArray("items");
        shown.forEach(schedule -> items.add(ScheduleJson.write(schedule)));
        if (found.size() > limit) {
            page.put("next", shown.get(limit - 1).id().value());
        } else {
            page.putNull("next");
        }
        return Reply.json(200, page);
    }
}
