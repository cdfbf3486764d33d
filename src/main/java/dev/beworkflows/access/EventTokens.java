package dev.beworkflows.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tickets in addresses for those who cannot send headers, as a browser's {@code EventSource}: each opens one thing until a time. {@code <end>.<HMAC-SHA256 of thing and end>}; thread safe.
 */
public final class EventTokens {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec secret;

    /** @param secret the same for all servers that are to accept each other's tokens */
    public EventTokens(byte[] secret) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
    }

    /** @param end from when on the token is void; in whole seconds */
    public String make(String thing, Instant end) {
        String seconds = Long.toString(end.getEpochSecond());
        return seconds + "." + signature(thing, seconds);
    }

    /** Until when the token opens the thing; empty when it does not, or not any more. */
    public Optional<Instant> check(String thing, String token, Instant now) {
        int dot = token.indexOf('.');
        if (dot < 1 || dot > 12 || !token.substring(0, dot).chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        String seconds = token.substring(0, dot);
        byte[] expected = signature(thing, seconds).getBytes(StandardCharsets.US_ASCII);
        byte[] sent = token.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
        Instant end = Instant.ofEpochSecond(Long.parseLong(seconds));
        return MessageDigest.isEqual(expected, sent) && now.isBefore(end) ? Optional.of(end) : Optional.empty();
    }

    private String signature(String thing, String seconds) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            byte[] signed = mac.doFinal((thing + '\n' + seconds).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
