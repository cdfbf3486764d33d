package dev.beworkflows.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits a {@code multipart/form-data} body (RFC 7578, RFC 2046) as it arrives. Holds back no more than one boundary or one part's header block.
 *
 * <pre>
 * BODY (of the preamble, then of parts) → AFTER_BOUNDARY → HEADERS → BODY …
 *                                         AFTER_BOUNDARY → END
 * </pre>
 */
final class MultipartParser {

    /** What the parser sees, in order; data comes in as many pieces as it likes. */
    interface Listener {

        void begins(PartHeader header);

        /** @param bytes may be kept, but not changed */
        void data(byte[] bytes, int from, int to);

        void ends();
    }

    private enum State {
        BODY,
        AFTER_BOUNDARY,
        HEADERS,
        END
    }

    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};
    private static final byte[] NOTHING = {};

    private final byte[] delimiter;
    private final Listener listener;
    private State state = State.BODY;
    private boolean inPart;
    // the first boundary may stand at the very start, as if after a line end
    private byte[] kept = {'\r', '\n'};
    private int position;

    MultipartParser(String boundary, Listener listener) {
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.listener = listener;
    }

    /** @throws ProblemException when this is no such body; the parser is of no use afterwards */
    void feed(byte[] chunk) {
        byte[] bytes = kept.length == 0 ? chunk : joined(kept, chunk);
        position = 0;
        boolean more = true;
        while (more) {
            more = switch (state) {
                case BODY -> body(bytes);
                case AFTER_BOUNDARY -> afterBoundary(bytes);
                case HEADERS -> headers(bytes);
                case END -> false;
            };
        }
        kept = state == State.END ? NOTHING : Arrays.copyOfRange(bytes, position, bytes.length);
    }

    /** @throws ProblemException when the closing boundary is missing */
    void end() {
        if (state != State.END) {
            throw malformed("the form ends before its closing boundary");
        }
    }

    private boolean body(byte[] bytes) {
        int found = indexOf(bytes, delimiter, position);
        if (found >= 0) {
            data(bytes, found);
            if (inPart) {
                inPart = false;
                listener.ends();
            }
            position = found + delimiter.length;
            state = State.AFTER_BOUNDARY;
            return true;
        }
        data(bytes, Math.max(position, bytes.length - delimiter.length + 1));
        return false;
    }

    private void data(byte[] bytes, int to) {
        if (inPart && to > position) {
            listener.data(bytes, position, to);
        }
        position = to;
    }

    private boolean afterBoundary(byte[] bytes) {
        while (position < bytes.length && (bytes[position] == ' ' || bytes[position] == '\t')) {
            position++;
        }
        if (bytes.length - position < 2) {
            return false;
        }
        byte first = bytes[position];
        byte second = bytes[position + 1];
        if (first == '-' && second == '-') {
            state = State.END;
        } else if (first == '\r' && second == '\n') {
            // the line end stays: with it an empty header block is a blank line too
            state = State.HEADERS;
        } else {
            throw malformed("a boundary is followed by something else than a line end");
        }
        return true;
    }

    private boolean headers(byte[] bytes) {
        int found = indexOf(bytes, BLANK_LINE, position);
        if ((found < 0 ? bytes.length : found) - position > MAX_HEADER_BYTES) {
            throw malformed("the headers of a part exceed " + MAX_HEADER_BYTES + " bytes");
        }
        if (found < 0) {
            return false;
        }
        PartHeader header = PartHeader.parse(bytes, position, found);
        position = found + BLANK_LINE.length;
        inPart = true;
        state = State.BODY;
        listener.begins(header);
        return true;
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        int last = bytes.length - wanted.length;
        for (int i = from; i <= last; i++) {
            if (bytes[i] == wanted[0] && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    static ProblemException malformed(String detail) {
        return Problem.of(ApiError.MALFORMED_REQUEST, detail).asException();
    }
}
