package dev.beworkflows.http;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The header that makes a change depend on the version that was read. */
final class IfMatch {

    private IfMatch() {}

    /**
     * The version that must be the newest; empty: any.
     *
     * @throws ProblemException when it is not the ETag of a version
     */
    static OptionalInt version(@Nullable String header) {
        if (header == null || header.strip().equals("*")) {
            return OptionalInt.empty();
        }
        String tag = header.strip();
        try {
            if (tag.length() >= 3 && tag.startsWith("\"") && tag.endsWith("\"")) {
                return OptionalInt.of(Integer.parseInt(tag.substring(1, tag.length() - 1)));
            }
        } catch (NumberFormatException e) {
            throw refused();
        }
        throw refused();
    }

    private static ProblemException refused() {
        return Problem.of(ApiError.MALFORMED_REQUEST, "If-Match must be the ETag of a version, such as \"3\", or *")
                .asException();
    }
}
