package dev.beworkflows.task;

import java.util.List;

/**
 * What the interpreter says of the source of one function.
 *
 * @param pushes the literal keys that it pushes
 * @param dynamicPush it also pushes keys that are computed
 */
public record CodeCheck(List<Problem> problems, List<String> pushes, List<Pull> pulls, boolean dynamicPush) {

    /** @param kind {@code syntax}, {@code missing_function} or {@code wrong_arguments}; line and column count from 1, 0: unknown */
    public record Problem(String kind, String message, int line, int column) {}

    /** A literal key that the source pulls. */
    public record Pull(String key, int line) {}
}
