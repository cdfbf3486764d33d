package dev.beworkflows.environments;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Small Python programs that interpreters are asked with. */
enum Script {
    /** Runs a command on a leash. */
    LEASH("leash.py"),
    /** Tells whether an interpreter has what is asked for. */
    SATISFIED("satisfied.py");

    private final String source;

    Script(String file) {
        try (InputStream stream =
                Objects.requireNonNull(Script.class.getResourceAsStream("/environments/" + file), file)) {
            this.source = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String source() {
        return source;
    }
}
