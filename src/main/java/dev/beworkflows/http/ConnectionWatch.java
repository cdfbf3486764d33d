package dev.beworkflows.http;

import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Closes connections whose client lets us wait too long: for the head of a request, for its body, or for taking the answer. Vert.x' idle timeout cannot tell these
 * from a run that takes its time, and one byte a second satisfies it for ever.
 *
 * <p>Belongs to one event loop.
 */
final class ConnectionWatch {

    private final HttpLimits.Transport limits;
    private final LongSupplier nanoTime;
    private final Map<HttpConnection, Clock> clocks = new HashMap<>();

    ConnectionWatch(HttpLimits.Transport limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /** From now on the client has to send the head of a request. */
    void opened(HttpConnection connection) {
        clocks.put(connection, new Clock());
        connection.closeHandler(closed -> clocks.remove(connection));
    }

    Clock of(HttpConnection connection) {
        return clocks.computeIfAbsent(connection, unknown -> new Clock());
    }

    /** Closes what has run out of time. Called periodically. */
    void sweep() {
        long now = nanoTime.getAsLong();
        Iterator<Map.Entry<HttpConnection, Clock>> all = clocks.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<HttpConnection, Clock> entry = all.next();
            if (entry.getValue().isOver(now)) {
                all.remove();
                Disconnect.now(entry.getKey());
            }
        }
    }

    /** The time that one connection has left. It stands still while the client has nothing to do but wait for us. */
    final class Clock {
        private int arriving;
        private int running;
        private long deadline = fresh();

        /** The head of a request is there; its body may follow. */
        void began() {
            arriving++;
            deadline = fresh();
        }

        /** A piece of a body: earns time at the lowest allowed rate, so that dribbling does not help. */
        void received(int bytes) {
            deadline = Math.min(fresh(), deadline + earned(bytes));
        }

        /** A request is complete. */
        void arrived() {
            arriving--;
            running++;
        }

        /** An answer is on its way, whether or not its request is complete. */
        void answering(boolean hadArrived, int bytes) {
            if (hadArrived) {
                running--;
            } else {
                arriving--;
            }
            deadline = fresh() + earned(bytes);
        }

        /** The client took the answer. */
        void answered() {
            deadline = fresh();
        }

        boolean isOver(long now) {
            return (arriving > 0 || running == 0) && now - deadline > 0;
        }

        private long fresh() {
            return nanoTime.getAsLong() + limits.idle().toNanos();
        }

        private long earned(int bytes) {
            return TimeUnit.SECONDS.toNanos(bytes) / limits.minBytesPerSecond();
        }
    }
}
