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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
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

        /** Reads what is there of the process's standard error, without waiting; tells whether there was anything. On any thread. */
        boolean output(InputStream output) throws IOException;

        /** Whether looking for output is left to whoever ends the call, which may be any moment. On any thread. */
        boolean isOutputYoung();

        /** No more output will come. */
        void outputEnds();
    }

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final byte[] END = new byte[0];
    private static final long DRAIN_MILLIS = 500;

    /** A pipe that its reader has emptied takes so many bytes at once, on every Linux. */
    private static final int AT_ONCE = 4096;

    private final String name;
    private final Listener listener;
    private final int maxLineBytes;
    private final Warden warden;
    private final OutputPoll outputPoll;
    private final BlockingQueue<byte[]> toWrite = new LinkedBlockingQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final ReentrantLock writing = new ReentrantLock();
    private final CountDownLatch messagesRead = new CountDownLatch(1);
    private final Promise<Death> death = Promise.promise();
    private volatile String violation = "";
    private volatile @Nullable Process process;
    private volatile @Nullable OutputStream input;
    private volatile @Nullable InputStream output;
    private volatile Runnable endPoll = () -> {};

    /** How the process ended, and by which breach of the protocol if by one (else empty). */
    record Death(ProcessExit exit, String violation) {

        String inWords() {
            return violation.isEmpty() ? exit.inWords() : "broke the worker protocol: " + violation;
        }
    }

    WorkerProcess(String name, Listener listener, int maxLineBytes, Warden warden, OutputPoll outputPoll) {
        this.name = name;
        this.listener = listener;
        this.maxLineBytes = maxLineBytes;
        this.warden = warden;
        this.outputPoll = outputPoll;
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
        warden.watch(startedProcess.pid(), environment.getOrDefault(WorkerCommand.MARK, ""));
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

    /** Sends one line; the LF is added here. A short one goes straight into the pipe, which a worker that waits has emptied; others go through a thread that may block. */
    void write(byte[] line) {
        if (line.length >= AT_ONCE || !writtenAtOnce(line)) {
            enqueue(line);
        }
    }

    private boolean writtenAtOnce(byte[] line) {
        OutputStream stream = input;
        if (stream == null || queued.get() > 0 || !writing.tryLock()) {
            return false;
        }
        try {
            if (queued.get() > 0) {
                return false;
            }
            writeTo(stream, line);
            return true;
        } finally {
            writing.unlock();
        }
    }

    private void enqueue(byte[] line) {
        int unused = queued.incrementAndGet();
        toWrite.add(line);
    }

    /** Closes the process's standard input when all was written; a worker ends then. */
    void end() {
        enqueue(END);
    }

    /** Hands out what the process has printed until now. */
    boolean readOutput() {
        InputStream stream = output;
        if (stream == null) {
            return false;
        }
        try {
            return listener.output(stream);
        } catch (IOException e) {
            LOG.debug("{} pid={} reading output: {}", name, pid(), e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("{} pid={} the server failed on output", name, pid(), e);
            broke("the server failed on output: " + e.getClass().getSimpleName());
        }
        return false;
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
        input = stream;
        thread("writer", () -> writeAll(stream));
    }

    @Override
    public void setProcessOutputStream(InputStream stream) {
        thread("messages", () -> readMessages(stream));
    }

    @Override
    public void setProcessErrorStream(InputStream stream) {
        output = stream;
        endPoll = outputPoll.add(() -> !listener.isOutputYoung() && readOutput());
    }

    @Override
    public void start() {}

    /** zt-exec calls this when the process has ended and closes the pipes next: first is read what is still in them. */
    @Override
    public void stop() {
        while (readOutput()) {}
        try {
            boolean unused = messagesRead.await(DRAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void exited(Process exited) {
        warden.kill(exited.pid()); // what the worker started may still hold its pipes
        end();
        stop();
        endPoll.run();
        listener.outputEnds();
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
            messagesRead.countDown();
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

    private void writeAll(OutputStream stream) {
        try (stream) {
            for (byte[] line = toWrite.take(); line != END; line = toWrite.take()) {
                writing.lock();
                try {
                    writeTo(stream, line);
                } finally {
                    writing.unlock();
                }
                int unused = queued.decrementAndGet();
            }
        } catch (IOException e) {
            LOG.debug("{} pid={} closing: {}", name, pid(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One that cannot be written to is about to be found dead. */
    private void writeTo(OutputStream stream, byte[] line) {
        try {
            stream.write(line);
            stream.write('\n');
            stream.flush();
        } catch (IOException e) {
            LOG.debug("{} pid={} writing: {}", name, pid(), e.getMessage());
        }
    }

    private void thread(String role, Runnable work) {
        Thread thread = new Thread(work, name + "-" + role);
        thread.setDaemon(true);
        thread.start();
    }
}
