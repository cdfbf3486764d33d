package dev.beworkflows.rpc;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines that end with LF and are at most so many bytes long. Used by one thread. */
public final class LineReader {

    private static final int CHUNK = 8192;
    private static final int KEPT = 1 << 20;

    private final InputStream in;
    private final int maxBytes;
    private byte[] buffer = new byte[CHUNK];
    private int start;
    private int end;
    private int searched;

    public LineReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /**
     * Waits for a whole line.
     *
     * @return the line without its LF; null at the end of the stream, also when it ends within a line
     * @throws ProtocolViolation when the line is too long
     */
    public byte @Nullable [] next() throws IOException {
        while (true) {
            int lineEnd = find();
            if (lineEnd >= 0) {
                return take(lineEnd);
            }
            if (end - start > maxBytes) {
                throw new ProtocolViolation("a line of more than " + maxBytes + " bytes");
            }
            makeRoom();
            int count = in.read(buffer, end, buffer.length - end);
            if (count < 0) {
                return null;
            }
            end += count;
        }
    }

    private int find() {
        for (int i = Math.max(start, searched); i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        searched = end;
        return -1;
    }

    private byte[] take(int lineEnd) {
        if (lineEnd - start > maxBytes) {
            throw new ProtocolViolation("a line of more than " + maxBytes + " bytes");
        }
        byte[] line = Arrays.copyOfRange(buffer, start, lineEnd);
        start = lineEnd + 1;
        searched = start;
        if (start == end) {
            start = 0;
            end = 0;
            searched = 0;
            if (buffer.length > KEPT) {
                buffer = new byte[CHUNK];
            }
        }
        return line;
    }

    private void makeRoom() {
        if (end < buffer.length) {
            return;
        }
        int length = end - start;
        byte[] target = length > buffer.length / 2
                ? new byte[(int) Math.min((long) buffer.length * 2, (long) maxBytes + CHUNK)]
                : buffer;
        System.arraycopy(buffer, start, target, 0, length);
        buffer = target;
        start = 0;
        end = length;
        searched = length;
    }
}
