package dev.beworkflows.access;

import java.security.MessageDigest;

/** An admin's key that stands in the configuration. Only its SHA-256 is kept, and compared in constant time; it is random, so a slow hash would add nothing. */
public final class ApiKey {

    /** Shorter keys could be guessed. */
    public static final int MIN_CHARACTERS = 16;

    private final byte[] digest;

    /** @throws IllegalArgumentException when the key is shorter than {@link #MIN_CHARACTERS} or could not be sent in a header */
    public ApiKey(String secret) {
        if (secret.length() < MIN_CHARACTERS) {
            throw new IllegalArgumentException("an API key has at least " + MIN_CHARACTERS + " characters");
        }
        if (!secret.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw new IllegalArgumentException("an API key consists of visible ASCII characters");
        }
        this.digest = KeySecret.sha256(secret);
    }

    boolean matches(String sent) {
        return MessageDigest.isEqual(digest, KeySecret.sha256(sent));
    }

    @Override
    public String toString() {
        return "ApiKey[***]";
    }
}
