import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests that come at a rate, however long the answers take. A latency counts from the time at which its request was due, also when no connection was free for it then, so that a server that stalls cannot hide what it did to those who
 * came meanwhile.
 */
final class OpenLoop {
    private static final long PAUSE_NANOS = 50_000;

    /** @param rate requests a second */
    private record Phase(double rate, double seconds) {}

    private final byte[] request;
    private final List<Phase> phases;
    private final long patienceNanos;
    private final List<Connection> connections = new ArrayList<>();
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Deque<Long> waiting = new ArrayDeque<>();
    private final JsonArray samples = new JsonArray();
    private long begin;
    private int underWay;

    /** {@code phases} are lists of rate and seconds; {@code patience} is for how many seconds answers are waited for after the last of them. */
    OpenLoop(JsonObject command) {
        request = Requests.bytes(command);
        phases = command.getJsonArray("phases").stream()
                .map(phase -> (JsonArray) phase)
                .map(phase -> new Phase(phase.getDouble(0), phase.getDouble(1)))
                .toList();
        patienceNanos = (long) (command.getDouble("patience", 30.0) * 1e9);
    }

    /** @return {@code samples}: for each answer when it was due and when it came, in milliseconds from the start, and its status (0: the connection was lost) */
    JsonObject run(int port, int clients) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < clients; i++) {
                connections.add(new Connection(port, selector));
            }
            idle.addAll(connections);
            begin = System.nanoTime();
            long due = begin;
            for (Phase phase : phases) {
                long end = due + (long) (phase.seconds() * 1e9);
                long step = (long) (1e9 / phase.rate());
                for (; due < end; due += step) {
                    until(due, selector);
                    waiting.add(due);
                    sendWaiting();
                }
            }
            for (long end = due + patienceNanos; underWay + waiting.size() > 0 && System.nanoTime() < end; ) {
                selector.select(this::turn, 10);
            }
            return new JsonObject().put("samples", samples).put("unanswered", underWay + waiting.size());
        } finally {
            connections.forEach(Connection::close);
        }
    }

    private void until(long due, Selector selector) throws IOException {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            if (left > 2_000_000) {
                selector.select(this::turn, left / 1_000_000 - 1); // it rounds to milliseconds
            } else if (selector.selectNow(this::turn) == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        selector.selectNow(this::turn);
    }

    private void turn(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        Connection.Turn turn = connection.turn();
        if (turn != Connection.Turn.UNDER_WAY) {
            boolean answered = turn == Connection.Turn.ANSWERED;
            add(connection.since(), answered ? connection.response().status() : 0);
            underWay--;
            idle.push(connection);
            sendWaiting();
        }
    }

    private void sendWaiting() {
        while (!waiting.isEmpty() && !idle.isEmpty()) {
            Connection connection = idle.pop();
            long due = waiting.remove();
            try {
                connection.send(request, due);
                underWay++;
            } catch (IOException e) {
                add(due, 0);
                idle.push(connection);
            }
        }
    }

    private void add(long due, int status) {
        samples.add(new JsonArray()
                .add((due - begin) / 1_000 / 1e3)
                .add((System.nanoTime() - begin) / 1_000 / 1e3)
                .add(status));
    }
}
