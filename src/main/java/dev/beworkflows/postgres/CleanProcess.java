package dev.beworkflows.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Commands with an environment by allow-list: no secret of the server's, no odd locale or time zone of the machine's reaches them. */
final class CleanProcess {
    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final long PATIENCE_SECONDS = 10;

    private CleanProcess() {}

    static ProcessBuilder of(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(Map.of(
                "PATH", Objects.requireNonNullElse(System.getenv("PATH"), USUAL_PATH), "LC_ALL", "C", "TZ", "UTC"));
        return builder;
    }

    /** What a short command printed, and whether it ended with 0; a command that cannot be started, or hangs, failed. */
    static Answer run(List<String> command) {
        try {
            Process process = of(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Answer(false, "no end within " + PATIENCE_SECONDS + " s");
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.exitValue() == 0, output.strip());
        } catch (IOException e) {
            return new Answer(false, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(false, "interrupted");
        }
    }

    record Answer(boolean succeeded, String output) {}
}
