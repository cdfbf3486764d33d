package dev.beworkflows.worker;

import dev.beworkflows.task.SecretValues;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads what a worker's tasks print, cuts it at the end marks, and hands out each call's part while it comes, in bounded memory.
 *
 * <p>{@link #begin} is called on the loop before the call is sent; everything else happens on the thread that reads the worker's standard error.
 */
final class TaskOutputReader {

    private static final byte MARK_START = 0x1E;
    private static final int CHUNK = 16 << 10;
    private static final int MAX_MARK = 64;

    private final byte[] mark;
    private final long maxBytes;
    private final LongConsumer ended;
    private final byte[] buffer = new byte[CHUNK];
    private int length;
    private volatile Part part;

    /**
     * @param outputMark as it was told to the worker
     * @param maxBytes how much of one call is handed out
     * @param beforeFirst gets what the worker prints before its first call
     * @param ended told the call whose output is complete
     */
    TaskOutputReader(String outputMark, long maxBytes, Consumer<String> beforeFirst, LongConsumer ended) {
        this.part = new Part(beforeFirst, SecretValues.NONE);
        this.mark = (outputMark + " ").getBytes(StandardCharsets.US_ASCII);
        this.maxBytes = maxBytes;
        this.ended = ended;
    }

    /** From now on, and until its end mark, output belongs to the call whose log this is; secrets are taken out of it. */
    void begin(Consumer<String> log, SecretValues secrets) {
        part = new Part(log, secrets);
    }

    void read(InputStream in) throws IOException {
        for (int count = in.read(buffer, length, CHUNK - length);
                count >= 0;
                count = in.read(buffer, length, CHUNK - length)) {
            length += count;
            handOut();
        }
        emit(length);
        endCall();
    }

    /** Hands out whole lines, each end mark at its place; keeps an unfinished line unless it fills the buffer. */
    private void handOut() {
        int from = 0;
        for (int i = nextMark(0); i >= 0; i = nextMark(from)) {
            int lineEnd = indexOf((byte) '\n', i);
            if (lineEnd < 0) {
                break;
            }
            emit(from, i);
            endCall();
            ended.accept(callId(i + 1 + mark.length, lineEnd));
            from = lineEnd + 1;
        }
        int unfinished = nextMark(from);
        int until = unfinished >= 0 ? unfinished : Math.max(from, wholeLines(from));
        emit(from, until);
        System.arraycopy(buffer, until, buffer, 0, length - until);
        length -= until;
    }

    private int wholeLines(int from) {
        for (int i = length - 1; i >= from; i--) {
            if (buffer[i] == '\n') {
                return i + 1;
            }
        }
        return length == CHUNK ? CHUNK - MAX_MARK : from;
    }

    /** Where an end mark starts, also one of which only the first bytes have come; -1: nowhere. */
    private int nextMark(int from) {
        for (int i = indexOf(MARK_START, from); i >= 0; i = indexOf(MARK_START, i + 1)) {
            int until = Math.min(length, i + 1 + mark.length);
            if (Arrays.equals(buffer, i + 1, until, mark, 0, until - i - 1)) {
                return i;
            }
        }
        return -1;
    }

    private int indexOf(byte wanted, int from) {
        for (int i = from; i < length; i++) {
            if (buffer[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private long callId(int from, int until) {
        long id = 0;
        for (int i = from; i < until; i++) {
            id = id * 10 + (buffer[i] - '0');
        }
        return id;
    }

    private void emit(int until) {
        emit(0, until);
        length = 0;
    }

    private void emit(int from, int until) {
        Part current = part;
        int size = (int) Math.min(until - from, Math.max(0, maxBytes - current.kept));
        if (size > 0) {
            current.accept(new String(buffer, from, size, StandardCharsets.UTF_8));
        }
        current.kept += size;
        current.leftOut += until - from - size;
    }

    private void endCall() {
        Part ending = part;
        ending.flush();
        if (ending.leftOut > 0) {
            ending.sink.accept("\n… " + ending.leftOut + " bytes of output left out (limit " + maxBytes
                    + " bytes a task, BEW_TASK_OUTPUT_LIMIT)\n");
        }
        part = new Part(TaskOutputReader::nobody, SecretValues.NONE);
    }

    private static void nobody(String text) {}

    /** The output between two marks; its counts belong to the reading thread. */
    private static final class Part {

        private final Consumer<String> sink;
        private final SecretValues secrets;
        private String held = "";
        private long kept;
        private long leftOut;

        Part(Consumer<String> sink, SecretValues secrets) {
            this.sink = sink;
            this.secrets = secrets;
        }

        /** Of a line that goes on, as much is held back as a secret could need that is cut in two. */
        void accept(String text) {
            if (secrets.isEmpty()) {
                sink.accept(text);
                return;
            }
            String masked = secrets.masked(held + text);
            int until = masked.endsWith("\n") ? masked.length() : Math.max(0, masked.length() - secrets.longest() + 1);
            held = masked.substring(until);
            if (until > 0) {
                sink.accept(masked.substring(0, until));
            }
        }

        void flush() {
            if (!held.isEmpty()) {
                sink.accept(held);
                held = "";
            }
        }
    }
}
