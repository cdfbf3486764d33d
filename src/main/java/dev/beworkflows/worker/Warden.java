package dev.beworkflows.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.stream.ExecuteStreamHandler;

/**
 * A tiny program beside the workers that kills process groups: on request, and all of them when the server is gone, however it went. What a task started in its
 * worker's group, or with its mark in the environment, dies with it, which neither Java (it knows single processes) nor the parent-death signal (it reaches the worker alone) can do.
 *
 * <p>Its state belongs to the spawner's thread; its methods may be called from any thread.
 */
final class Warden {

    private static final Logger LOG = LoggerFactory.getLogger(Warden.class);

    private static final long RESTART_MILLIS = 200;

    private final Spawner spawner;
    private final WorkerCommand command;
    private final Path directory;
    private final Map<Long, String> marks = new LinkedHashMap<>();
    private @Nullable OutputStream lines;
    private boolean closed;

    Warden(Spawner spawner, WorkerCommand command, Path directory) {
        this.spawner = spawner;
        this.command = command;
        this.directory = directory;
    }

    void start() {
        spawner.execute(this::startProcess);
    }

    /**
     * From now on the group dies with the server.
     *
     * @param mark in the environment of what belongs to it, also of what has left the group
     */
    void watch(long group, String mark) {
        spawner.execute(() -> {
            marks.put(group, mark);
            say("watch " + group + " " + mark);
        });
    }

    /** SIGKILL to every process of the group, now; the group is not watched any more. */
    void kill(long group) {
        spawner.execute(() -> {
            String mark = marks.remove(group);
            say("kill " + group + (mark == null ? "" : " " + mark));
            ProcessHandle.of(group)
                    .ifPresent(ProcessHandle::destroyForcibly); // before its setsid a worker has no group yet
        });
    }

    /** Kills every group and ends. */
    void close() {
        spawner.execute(() -> {
            closed = true;
            closeQuietly();
        });
    }

    private void startProcess() {
        if (closed) {
            return;
        }
        try {
            Process process = new ProcessExecutor()
                    .command(command.warden())
                    .directory(directory.toFile())
                    .environment(command.environment(1, new WorkFolders.Folder(directory, directory)))
                    .redirectErrorStream(false)
                    .streams(new InputOnly())
                    .start()
                    .getProcess();
            lines = process.getOutputStream();
            marks.forEach((group, mark) -> say("watch " + group + " " + mark));
            var unused = process.onExit().thenAccept(exited -> spawner.execute(() -> restart(exited)));
        } catch (IOException e) {
            LOG.error("warden does not start, workers' children may outlive them: {}", e.getMessage());
        }
    }

    private void restart(Process exited) {
        if (!closed) {
            LOG.warn(
                    "warden {}, starting another in {} ms",
                    new ProcessExit(exited.exitValue()).inWords(),
                    RESTART_MILLIS);
            CompletableFuture.delayedExecutor(RESTART_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(() -> spawner.execute(this::startProcess));
        }
    }

    private void say(String line) {
        OutputStream current = lines;
        if (current == null) {
            return;
        }
        try {
            current.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            current.flush();
        } catch (IOException e) {
            LOG.debug("warden does not listen: {}", e.getMessage());
        }
    }

    private void closeQuietly() {
        OutputStream current = lines;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                LOG.debug("closing the warden's pipe: {}", e.getMessage());
            }
        }
    }

    /** Keeps zt-exec from closing the warden's standard input, and lets what it prints pass by. */
    private static final class InputOnly implements ExecuteStreamHandler {

        @Override
        public void setProcessInputStream(OutputStream stream) {}

        @Override
        public void setProcessErrorStream(InputStream stream) {}

        @Override
        public void setProcessOutputStream(InputStream stream) {}

        @Override
        public void start() {}

        @Override
        public void stop() {}
    }
}
