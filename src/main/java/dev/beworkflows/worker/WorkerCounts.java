package dev.beworkflows.worker;

import dev.beworkflows.task.Workers;
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
 * @param residentBytes what those in each state had together when they were seen last
 */
public record WorkerCounts(
        Map<String, Integer> byState, Map<WorkerDeath, Long> deaths, Map<String, Long> residentBytes) {

    /** Names of the states. */
    public static final List<String> STATES = Arrays.stream(WorkerState.class.getPermittedSubclasses())
            .map(WorkerCounts::word)
            .toList();

    public WorkerCounts {
        byState = Map.copyOf(byState);
        deaths = Map.copyOf(deaths);
        residentBytes = Map.copyOf(residentBytes);
    }

    static WorkerCounts of(List<Workers.Status> all, Map<WorkerDeath, Long> deaths) {
        Map<String, Integer> byState = new TreeMap<>();
        Map<String, Long> resident = new TreeMap<>();
        STATES.forEach(word -> {
            byState.put(word, 0);
            resident.put(word, 0L);
        });
        all.forEach(one -> {
            byState.merge(one.state(), 1, Integer::sum);
            resident.merge(one.state(), one.residentBytes(), Long::sum);
        });
        return new WorkerCounts(byState, deaths, resident);
    }

    static WorkerCounts sum(List<WorkerCounts> all) {
        Map<String, Integer> byState = new TreeMap<>();
        Map<WorkerDeath, Long> deaths = new EnumMap<>(WorkerDeath.class);
        Map<String, Long> resident = new TreeMap<>();
        for (WorkerCounts counts : all) {
            counts.byState().forEach((state, count) -> byState.merge(state, count, Integer::sum));
            counts.deaths().forEach((death, count) -> deaths.merge(death, count, Long::sum));
            counts.residentBytes().forEach((state, bytes) -> resident.merge(state, bytes, Long::sum));
        }
        return new WorkerCounts(byState, deaths, resident);
    }

    static String word(Class<?> state) {
        return state.getSimpleName().toLowerCase(Locale.ROOT);
    }
}
