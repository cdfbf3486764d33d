package dev.beworkflows.worker;

import dev.beworkflows.rpc.LineReader;
import dev.beworkflows.rpc.ProtocolViolation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.StartedProcess;
import org.zeroturnaround.exec.stream.ExecuteStreamHandler;

/**
 * One operating system process with its three pipes.
 *
 * <p>Its listener is called on the reading threads. {@link #write} and {@link #kill} may be called from any thread and do not block.
 */
final class WorkerProcess implements ExecuteStreamHandler {

    /** Who hears what the process says. A {@link ProtocolViolation} from {@link #line} ends the process. */
    interface Listener {

        /** One line of the process's standard output; on the thread that reads it. */
        void line(byte[] line);

        /** Reads the process's standard error to its end; on a thread of its own. */
        void readOutput(InputStream output) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final byte[] END = new byte[0];
    private static final long DRAIN_MILLIS = 500;

    private final String name;
    private final Listener listener;
    private final int maxLineBytes;
    private final Warden warden;
    private final BlockingQueue<byte[]> toWrite = new LinkedBlockingQueue<>();
    private final CountDownLatch readersDone = new CountDownLatch(2);
    private final Promise<Death> death = Promise.promise();
    private volatile String violation = "";
    private volatile @Nullable Process process;

    /** How the process ended, and by which breach of the protocol if by one (else empty). */
    record Death(ProcessExit exit, String violation) {

        String inWords() {
            return violation.isEmpty() ? exit.inWords() : "broke the worker protocol: " + violation;
        }
    }

    WorkerProcess(String name, Listener listener, int maxLineBytes, Warden warden) {
        this.name = name;
        this.listener = listener;
        this.maxLineBytes = maxLineBytes;
        this.warden = warden;
    }

    /** Starts the process. Called on the spawner's thread only; blocks for some milliseconds. */
    void start(List<String> command, Map<String, String> environment, Path directory) throws IOException {
        StartedProcess started = new ProcessExecutor()
                .command(command)
                .directory(directory.toFile())
                .environment(environment)
                .redirectErrorStream(false)
                .streams(this)
                .start();
        Process startedProcess = started.getProcess();
        process = startedProcess;
        warden.watch(startedProcess.pid());
        var unused = startedProcess.onExit().thenAccept(this::exited);
    }

    /** 0 before the start. */
    long pid() {
        Process current = process;
        return current == null ? 0 : current.pid();
    }

    /** Succeeds once the process is gone and all that it said was heard. Never fails. */
    Future<Death> death() {
        return death.future();
    }

    /** Sends one line; the LF is added here. */
    void write(byte[] line) {
        toWrite.add(line);
    }

    /** Closes the process's standard input when all was written; a worker ends then. */
    void end() {
        toWrite.add(END);
    }

    /** SIGKILL to the whole process group. */
    void kill() {
        Process current = process;
        if (current != null && current.isAlive()) { // else the number may be somebody else's by now
            Process unused = current.destroyForcibly(); // before its setsid a worker has no group yet
            warden.kill(current.pid());
        }
    }

    @Override
    public void setProcessInputStream(OutputStream stream) {
        thread("writer", () -> writeAll(stream));
    }

    @Override
    public void setProcessOutputStream(InputStream stream) {
        thread("messages", () -> readMessages(stream));
    }

    @Override
    public void setProcessErrorStream(InputStream stream) {
        thread("output", () -> readOutput(stream));
    }

    @Override
    public void start() {}

    /** zt-exec calls this when the process has ended and closes the pipes next: the readers first get what is still in them. */
    @Override
    public void stop() {
        try {
            boolean unused = readersDone.await(DRAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void exited(Process exited) {
        warden.kill(exited.pid()); // what the worker started may still hold its pipes
        end();
        stop();
        death.complete(new Death(new ProcessExit(exited.exitValue()), violation));
    }

    private void readMessages(InputStream stream) {
        LineReader lines = new LineReader(stream, maxLineBytes);
        try {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                listener.line(line);
            }
            pipeClosed();
        } catch (ProtocolViolation e) {
            broke(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.debug("{} pid={} reading messages: {}", name, pid(), e.getMessage());
            kill();
        } catch (RuntimeException | Error e) {
            LOG.error("{} pid={} the server failed on a message", name, pid(), e);
            broke("the server failed on a message: " + e.getClass().getSimpleName());
        } finally {
            readersDone.countDown();
        }
    }

    /** The usual reason is that the process ends; one that lives on without its end of the protocol is of no use. */
    private void pipeClosed() {
        Process current = process;
        try {
            if (current != null && !current.waitFor(DRAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                broke("it closed its pipe to the server");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void broke(String how) {
        violation = how;
        LOG.warn("{} pid={} broke the protocol, killing it: {}", name, pid(), how);
        kill();
    }

    private void readOutput(InputStream stream) {
        try {
            listener.readOutput(stream);
        } catch (IOException e) {
            LOG.debug("{} pid={} reading output: {}", name, pid(), e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("{} pid={} the server failed on output", name, pid(), e);
            broke("the server failed on output: " + e.getClass().getSimpleName());
        } finally {
            readersDone.countDown();
        }
    }

    private void writeAll(OutputStream stream) {
        try (stream) {
            for (byte[] line = toWrite.take(); line != END; line = toWrite.take()) {
                stream.write(line);
                stream.write('\n');
                stream.flush();
            }
        } catch (IOException e) {
            LOG.debug("{} pid={} writing: {}", name, pid(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void thread(String role, Runnable work) {
        Thread thread = new Thread(work, name + "-" + role);
        thread.setDaemon(true);
        thread.start();
    }
}
