package dev.beworkflows.worker;

import dev.beworkflows.task.SecretValues;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads what a worker's tasks print, cuts it at the end marks, and hands out each call's part while it comes, in bounded memory.
 *
 * <p>Thread-safe: whoever reads hands out.
 */
final class TaskOutputReader {

    private static final byte MARK_START = 0x1E;
    private static final int CHUNK = 16 << 10;
    private static final int MAX_MARK = 64;

    private static final long YOUNG = Duration.ofMillis(10).toNanos();

    /** After so many chunks others are looked after. */
    private static final int MOST_ROUNDS = 16;

    private final byte[] mark;
    private final long maxBytes;
    private final byte[] buffer = new byte[CHUNK];
    private int length;
    private final OutputTail tail = new OutputTail();
    private final Deque<Part> next = new ArrayDeque<>();
    private Part part;
    private volatile long openedAt;
    private boolean ended;

    /**
     * @param outputMark as it was told to the worker
     * @param maxBytes how much of one call is handed out
     * @param beforeFirst gets what the worker prints before its first call
     */
    TaskOutputReader(String outputMark, long maxBytes, Consumer<String> beforeFirst) {
        this.part = new Part(beforeFirst, SecretValues.NONE, maxBytes);
        this.mark = (outputMark + " ").getBytes(StandardCharsets.US_ASCII);
        this.maxBytes = maxBytes;
    }

    /**
     * From now on output belongs to a call: up to the end mark to the first attempt of its chain. Secrets are taken out of it.
     *
     * @param logs of the attempts, in order
     * @param bytes how much of each is handed out, if that is less than usual
     */
    synchronized void begin(List<Consumer<String>> logs, SecretValues secrets, long bytes) {
        next.clear();
        logs.forEach(log -> next.addLast(new Part(log, secrets, Math.min(bytes, maxBytes))));
        length = 0;
        open(nextPart());
    }

    void begin(List<Consumer<String>> logs, SecretValues secrets) {
        begin(logs, secrets, maxBytes);
    }

    /** The last of what this attempt has printed, also of what is not handed out. */
    synchronized String tail() {
        return tail.text(part.secrets);
    }

    /** From now on output belongs to the next attempt of the chain; what is behind an end mark waits for this. */
    synchronized void goOn() {
        open(nextPart());
    }

    /** From now on output belongs to nobody. */
    synchronized void finish() {
        next.clear();
        open(nextPart());
    }

    private void open(Part opened) {
        part = opened;
        tail.clear();
        openedAt = System.nanoTime();
        ended = false;
    }

    /** Whether an attempt has just begun or ended: one that lasts no longer than this is heard at its end. */
    boolean isYoung() {
        return System.nanoTime() - openedAt < YOUNG;
    }

    /** Whether the end mark of the attempt has been read. */
    synchronized boolean hasEnded() {
        return ended;
    }

    /**
     * Hands out what is there, without waiting, up to the end mark.
     *
     * @return whether there was anything
     */
    synchronized boolean read(InputStream in) throws IOException {
        int before = length;
        handOut();
        int rounds = length < before ? 1 : 0;
        while (!ended && rounds < MOST_ROUNDS && in.available() > 0) {
            int count = in.read(buffer, length, CHUNK - length);
            if (count < 0) {
                break;
            }
            length += count;
            rounds++;
            handOut();
        }
        return rounds > 0;
    }

    /** Hands out what is left. */
    synchronized void end() {
        ended = false;
        emit(0, length);
        length = 0;
        endCall();
    }

    /** Hands out whole lines; keeps an unfinished one unless it fills the buffer. */
    private void handOut() {
        if (ended || length == 0) {
            return;
        }
        int mark = nextMark();
        int markEnd = mark < 0 ? -1 : indexOf((byte) '\n', mark);
        if (markEnd >= 0) {
            emit(0, mark);
            endCall();
            keepFrom(markEnd + 1);
            return;
        }
        int until = mark >= 0 ? mark : wholeLines();
        emit(0, until);
        keepFrom(until);
    }

    private void keepFrom(int start) {
        System.arraycopy(buffer, start, buffer, 0, length - start);
        length -= start;
    }

    private int wholeLines() {
        for (int i = length - 1; i >= 0; i--) {
            if (buffer[i] == '\n') {
                return i + 1;
            }
        }
        return length == CHUNK ? CHUNK - MAX_MARK : 0;
    }

    /** Where an end mark starts, also one of which only the first bytes have come; -1: nowhere. */
    private int nextMark() {
        for (int i = indexOf(MARK_START, 0); i >= 0; i = indexOf(MARK_START, i + 1)) {
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

    private void emit(int from, int until) {
        Part current = part;
        tail.add(buffer, from, until);
        int size = (int) Math.min(until - from, Math.max(0, current.most - current.kept));
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
            ending.sink.accept("\n… " + ending.leftOut + " bytes of output left out (limit " + ending.most
                    + " bytes a task, BEW_TASK_OUTPUT_LIMIT)\n");
        }
        ended = true;
    }

    private Part nextPart() {
        Part following = next.pollFirst();
        return following != null ? following : new Part(TaskOutputReader::nobody, SecretValues.NONE, maxBytes);
    }

    private static void nobody(String text) {}

    /** The output between two marks; its counts belong to the reading thread. */
    private static final class Part {

        private final Consumer<String> sink;
        private final SecretValues secrets;
        private final long most;
        private String held = "";
        private long kept;
        private long leftOut;

        Part(Consumer<String> sink, SecretValues secrets, long most) {
            this.sink = sink;
            this.secrets = secrets;
            this.most = most;
        }

        /** Of a line that goes on, as much is held back as a secret could need that is cut in two. */
        void accept(String text) {
            if (secrets.isEmpty()) {
                sink.accept(text);
                return;
            }
            String masked = secrets.masked(held + text);
            int lines = masked.lastIndexOf('\n') + 1;
            int until = lines > 0 ? lines : Math.max(0, masked.length() - secrets.longest() + 1);
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
