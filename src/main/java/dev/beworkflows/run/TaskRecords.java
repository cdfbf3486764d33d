package dev.beworkflows.run;

import dev.beworkflows.workflow.TaskName;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The records of a run's tasks in the run's order: immutable, and cheap to make anew with one record changed, as that happens with every event of a task. */
final class TaskRecords extends AbstractMap<TaskName, TaskRecord> {

    private final Map<TaskName, Integer> positions;
    private final TaskRecord[] records;

    private TaskRecords(Map<TaskName, Integer> positions, TaskRecord[] records) {
        this.positions = positions;
        this.records = records;
    }

    static TaskRecords copyOf(Map<TaskName, TaskRecord> tasks) {
        if (tasks instanceof TaskRecords already) {
            return already;
        }
        Map<TaskName, Integer> positions = new HashMap<>();
        tasks.keySet().forEach(name -> positions.put(name, positions.size()));
        return new TaskRecords(positions, tasks.values().toArray(TaskRecord[]::new));
    }

    /** @param changed of a task that is in here */
    TaskRecords with(TaskRecord changed) {
        TaskRecord[] copy = records.clone();
        copy[position(changed.name())] = changed;
        return new TaskRecords(positions, copy);
    }

    @Override
    public @Nullable TaskRecord get(@Nullable Object name) {
        Integer position = positions.get(name);
        return position == null ? null : records[position];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return positions.containsKey(name);
    }

    @Override
    public Set<Entry<TaskName, TaskRecord>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<TaskName, TaskRecord>> iterator() {
                return Arrays.stream(records)
                        .map(record -> Map.entry(record.name(), record))
                        .iterator();
            }

            @Override
            public int size() {
                return records.length;
            }
        };
    }

    private int position(TaskName name) {
        Integer position = positions.get(name);
        if (position == null) {
            throw new IllegalStateException("there is no task " + name);
        }
        return position;
    }
}
