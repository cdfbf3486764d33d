import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One kept-alive connection with one request under way at most. Belongs to the load generator's only thread. */
final class Connection {
    /** What became of the request. */
    enum Turn {
        UNDER_WAY,
        ANSWERED,
        LOST
    }

    private static final ByteBuffer IN = ByteBuffer.allocateDirect(1 << 18);

    private final int port;
    private final Selector selector;
    private final ResponseParser parser = new ResponseParser();
    private SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer out = ByteBuffer.allocate(0);
    private long since;

    Connection(int port, Selector selector) throws IOException {
        this.port = port;
        this.selector = selector;
        connect();
    }

    /**
     * Sends a request, as far as the socket takes it.
     *
     * @param since from when its latency counts
     */
    void send(byte[] request, long since) throws IOException {
        if (!channel.isOpen()) {
            connect();
        }
        this.since = since;
        parser.reset();
        out = ByteBuffer.wrap(request);
        write();
    }

    /** To be called when the selector says so. */
    Turn turn() {
        try {
            if (key.isWritable()) {
                write();
            }
            return key.isReadable() ? read() : Turn.UNDER_WAY;
        } catch (IOException e) {
            close();
            return Turn.LOST;
        }
    }

    ResponseParser response() {
        return parser;
    }

    long since() {
        return since;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void connect() throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    private void write() throws IOException {
        channel.write(out);
        key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    private Turn read() throws IOException {
        IN.clear();
        int count = channel.read(IN);
        if (count < 0) {
            close();
            return Turn.LOST;
        }
        IN.flip();
        if (!parser.read(IN)) {
            return Turn.UNDER_WAY;
        }
        if (parser.closes()) {
            close();
        }
        return Turn.ANSWERED;
    }
}
