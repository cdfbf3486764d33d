package dev.beworkflows.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A header such as {@code form-data; name="a"}.
 *
 * @param value what stands before the first semicolon, in lower case
 * @param parameters by name in lower case
 */
record HeaderValue(String value, Map<String, String> parameters) {

    /** Reads what it can: what is no parameter is left out, and of two parameters of one name the first counts. */
    static HeaderValue parse(String text) {
        int semicolon = text.indexOf(';');
        if (semicolon < 0) {
            return new HeaderValue(text.strip().toLowerCase(Locale.ROOT), Map.of());
        }
        String value = text.substring(0, semicolon).strip().toLowerCase(Locale.ROOT);
        return new HeaderValue(value, new Parameters(text, semicolon + 1).read());
    }

    private static final class Parameters {
        private final String text;
        private final Map<String, String> found = new LinkedHashMap<>();
        private int position;

        Parameters(String text, int position) {
            this.text = text;
            this.position = position;
        }

        Map<String, String> read() {
            while (position < text.length()) {
                int equals = text.indexOf('=', position);
                if (equals < 0) {
                    break;
                }
                String name = text.substring(position, equals).strip().toLowerCase(Locale.ROOT);
                position = equals + 1;
                boolean quoted = position < text.length() && text.charAt(position) == '"';
                found.putIfAbsent(name, quoted ? quoted() : token());
            }
            return found;
        }

        private String token() {
            int end = text.indexOf(';', position);
            end = end < 0 ? text.length() : end;
            String token = text.substring(position, end).strip();
            position = end + 1;
            return token;
        }

        /** A backslash escapes only a quote or a backslash: browsers send Windows paths with single ones. */
        private String quoted() {
            StringBuilder value = new StringBuilder();
            for (position++; position < text.length() && text.charAt(position) != '"'; position++) {
                boolean escapes = text.charAt(position) == '\\'
                        && position + 1 < text.length()
                        && (text.charAt(position + 1) == '"' || text.charAt(position + 1) == '\\');
                if (escapes) {
                    position++;
                }
                value.append(text.charAt(position));
            }
            int semicolon = text.indexOf(';', position);
            position = semicolon < 0 ? text.length() : semicolon + 1;
            return value.toString();
        }
    }
}
