package dev.beworkflows.schedule;

import dev.beworkflows.run.RunId;
import dev.beworkflows.workflow.WorkflowId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A workflow that is to run at certain times, and how far that is.
 *
 * @param revision one more with each change of the plan
 * @param user for whom its runs are: who saved it last
 */
public record Schedule(ScheduleId id, int revision, Plan plan, Optional<String> user, Progress progress) {

    /**
     * What its author wants.
     *
     * @param request sent with each call, the same each time
     */
    public record Plan(WorkflowId workflow, CronTimes times, FixedRequest request, Missed missed, boolean enabled) {}

    /**
     * How far it is.
     *
     * @param nextAt the time that it fires for next; empty when it is disabled or there is no such time
     * @param settledUntil times up to this one are fired however late it is: it was decided that they are
     * @param lastRun the last run that came of it
     * @param lastProblem why nothing came of its last time; empty when something did
     */
    public record Progress(
            Instant createdAt,
            Instant updatedAt,
            Optional<Instant> nextAt,
            Optional<Instant> settledUntil,
            Optional<LastRun> lastRun,
            Optional<LastProblem> lastProblem) {}

    /** @param at the time that it was fired for */
    public record LastRun(RunId run, Instant at) {}

    /** @param at the time for which nothing came of it */
    public record LastProblem(String detail, Instant at) {}

    /** The times to come. */
    public List<Instant> nextTimes(int count) {
        return progress.nextAt().map(first -> plan.times().from(first, count)).orElse(List.of());
    }
}
