package dev.beworkflows.schema;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a request, up to a hundred problems: whoever sends more mistakes has made one. */
final class ProblemList {

    private static final int MOST = 100;

    private final List<RequestProblem> problems = new ArrayList<>();

    void add(String in, String name, String pointer, String message, String expected) {
        if (problems.size() < MOST) {
            problems.add(new RequestProblem(in, name, pointer, message, expected));
        }
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    List<RequestProblem> all() {
        return problems;
    }
}
