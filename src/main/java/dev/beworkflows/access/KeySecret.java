package dev.beworkflows.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * A secret that opens the API: {@code bew_}, 32 random letters and digits (190 bits), and 6 that check them, so that a leaked one is recognised without asking anybody, as GitHub's are. Only its
 * SHA-256 is kept; it is random, so a slow hash would add nothing.
 */
public record KeySecret(String text) {

    private static final String PREFIX = "bew_";
    private static final int RANDOM_CHARACTERS = 32;
    private static final int CHECK_CHARACTERS = 6;
    private static final int HINT_CHARACTERS = PREFIX.length() + 4;
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    public static KeySecret random() {
        StringBuilder text = new StringBuilder(PREFIX);
        RANDOM.ints(RANDOM_CHARACTERS, 0, ALPHABET.length()).forEach(at -> text.append(ALPHABET.charAt(at)));
        return new KeySecret(text + check(text.toString()));
    }

    /** Whether it can be one that was made here: what is not is refused before anybody looks for it. */
    public boolean isWellFormed() {
        int length = PREFIX.length() + RANDOM_CHARACTERS;
        return text.length() == length + CHECK_CHARACTERS
                && text.startsWith(PREFIX)
                && text.substring(length).equals(check(text.substring(0, length)));
    }

    /** The first characters, to recognise it by. */
    public String hint() {
        return text.substring(0, Math.min(HINT_CHARACTERS, text.length()));
    }

    /** SHA-256 in hexadecimal digits. */
    public String hash() {
        return HexFormat.of().formatHex(sha256(text));
    }

    @Override
    public String toString() {
        return "KeySecret[***]";
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String check(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        StringBuilder digits = new StringBuilder();
        long rest = crc.getValue();
        for (int i = 0; i < CHECK_CHARACTERS; i++) {
            digits.insert(0, ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return digits.toString();
    }
}
