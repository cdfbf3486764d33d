package dev.beworkflows.task;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Checks Python source without executing it. */
public interface CodeChecker {

    /** @param function must be in the source; empty: the source is the condition of an edge */
    record Source(Optional<String> function, String source) {

        public static Source function(String name, String source) {
            return new Source(Optional.of(name), source);
        }

        public static Source condition(String expression) {
            return new Source(Optional.empty(), expression);
        }
    }

    /** One answer for each source, in order. Fails when the interpreter could not be asked. Called on any event loop. */
    Future<List<CodeCheck>> check(List<Source> sources);
}
