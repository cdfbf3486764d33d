package dev.beworkflows.http;

import dev.beworkflows.journal.IdempotencyKey;
import dev.beworkflows.journal.KeyUse;
import dev.beworkflows.run.RunId;
import dev.beworkflows.scheduler.Order;
import dev.beworkflows.scheduler.RunStarter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** A call whose run goes on without its caller: answered when the run is durable, and not before. */
final class BackgroundCall {
    private final RunStarter starter;
    private final RunReader runs;
    private final RunLinks links;
    private final Streams streams;
    private final Function<RunId, Future<Reply>> result;

    /** @param result what the run answered, once it has ended */
    BackgroundCall(
            RunStarter starter,
            RunReader runs,
            RunLinks links,
            Streams streams,
            Function<RunId, Future<Reply>> result) {
        this.starter = starter;
        this.runs = runs;
        this.links = links;
        this.streams = streams;
        this.result = result;
    }

    /** @param taken whether the key was taken for this call before */
    Future<Reply> accept(
            Order order, CallOptions options, Optional<IdempotencyKey> key, boolean taken, KeyedCall keyed) {
        long begin = System.nanoTime();
        return starter.accept(order, options.placement(), key, taken)
                .recover(DatabaseAway::problem)
                .map(use -> use instanceof KeyUse.Fresh ? accepted(order.id(), options) : keyed.again(use))
                .map(reply -> reply.with(
                        ServerTiming.HEADER,
                        ServerTiming.accepted(order.validation(), Duration.ofNanos(System.nanoTime() - begin))));
    }

    private Reply accepted(RunId id, CallOptions options) {
        if (!options.stream()) {
            return links.accepted(id);
        }
        EventSource source = new RunEventSource(
                runs, streams.rendered(), id, 0, Optional.empty(), Optional.of(() -> result.apply(id)));
        return streams.of(source, Optional.empty()).with("x-run-id", id.toString());
    }
}
