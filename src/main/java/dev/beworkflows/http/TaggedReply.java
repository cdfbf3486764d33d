package dev.beworkflows.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;

/** An answer that is sent again only to those who have another one. */
record TaggedReply(Reply reply, String tag) {

    private static final int BYTES = 16;

    /** Names the answer after its content. */
    static TaggedReply of(Reply reply) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(reply.body().getBytes());
            return new TaggedReply(reply, '"' + HexFormat.of().formatHex(hash, 0, BYTES) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    Reply to(Exchange exchange) {
        String known = exchange.header("if-none-match");
        boolean has = known != null && (known.strip().equals("*") || tags(known).anyMatch(tag::equals));
        return (has ? Reply.empty(304) : reply).with("etag", tag).with("cache-control", "no-cache");
    }

    private static Stream<String> tags(String header) {
        return Arrays.stream(header.split(",", -1)).map(text -> {
            String one = text.strip();
            return one.startsWith("W/") ? one.substring(2) : one;
        });
    }
}
