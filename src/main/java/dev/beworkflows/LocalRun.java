package dev.beworkflows;

import dev.beworkflows.journal.EventPage;
import dev.beworkflows.journal.RunJournal;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Run;
import dev.beworkflows.scheduler.Interception;
import dev.beworkflows.scheduler.LiveRun;
import dev.beworkflows.scheduler.Order;
import dev.beworkflows.scheduler.RunResult;
import dev.beworkflows.scheduler.Runs;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;

/** One run without a server, shown while it goes. What it has shown belongs to the loop. */
final class LocalRun {

    private static final int PAGE = 500;

    private final Order order;
    private final RunJournal journal;
    private final LocalRunView view;
    private final Promise<Void> shown = Promise.promise();
    private long seq;
    private boolean reading;
    private boolean again;

    LocalRun(Order order, RunJournal journal, LocalRunView view) {
        this.order = order;
        this.journal = journal;
        this.view = view;
    }

    /** Runs it to its end, which may take long. True: it succeeded. */
    boolean drive(Runs runs, EventLoop loop) throws Exception {
        Interception interception = waited(runs.intercept(order));
        if (interception instanceof Interception.Passed passed) {
            return drive(runs, loop, passed.order());
        }
        view.rejected(
                interception instanceof Interception.Rejected rejected
                        ? rejected.failure()
                        : ((Interception.Failed) interception).failure());
        return false;
    }

    private boolean drive(Runs runs, EventLoop loop, Order intercepted) throws Exception {
        LiveRun live = runs.start(intercepted);
        Runnable unwatch = journal.watch(live.id(), () -> loop.run(this::read));
        loop.run(this::read);
        RunResult result = waited(live.result());
        Void unused = waited(shown.future());
        unwatch.run();
        Run run = waited(journal.find(live.id())).map(RunHistory::run).orElseThrow();
        view.ended(run, result);
        return result instanceof RunResult.Succeeded;
    }

    private void read() {
        if (reading) {
            again = true;
            return;
        }
        reading = true;
        again = false;
        journal.events(order.id(), seq, PAGE).onSuccess(this::show).onFailure(shown::tryFail);
    }

    private void show(Optional<EventPage> page) {
        reading = false;
        page.ifPresent(some -> {
            some.events().forEach(event -> {
                view.event(event);
                seq = event.seq();
            });
            if (some.ended()) {
                boolean unused = shown.tryComplete();
            } else if (again || !some.events().isEmpty()) {
                read();
            }
        });
        if (page.isEmpty() && again) {
            read();
        }
    }

    private static <T> T waited(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get();
    }
}
