import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Finds the end of each HTTP/1.1 response on a connection; keeps the first bytes of its body. Belongs to one connection. */
final class ResponseParser {
    private static final int KEPT = 2_000;
    private static final int LONGEST_LINE = 16_384;

    private enum Place {
        STATUS,
        HEADERS,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        END
    }

    private final StringBuilder line = new StringBuilder();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private Place place = Place.STATUS;
    private boolean chunked;
    private boolean closes;
    private int status;
    private long left;
    private long length;

    /** Takes bytes up to the end of a response. Returns whether that was reached. */
    boolean read(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining() && place != Place.END) {
            if (place == Place.BODY || place == Place.CHUNK) {
                readBody(bytes);
            } else {
                readLine(bytes);
            }
        }
        return place == Place.END;
    }

    /** For the next response on the same connection. */
    void reset() {
        place = Place.STATUS;
        chunked = false;
        closes = false;
        left = 0;
        length = 0;
        kept.reset();
    }

    int status() {
        return status;
    }

    /** Of the body, without the marks of its chunks. */
    long length() {
        return length;
    }

    /** Whether the server ends the connection after this response. */
    boolean closes() {
        return closes;
    }

    String body() {
        return kept.toString(StandardCharsets.UTF_8);
    }

    private void readBody(ByteBuffer bytes) {
        int taken = (int) Math.min(left, bytes.remaining());
        int wanted = Math.min(taken, KEPT - kept.size());
        for (int i = 0; i < wanted; i++) {
            kept.write(bytes.get(bytes.position() + i));
        }
        bytes.position(bytes.position() + taken);
        length += taken;
        left -= taken;
        if (left == 0) {
            place = chunked ? Place.CHUNK_END : Place.END;
        }
    }

    private void readLine(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            char c = (char) (bytes.get() & 0xff);
            if (c == '\n') {
                String whole = line.toString();
                line.setLength(0);
                take(whole);
                return;
            }
            if (c != '\r') {
                line.append(c);
            }
            if (line.length() > LONGEST_LINE) {
                throw new IOException("a line of the response is too long");
            }
        }
    }

    private void take(String whole) throws IOException {
        switch (place) {
            case STATUS -> {
                status = Integer.parseInt(whole.substring(9, 12));
                place = Place.HEADERS;
            }
            case HEADERS -> takeHeader(whole);
            case CHUNK_SIZE -> {
                left = Long.parseLong(whole.split(";")[0].strip(), 16);
                place = left == 0 ? Place.TRAILER : Place.CHUNK;
            }
            case CHUNK_END -> place = Place.CHUNK_SIZE;
            case TRAILER -> place = whole.isEmpty() ? Place.END : Place.TRAILER;
            case BODY, CHUNK, END -> throw new IOException("no line is expected here");
        }
    }

    private void takeHeader(String whole) {
        if (whole.isEmpty()) {
            place = chunked ? Place.CHUNK_SIZE : left == 0 ? Place.END : Place.BODY;
            return;
        }
        String header = whole.toLowerCase(Locale.ROOT);
        if (header.startsWith("content-length:")) {
            left = Long.parseLong(header.substring(15).strip());
        } else if (header.startsWith("transfer-encoding:")) {
            chunked = header.contains("chunked");
        } else if (header.startsWith("connection:")) {
            closes = header.contains("close");
        }
    }
}
