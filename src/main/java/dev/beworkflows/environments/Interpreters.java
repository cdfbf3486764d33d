package dev.beworkflows.environments;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The Pythons of this server.
 *
 * @param all the first is what workflows get that do not choose
 */
public record Interpreters(List<Interpreter> all) {

    public Interpreters {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("at least one interpreter");
        }
    }

    public Interpreter byDefault() {
        return all.get(0);
    }

    /** @param wanted such as {@code 3.11} or {@code 3.11.7}; empty: the default */
    public Optional<Interpreter> find(Optional<String> wanted) {
        return wanted.isEmpty()
                ? Optional.of(byDefault())
                : all.stream()
                        .filter(interpreter -> interpreter.is(wanted.get()))
                        .findFirst();
    }

    /** Which there are, for people. */
    String inWords() {
        return all.stream().map(Interpreter::version).distinct().collect(Collectors.joining(", "));
    }
}
