package dev.beworkflows.http;

import dev.beworkflows.run.RunId;
import dev.beworkflows.scheduler.LiveRun;
import dev.beworkflows.scheduler.Order;
import dev.beworkflows.scheduler.RunResult;
import dev.beworkflows.scheduler.RunStarter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;

/** A call whose caller waits for the answer, or for some time, or watches. */
final class ForegroundCall {
    private final RunStarter starter;
    private final RunReader runs;
    private final RunLinks links;
    private final Streams streams;

    ForegroundCall(RunStarter starter, RunReader runs, RunLinks links, Streams streams) {
        this.starter = starter;
        this.runs = runs;
        this.links = links;
        this.streams = streams;
    }

    /** @param outlives whether the run goes on when its caller goes away */
    Future<Reply> run(Exchange exchange, Order order, CallOptions options, boolean outlives) {
        if (options.stream()) {
            return Future.succeededFuture(streamed(order));
        }
        if (options.patience().isPresent()) {
            Duration patience = options.patience().get();
            return starter.startOpenEnded(order, options.placement())
                    .compose(run -> answerOrLinks(exchange, run, patience, outlives));
        }
        LiveRun run = starter.start(order);
        if (!outlives) {
            exchange.onGone(() -> run.cancel("the caller went away"));
        }
        return run.result().map(result -> reply(run, result));
    }

    private static Reply reply(LiveRun run, RunResult result) {
        return ServerTiming.on(CallReply.of(run.id(), result), run.timing());
    }

    /** The run's events, then its answer; a reader that goes away does not touch the run. */
    private Reply streamed(Order order) {
        LiveRun run = starter.start(order);
        EventSource source = new RunEventSource(
                runs,
                streams.rendered(),
                run.id(),
                0,
                Optional.empty(),
                Optional.of(() -> run.result().map(result -> CallReply.of(run.id(), result))));
        return streams.of(source, Optional.empty()).with("x-run-id", run.id().toString());
    }

    private Future<Reply> answerOrLinks(Exchange exchange, LiveRun run, Duration patience, boolean outlives) {
        Promise<Reply> reply = Promise.promise();
        RunId id = run.id();
        long timer = exchange.after(
                patience,
                () -> run.detach().onSuccess(detached -> {
                    if (detached) {
                        boolean unused = reply.tryComplete(links.accepted(id));
                    }
                }));
        if (!outlives) {
            exchange.onGone(() -> {
                if (!reply.future().isComplete()) {
                    run.cancel("the caller went away");
                }
            });
        }
        run.result().onSuccess(result -> {
            exchange.cancel(timer);
            boolean unused = reply.tryComplete(reply(run, result));
        });
        return reply.future();
    }
}
