package dev.beworkflows.worker;

import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.task.CodeUnit;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets workers load code before calls of it come: one worker after the other, so that the others go on serving. Belongs to the pool's loop. */
final class Warmings {

    /** How long a worker may load code, and how long it is waited for that all have. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private final EventLoop loop;
    private final RecentCode recent = new RecentCode();
    private final List<Warming> all = new ArrayList<>();
    private @Nullable Worker loading;

    Warmings(EventLoop loop) {
        this.loop = loop;
    }

    /** The code is called, or will be. */
    void called(CodeUnit code) {
        recent.called(code);
    }

    /** What a worker that comes into a slot should know. */
    List<CodeUnit> recent() {
        return recent.all();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Completes when the workers know the code, or when it has taken too long. */
    Future<Void> add(List<CodeUnit> code, Collection<Worker> workers) {
        if (workers.isEmpty()) { // its pool has none now, and those to come load what was made ready last
            return Future.succeededFuture();
        }
        Warming warming = new Warming(code, workers, Promise.promise());
        all.add(warming);
        long timer = loop.after(LIMIT, warming::end);
        return warming.done()
                .onComplete(ended -> loop.run(() -> {
                    loop.cancel(timer);
                    all.remove(warming);
                }));
    }

    /** Lets one of the idle workers load what it does not know, if no other one is at it. The worker that is not idle any more. */
    Optional<Worker> begin(List<Worker> idle) {
        for (Warming warming : List.copyOf(all)) {
            Optional<Worker> chosen = loading == null ? warming.next(idle) : Optional.empty();
            if (chosen.isPresent()) {
                Worker worker = chosen.get();
                loading = worker;
                worker.load(worker.unknownOf(warming.code()), LIMIT);
                return chosen;
            }
        }
        return Optional.empty();
    }

    /** The worker is idle again, or gone. */
    void left(Worker worker) {
        if (loading == worker) {
            loading = null;
        }
    }

    /** The worker is gone. */
    void gone(Worker worker) {
        left(worker);
        List.copyOf(all).forEach(warming -> warming.finished(worker));
    }
}
