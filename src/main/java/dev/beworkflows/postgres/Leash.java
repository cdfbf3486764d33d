package dev.beworkflows.postgres;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that does not outlive this JVM. Between the two stands a shell whose standard input is a pipe from the JVM; when the pipe closes, by
 * {@link #release()} or by any death of the JVM, it sends the program SIGINT, which is PostgreSQL's fast shutdown.
 */
final class Leash {
    // A session of its own keeps a Ctrl-C at the server's terminal from PostgreSQL, which still has to take what the
    // server writes while it ends.
    // Descriptor 3 is the pipe: a background command of a shell without job control has /dev/null as its standard
    // input.
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            exec 3<&0 </dev/null
            if command -v setsid >/dev/null 2>&1; then set -- setsid "$@"; fi
            "$@" 3<&- &
            program=$!
            { while read -r _; do :; done; kill -s INT "$program"; } <&3 3<&- &
            watcher=$!
            exec 3<&-
            wait "$program"
            code=$?
            kill -s KILL "$watcher" 2>/dev/null
            exit "$code"
            """;

    private final Process shell;

    private Leash(Process shell) {
        this.shell = shell;
    }

    /** What the program prints is appended to the log. */
    static Leash start(List<String> program, Path workingFolder, File log) throws IOException {
        List<String> command = Stream.concat(Stream.of("sh", "-c", SCRIPT, "leash"), program.stream())
                .toList();
        return new Leash(CleanProcess.of(command)
                .directory(workingFolder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start());
    }

    CompletableFuture<?> ended() {
        return shell.onExit();
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    /** 128 and the number of the signal for a killed program; only after the end. */
    int exitCode() {
        return shell.exitValue();
    }

    void release() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("the pipe to PostgreSQL's leash cannot be closed", e);
        }
    }

    /** Whether the program ended in time. */
    boolean endsWithin(Duration patience) throws InterruptedException {
        return shell.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
