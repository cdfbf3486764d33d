package dev.beworkflows.environments;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Hands out what a program prints, line by line, with bounds for what hostile programs print. The last lines are kept. */
final class OutputLines {

    private static final int LONGEST = 2_000;
    private static final int KEPT = 60;

    private final Mask mask;
    private final Consumer<String> listener;
    private final Deque<String> last = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();

    OutputLines(Mask mask, Consumer<String> listener) {
        this.mask = mask;
        this.listener = listener;
    }

    /** Reads to the end; a pipe that breaks is one. */
    void read(InputStream stream) {
        char[] piece = new char[4096];
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            for (int count = reader.read(piece); count >= 0; count = reader.read(piece)) {
                for (int i = 0; i < count; i++) {
                    take(piece[i]);
                }
            }
        } catch (IOException e) {
            // closed while it was read: the program is gone
        }
        end();
    }

    synchronized List<String> last() {
        return List.copyOf(last);
    }

    private void take(char c) {
        if (c == '\n' || c == '\r') {
            end();
        } else if (line.length() < LONGEST) {
            line.append(c);
        }
    }

    private void end() {
        String text = mask.apply(line.toString().stripTrailing());
        line.setLength(0);
        if (!text.isBlank()) {
            keep(text);
            listener.accept(text);
        }
    }

    private synchronized void keep(String text) {
        if (last.size() == KEPT) {
            String unused = last.removeFirst();
        }
        last.addLast(text);
    }
}
