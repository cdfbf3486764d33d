import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** A number of clients, each of which sends its next request when it has the answer to its last one. */
final class ClosedLoop {
    private static final long STUCK_NANOS = 60_000_000_000L;

    private final byte[] request;
    private final long most;
    private final long nanos;
    private final Answers answers;
    private final List<Connection> connections = new ArrayList<>();
    private long begin;
    private long sent;
    private long underWay;

    /** {@code seconds} or {@code requests} bounds it, whichever comes first; what is under way then is waited for. */
    ClosedLoop(JsonObject command) {
        request = Requests.bytes(command);
        most = command.getLong("requests", Long.MAX_VALUE);
        nanos = (long) (command.getDouble("seconds", 600.0) * 1e9);
        answers = new Answers(command.getInteger("expect", 200));
    }

    JsonObject run(int port, int clients) throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < clients; i++) {
                connections.add(new Connection(port, selector));
            }
            begin = System.nanoTime();
            for (Connection connection : connections) {
                next(connection, begin);
            }
            long end = begin;
            while (underWay > 0) {
                if (selector.select(this::turn, 1_000) > 0) {
                    end = System.nanoTime();
                } else if (System.nanoTime() - end > STUCK_NANOS) {
                    throw new IOException(underWay + " requests are not answered within 60 s");
                }
            }
            return answers.summary().put("seconds", (end - begin) / 1e9);
        } finally {
            connections.forEach(Connection::close);
        }
    }

    private void turn(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        Connection.Turn turn = connection.turn();
        if (turn == Connection.Turn.UNDER_WAY) {
            return;
        }
        underWay--;
        long now = System.nanoTime();
        if (turn == Connection.Turn.ANSWERED) {
            answers.add(connection.response(), now - connection.since());
        } else {
            answers.addLost();
        }
        next(connection, now);
    }

    private void next(Connection connection, long now) {
        if (sent >= most || now - begin >= nanos) {
            return;
        }
        sent++;
        underWay++;
        try {
            connection.send(request, now);
        } catch (IOException e) {
            underWay--;
            answers.addLost();
        }
    }
}
