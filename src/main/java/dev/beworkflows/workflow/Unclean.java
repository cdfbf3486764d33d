package dev.beworkflows.workflow;

/** Characters that are legal in a JSON string but that neither UTF-8 nor PostgreSQL can hold. */
public final class Unclean {

    private Unclean() {}

    /** What is wrong, in words; empty: nothing. */
    public static String in(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "contains U+0000 at " + i;
            }
            if (Character.isSurrogate(c)) {
                if (!isPair(text, i)) {
                    return "contains half a surrogate pair at " + i;
                }
                i++;
            }
        }
        return "";
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }
}
