package dev.beworkflows.environments;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.StartedProcess;
import org.zeroturnaround.exec.stream.ExecuteStreamHandler;

/** A program that runs for a while on a leash: it dies with its whole process group when its time is over, when it is interrupted, and with the server. */
final class ToolProcess implements ExecuteStreamHandler {

    private static final long DRAIN_SECONDS = 2;
    private static final long DEATH_SECONDS = 5;

    private final OutputLines output;
    private final CountDownLatch read = new CountDownLatch(1);
    private volatile @Nullable OutputStream leash;

    private ToolProcess(OutputLines output) {
        this.output = output;
    }

    /**
     * How it ended.
     *
     * @param late whether it was killed because its time was over
     * @param lines what it printed at last
     */
    record End(int exitCode, boolean late, List<String> lines) {

        boolean succeeded() {
            return exitCode == 0 && !late;
        }
    }

    /**
     * What is run.
     *
     * @param python an interpreter for the leash
     * @param environment in zt-exec's form
     */
    record Command(String python, List<String> words, Map<String, String> environment, Path directory) {

        private List<String> onLeash() {
            List<String> all = new ArrayList<>(List.of(python, "-I", "-S", "-c", Script.LEASH.source()));
            all.addAll(words);
            return all;
        }
    }

    /**
     * Runs it to its end. Blocks.
     *
     * @param line told of each line that it prints, on another thread
     * @throws InterruptedException it is killed then
     */
    static End run(Command command, Duration limit, Mask mask, Consumer<String> line)
            throws IOException, InterruptedException {
        OutputLines output = new OutputLines(mask, line);
        ToolProcess program = new ToolProcess(output);
        StartedProcess started = new ProcessExecutor()
                .command(command.onLeash())
                .directory(command.directory().toFile())
                .environment(command.environment())
                .redirectErrorStream(true)
                .streams(program)
                .start();
        try {
            int exitCode = started.getFuture()
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .getExitValue();
            return new End(exitCode, false, output.last());
        } catch (TimeoutException e) {
            return new End(-1, true, program.killed(started));
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            program.kill(started.getProcess());
        }
    }

    private List<String> killed(StartedProcess started) throws InterruptedException {
        kill(started.getProcess());
        boolean unused = read.await(DRAIN_SECONDS, TimeUnit.SECONDS);
        return output.last();
    }

    /** Lets go of the leash, which kills the group; what does not even hear that is killed alone. */
    private void kill(Process process) throws InterruptedException {
        OutputStream current = leash;
        if (current == null || !process.isAlive()) {
            return;
        }
        try {
            current.close();
        } catch (IOException e) {
            // it is gone
        }
        if (!process.waitFor(DEATH_SECONDS, TimeUnit.SECONDS)) {
            Process unused = process.destroyForcibly();
        }
    }

    @Override
    public void setProcessInputStream(OutputStream stream) {
        leash = stream;
    }

    @Override
    public void setProcessErrorStream(InputStream stream) {}

    @Override
    public void setProcessOutputStream(InputStream stream) {
        Thread thread = new Thread(
                () -> {
                    output.read(stream);
                    read.countDown();
                },
                "bew-environment-output");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void start() {}

    /** zt-exec closes the pipes next: first is read what is still in them. */
    @Override
    public void stop() {
        try {
            boolean unused = read.await(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
