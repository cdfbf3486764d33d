package dev.beworkflows.worker;

import dev.beworkflows.task.SecretValues;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The last of what a task prints, so that it can be shown what it said before it died. Belongs to its reader. */
final class OutputTail {

    private static final int SHOWN = 2 << 10;
    private static final int LINES = 20;

    /** A secret that begins before what is shown must still be found, to be taken out. */
    private static final int KEPT = 16 << 10;

    private byte[] bytes = new byte[0];
    private int length;
    private boolean isCut;

    void clear() {
        length = 0;
        isCut = false;
    }

    void add(byte[] from, int start, int end) {
        int size = Math.min(end - start, KEPT);
        if (size <= 0) {
            return;
        }
        isCut |= size < end - start;
        makeRoom(size);
        System.arraycopy(from, end - size, bytes, length, size);
        length += size;
    }

    /** Twice what is kept, so that it need not be moved for each line. */
    private void makeRoom(int size) {
        if (bytes.length == 0) {
            bytes = new byte[2 * KEPT];
        }
        if (length + size > bytes.length) {
            int kept = KEPT - size;
            isCut = true;
            System.arraycopy(bytes, length - Math.min(kept, length), bytes, 0, Math.min(kept, length));
            length = Math.min(kept, length);
        }
    }

    /** The last lines. Where something was cut off that could be a part of a secret, only what follows the next line end can be told. */
    String text(SecretValues secrets) {
        String kept = new String(bytes, 0, length, StandardCharsets.UTF_8);
        int whole = isCut && !secrets.isEmpty() ? kept.indexOf('\n') : 0;
        String text = whole < 0 ? "" : secrets.masked(kept.substring(whole));
        String[] lines =
                text.substring(Math.max(0, text.length() - SHOWN)).strip().split("\n", -1);
        return String.join("\n", Arrays.copyOfRange(lines, Math.max(0, lines.length - LINES), lines.length));
    }
}
