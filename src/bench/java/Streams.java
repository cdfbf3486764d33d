import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Many open streams of events. What arrives is searched for time stamps ({@code @}, nanoseconds since 1970, {@code @}), which tell how long it was on its way: all clocks are this machine's. */
final class Streams {
    private static final long OPEN_NANOS = 60_000_000_000L;
    private static final int STAMP_DIGITS = 19;

    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
    private final List<Stream> streams = new ArrayList<>();
    private Selector selector;
    private Latencies delays = new Latencies();
    private int waitedFor;
    private int missing;

    /** One reader. */
    private static final class Stream {
        private final StringBuilder head = new StringBuilder();
        private int digits = -1;
        private long stamp;
        private int stamps;
        private boolean ended;

        /** Whether the bytes so far end a line of status. */
        boolean isAnswered() {
            return head.length() >= 12;
        }

        int status() {
            return isAnswered() ? Integer.parseInt(head.substring(9, 12)) : 0;
        }
    }

    /** Opens them in turn, and answers when each has a status; {@code statuses} counts those. */
    JsonObject open(byte[] request, int port, int count) throws IOException {
        close();
        selector = Selector.open();
        delays = new Latencies();
        for (int i = 0; i < count; i++) {
            open(request, port);
            selector.selectNow(this::read);
        }
        long end = System.nanoTime() + OPEN_NANOS;
        while (streams.stream().anyMatch(stream -> !stream.isAnswered() && !stream.ended) && System.nanoTime() < end) {
            selector.select(this::read, 100);
        }
        JsonObject statuses = new JsonObject();
        for (Stream stream : streams) {
            String status = Integer.toString(stream.status());
            statuses.put(status, statuses.getInteger(status, 0) + 1);
        }
        return new JsonObject().put("statuses", statuses);
    }

    /** Waits until each stream has had so many stamps since it was opened. {@code missing} counts the streams that have not. */
    JsonObject await(int count, double seconds) throws IOException {
        waitedFor = count;
        missing = (int) streams.stream().filter(stream -> stream.stamps < count).count();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (missing > 0 && System.nanoTime() < end) {
            selector.select(this::read, 100);
        }
        JsonObject summary = new JsonObject().put("delay", delays.summary()).put("missing", missing);
        delays = new Latencies();
        return summary;
    }

    JsonObject close() throws IOException {
        if (selector != null) {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
            selector = null;
        }
        streams.clear();
        return new JsonObject();
    }

    private void open(byte[] request, int port) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(ByteBuffer.wrap(request));
        channel.configureBlocking(false);
        Stream stream = new Stream();
        streams.add(stream);
        channel.register(selector, SelectionKey.OP_READ, stream);
    }

    private void read(SelectionKey key) {
        Stream stream = (Stream) key.attachment();
        in.clear();
        try {
            if (((SocketChannel) key.channel()).read(in) < 0) {
                end(key, stream);
                return;
            }
        } catch (IOException e) {
            end(key, stream);
            return;
        }
        long now = nanosSinceEpoch();
        in.flip();
        while (in.hasRemaining()) {
            take(stream, in.get(), now);
        }
    }

    private void take(Stream stream, byte next, long now) {
        if (!stream.isAnswered()) {
            stream.head.append((char) next);
        } else if (next == '@' && stream.digits == STAMP_DIGITS) {
            stream.digits = -1;
            delays.add(now - stream.stamp);
            if (++stream.stamps == waitedFor) {
                missing--;
            }
        } else if (next == '@') {
            stream.digits = 0;
            stream.stamp = 0;
        } else if (stream.digits >= 0 && next >= '0' && next <= '9') {
            stream.digits++;
            stream.stamp = 10 * stream.stamp + next - '0';
        } else {
            stream.digits = -1;
        }
    }

    private static void end(SelectionKey key, Stream stream) {
        stream.ended = true;
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long nanosSinceEpoch() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
