package dev.beworkflows.worker;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the pool has and what became of its workers.
 *
 * @param byState how many workers are in each state, also in those in which none is
 * @param deaths since the start
 */
public record WorkerCounts(Map<String, Integer> byState, Map<WorkerDeath, Long> deaths) {

    /** Names of the states. */
    public static final List<String> STATES = Arrays.stream(WorkerState.class.getPermittedSubclasses())
            .map(WorkerCounts::word)
            .toList();

    public WorkerCounts {
        byState = Map.copyOf(byState);
        deaths = Map.copyOf(deaths);
    }

    static WorkerCounts of(List<WorkerState> states, Map<WorkerDeath, Long> deaths) {
        Map<String, Integer> byState = new TreeMap<>();
        STATES.forEach(word -> byState.put(word, 0));
        states.forEach(state -> byState.merge(word(state.getClass()), 1, Integer::sum));
        return new WorkerCounts(byState, deaths);
    }

    static WorkerCounts sum(List<WorkerCounts> all) {
        Map<String, Integer> byState = new TreeMap<>();
        Map<WorkerDeath, Long> deaths = new EnumMap<>(WorkerDeath.class);
        for (WorkerCounts counts : all) {
            counts.byState().forEach((state, count) -> byState.merge(state, count, Integer::sum));
            counts.deaths().forEach((death, count) -> deaths.merge(death, count, Long::sum));
        }
        return new WorkerCounts(byState, deaths);
    }

    static String word(Class<?> state) {
        return state.getSimpleName().toLowerCase(Locale.ROOT);
    }
}
