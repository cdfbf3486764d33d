package dev.beworkflows.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Text from bytes, and only from right ones: Java's own decoding repairs silently. */
final class StrictText {

    private StrictText() {}

    /** Empty when the bytes are not UTF-8. */
    static Optional<String> utf8(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        // the fast decoder puts U+FFFD where it repairs; only then the slow one has to say whether it was sent so
        if (text.indexOf('\uFFFD') < 0 || isUtf8(bytes, from, to)) {
            return Optional.of(text);
        }
        return Optional.empty();
    }

    private static boolean isUtf8(byte[] bytes, int from, int to) {
        try {
            var unused = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, to - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** U+0000 and halves of surrogate pairs are legal in some formats, but neither PostgreSQL nor UTF-8 can hold them. */
    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
