package dev.beworkflows.worker;

import dev.beworkflows.task.CodeUnit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Code that workers are to load before calls of it come, and which of them have yet to. Belongs to the pool's loop. */
final class Warming {

    private final List<CodeUnit> code;
    private final Set<Worker> left;
    private final Promise<Void> done;

    Warming(List<CodeUnit> code, Collection<Worker> workers, Promise<Void> done) {
        this.code = List.copyOf(code);
        this.left = new HashSet<>(workers);
        this.done = done;
    }

    List<CodeUnit> code() {
        return code;
    }

    Future<Void> done() {
        return done.future();
    }

    /** One of these workers that has to load something; those that know everything are let go. */
    Optional<Worker> next(Collection<Worker> idle) {
        for (Worker worker : idle) {
            if (left.contains(worker)) {
                if (!worker.unknownOf(code).isEmpty()) {
                    return Optional.of(worker);
                }
                finished(worker);
            }
        }
        return Optional.empty();
    }

    /** The worker has loaded the code, or is gone. */
    void finished(Worker worker) {
        left.remove(worker);
        if (left.isEmpty()) {
            end();
        }
    }

    /** Whoever has not loaded the code by now does it with its first call. */
    void end() {
        boolean unused = done.tryComplete();
    }
}
