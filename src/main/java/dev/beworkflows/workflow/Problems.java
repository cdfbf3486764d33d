package dev.beworkflows.workflow;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one definition. For one thread. */
final class Problems {

    /** More help nobody, and a hostile definition could make the answer many times as large as itself. */
    static final int SHOWN = 1_000;

    private final List<WorkflowProblem> found = new ArrayList<>();
    private int count;

    void add(String pointer, String message, String expected) {
        count++;
        if (count <= SHOWN) {
            found.add(new WorkflowProblem(Texts.storable(pointer), Texts.storable(message), expected));
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    List<WorkflowProblem> all() {
        List<WorkflowProblem> all = new ArrayList<>(found);
        if (count > SHOWN) {
            all.add(new WorkflowProblem("", "there are " + (count - SHOWN) + " more problems", "a definition without"));
        }
        return List.copyOf(all);
    }
}
