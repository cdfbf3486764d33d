package dev.beworkflows.http;

import dev.beworkflows.schedule.Schedule;
import dev.beworkflows.schedule.ScheduleId;
import dev.beworkflows.schedule.ScheduleStore;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A store in which there never is a schedule. */
final class NoSchedules implements ScheduleStore {

    @Override
    public Future<Instant> now() {
        return Future.succeededFuture(Instant.now());
    }

    @Override
    public Future<Schedule> create(Schedule.Plan plan, Optional<String> user, Optional<Instant> next) {
        return Future.failedFuture("there is none");
    }

    @Override
    public Future<Optional<Schedule>> update(
            ScheduleId id, Schedule.Plan plan, Optional<String> user, Optional<Instant> next) {
        return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Optional<Schedule>> find(ScheduleId id) {
        return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<List<Schedule>> list(Optional<WorkflowId> workflow, Optional<ScheduleId> after, int limit) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Boolean> delete(ScheduleId id) {
        return Future.succeededFuture(false);
    }

    @Override
    public Future<List<Due>> due(int most, Set<ScheduleId> but) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Boolean> fired(Schedule seen, Outcome outcome, Optional<Instant> next) {
        return Future.succeededFuture(false);
    }

    @Override
    public Future<Boolean> settle(Schedule seen, Optional<Instant> next, Instant settledUntil) {
        return Future.succeededFuture(false);
    }

    @Override
    public void onChange(Runnable listener) {}
}
