package dev.beworkflows;

import dev.beworkflows.environments.Environment;
import dev.beworkflows.environments.EnvironmentId;
import dev.beworkflows.environments.Environments;
import dev.beworkflows.environments.Hold;
import dev.beworkflows.task.WorkerKind;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps environments that have workers from being removed. Belongs to the pools' loop, but for {@link #of}. */
final class EnvironmentHolds {

    private final Map<WorkerKind, Future<Optional<Hold>>> holds = new HashMap<>();
    private volatile Optional<Environments> environments = Optional.empty();

    /** From when on there are environments; before that no worker of theirs is started. */
    void of(Environments all) {
        environments = Optional.of(all);
    }

    /** A kind of worker has its first one, or has lost its last one. */
    void occupied(WorkerKind kind, boolean occupied) {
        if (kind.python().isEmpty() || environments.isEmpty()) {
            return;
        }
        EnvironmentId id = new EnvironmentId(kind.environment());
        Environments all = environments.get();
        all.used(id);
        if (occupied) {
            holds.put(kind, all.hold(new Environment(id, Path.of(kind.python().get()))));
        } else {
            Optional.ofNullable(holds.remove(kind))
                    .ifPresent(held -> held.onSuccess(hold -> hold.ifPresent(Hold::release)));
        }
    }
}
