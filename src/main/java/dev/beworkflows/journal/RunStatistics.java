package dev.beworkflows.journal;

import dev.beworkflows.run.RunStatus;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts and measures stored runs: those in the foreground once they have ended, those in the background from their acceptance on. Every method may be called on any event loop; a Future fails when
 * the database cannot be reached.
 */
public interface RunStatistics {

    /**
     * Which runs are counted: those accepted from {@code since} on and before {@code until}.
     *
     * @param bucket of what length the pieces are that the time is cut into; they begin at whole multiples of it since 1970
     */
    record Question(RunChoice choice, Instant since, Instant until, Duration bucket) {}

    /**
     * @param runs how many have which status; none where there are none
     * @param times empty when none of them has started and ended
     */
    record Figures(Map<RunStatus, Long> runs, Optional<Times> times) {

        public static final Figures NONE = new Figures(Map.of(), Optional.empty());

        public Figures {
            runs = Map.copyOf(runs);
        }

        public long count(RunStatus status) {
            return runs.getOrDefault(status, 0L);
        }

        public long count() {
            return runs.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** From the start to the end of runs, in seconds: half of them took at most {@code half}, 90 of a hundred at most {@code ninety}. */
    record Times(double half, double ninety, double ninetyNine, double longest) {}

    /** @param buckets by their beginnings; those without a run are left out */
    record Answer(Figures total, Map<Instant, Figures> buckets) {

        public Answer {
            buckets = Map.copyOf(buckets);
        }
    }

    Future<Answer> ask(Question question);

    /** The newest runs of each of these workflows, newest first; of those that never ran there is no entry. */
    Future<Map<WorkflowId, List<RunSummary>>> latest(List<WorkflowId> workflows, int runsOfEach);
}
