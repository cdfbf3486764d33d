package dev.beworkflows.postgres;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether a connection to PostgreSQL is encrypted; as in libpq, none of these checks the server's certificate. */
public enum SslMode {
    DISABLE,
    /** Encrypted where the server offers it. */
    PREFER,
    /** Refuses a server that does not encrypt. */
    REQUIRE;

    /** The word used in URLs. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<SslMode> ofWord(String word) {
        return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
    }
}
