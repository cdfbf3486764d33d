package dev.beworkflows.catalog;

import dev.beworkflows.workflow.WorkflowId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A workflow that comes with the program, to begin one's own from.
 *
 * @param files text by path
 */
public record Example(WorkflowId id, String label, String description, SortedMap<String, String> files) {

    public Example {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }
}
