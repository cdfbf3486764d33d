package dev.beworkflows.task;

import io.vertx.core.Future;
import java.util.List;

/** Checks Python source without executing it. */
public interface CodeChecker {

    /** One source and the function that must be in it. */
    record Source(String function, String source) {}

    /** One answer for each source, in order. Fails when the interpreter could not be asked. Called on any event loop. */
    Future<List<CodeCheck>> check(List<Source> sources);
}
