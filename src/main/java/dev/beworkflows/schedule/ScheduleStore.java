package dev.beworkflows.schedule;

import dev.beworkflows.run.RunId;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where schedules last. Every method may be called on any event loop; a Future fails when the database cannot be reached. */
public interface ScheduleStore {

    /** The only clock by which a time has come. */
    Future<Instant> now();

    /** @param next when it fires first; empty: never, or it is disabled */
    Future<Schedule> create(Schedule.Plan plan, Optional<String> user, Optional<Instant> next);

    /**
     * Changes the plan; empty when there is no such schedule.
     *
     * @param next when it fires next, if it was disabled until now or had other times; what it is about to fire for stays otherwise
     */
    Future<Optional<Schedule>> update(ScheduleId id, Schedule.Plan plan, Optional<String> user, Optional<Instant> next);

    Future<Optional<Schedule>> find(ScheduleId id);

    /**
     * In the order of their ids.
     *
     * @param workflow empty: of all
     * @param after only those after this one; empty: from the first
     */
    Future<List<Schedule>> list(Optional<WorkflowId> workflow, Optional<ScheduleId> after, int limit);

    /** False: there is none. */
    Future<Boolean> delete(ScheduleId id);

    /** A schedule whose time has come, and the database's time. */
    record Due(Schedule schedule, Instant now) {}

    /** The schedules whose time has come, the earliest first, but for some. */
    Future<List<Due>> due(int most, Set<ScheduleId> but);

    /** What came of one time. */
    sealed interface Outcome {

        record Ran(RunId run) implements Outcome {}

        record NotRun(String why) implements Outcome {}
    }

    /** Notes what came of the time that the schedule stood at, and moves it to the next. False: another server did, or somebody changed the schedule, and nothing is noted. */
    Future<Boolean> fired(Schedule seen, Outcome outcome, Optional<Instant> next);

    /** Moves a schedule over times that were missed, under the same condition. From then on times up to {@code settledUntil} are fired, however late. */
    Future<Boolean> settle(Schedule seen, Optional<Instant> next, Instant settledUntil);

    /** Tells of schedules that were saved by any server. Hints can be lost. */
    void onChange(Runnable listener);
}
