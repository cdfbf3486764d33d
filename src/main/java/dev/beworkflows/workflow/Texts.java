package dev.beworkflows.workflow;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What is asked about strings, here and where requests are checked. */
public final class Texts {

    private static final int SHOWN = 60;

    private Texts() {}

    /** Whether PostgreSQL and UTF-8 can hold it: no NUL, no half of a surrogate pair. */
    public static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || (Character.isSurrogate(c) && !isPair(text, i++))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }

    /** With a replacement character for each that is not storable. */
    static String storable(String text) {
        return text.codePoints()
                .map(c -> isUnstorable(c) ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isUnstorable(int c) {
        return c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    static boolean hasControls(String text) {
        return text.codePoints().anyMatch(Character::isISOControl);
    }

    /** Quoted for a message, and cut when it is long. */
    static String quoted(String text) {
        return "'" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…") + "'";
    }

    /** The candidate that was probably meant; empty when none is close. */
    public static Optional<String> nearest(String written, Collection<String> candidates) {
        if (written.isEmpty() || written.length() > SHOWN) {
            return Optional.empty();
        }
        return candidates.stream()
                .filter(candidate -> isNear(plain(written), plain(candidate)))
                .min(Comparator.comparingInt(candidate -> levenshtein(plain(written), plain(candidate))));
    }

    /** A few letters to change, or one is the beginning of the other. */
    private static boolean isNear(String a, String b) {
        boolean begins = Math.min(a.length(), b.length()) >= 3 && (a.startsWith(b) || b.startsWith(a));
        int distance = levenshtein(a, b);
        return begins || (distance <= Math.max(1, b.length() / 3) && distance < Math.max(a.length(), b.length()));
    }

    /** Case, '-' and '_' make no difference. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    private static int levenshtein(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j < previous.length; j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(changed, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
