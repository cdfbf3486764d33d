package dev.beworkflows.http;

import dev.beworkflows.schema.NamedText;
import dev.beworkflows.schema.RequestProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code a=1&b=2}, percent-encoded UTF-8 with {@code +} for a space. Refuses what the usual decoders repair: broken escapes, bytes that are not UTF-8, U+0000. */
final class PercentDecoding {

    private final String in;
    private final byte[] bytes;
    private final int limit;
    private final List<NamedText> pairs = new ArrayList<>();
    private final List<RequestProblem> problems = new ArrayList<>();

    private PercentDecoding(String in, byte[] bytes, int limit) {
        this.in = in;
        this.bytes = bytes;
        this.limit = limit;
    }

    /** @throws ProblemException naming every place that cannot be read, or when there are more than {@code limit} arguments */
    static List<NamedText> query(String query, int limit) {
        // Netty made one character of each byte
        return new PercentDecoding("query", query.getBytes(StandardCharsets.ISO_8859_1), limit).decoded();
    }

    /** @throws ProblemException naming every place that cannot be read, or when there are more than {@code limit} fields */
    static List<NamedText> form(byte[] body, int limit) {
        return new PercentDecoding("form", body, limit).decoded();
    }

    /** One segment of a path, in which a plus is a plus. @throws ProblemException when it cannot be read */
    static String segment(String segment) {
        byte[] bytes = segment.replace("+", "%2B").getBytes(StandardCharsets.ISO_8859_1);
        PercentDecoding decoding = new PercentDecoding("path", bytes, 1);
        String text = decoding.text("", 0, bytes.length);
        decoding.check();
        return text;
    }

    private List<NamedText> decoded() {
        int start = 0;
        while (start < bytes.length) {
            int end = indexOf('&', start, bytes.length);
            if (end > start) {
                pair(start, end);
            }
            start = end + 1;
        }
        check();
        return pairs;
    }

    private void check() {
        if (!problems.isEmpty()) {
            throw Problem.ofRequest(ApiError.MALFORMED_REQUEST, problems).asException();
        }
    }

    private void pair(int start, int end) {
        if (pairs.size() + problems.size() >= limit) {
            throw Problem.of(ApiError.CONTENT_TOO_LARGE, "more than " + limit + " names in the " + in)
                    .asException();
        }
        int equals = indexOf('=', start, end);
        String name = text("", start, equals);
        String value = equals < end ? text(name, equals + 1, end) : "";
        pairs.add(new NamedText(name, value));
    }

    private int indexOf(char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return to;
    }

    private String text(String name, int from, int to) {
        byte[] raw = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '%') {
                int value = escaped(i, to);
                if (value < 0) {
                    return refused(name, "no percent escape at byte " + i, "'%' and two hexadecimal digits");
                }
                b = (byte) value;
                i += 2;
            } else if (b == '+') {
                b = ' ';
            }
            raw[length++] = b;
        }
        return checked(name, raw, length, from);
    }

    private int escaped(int at, int to) {
        if (at + 2 >= to) {
            return -1;
        }
        int high = Character.digit(bytes[at + 1], 16);
        int low = Character.digit(bytes[at + 2], 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private String checked(String name, byte[] raw, int length, int from) {
        String text = StrictText.utf8(raw, 0, length).orElse(null);
        if (text == null) {
            return refused(name, "bytes that are not UTF-8 after byte " + from, "percent-encoded UTF-8");
        }
        if (!StrictText.isStorable(text)) {
            return refused(name, "U+0000 after byte " + from, "text without U+0000");
        }
        return text;
    }

    private String refused(String name, String message, String expected) {
        problems.add(new RequestProblem(in, name, "", message, expected));
        return "";
    }
}
