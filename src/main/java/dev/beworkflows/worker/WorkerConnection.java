package dev.beworkflows.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.rpc.ProtocolViolation;
import dev.beworkflows.rpc.RpcCodec;
import dev.beworkflows.rpc.RpcPeer;
import dev.beworkflows.task.SecretValues;
import dev.beworkflows.task.WorkerKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A worker process and the protocol spoken with it, for one process's life.
 *
 * <p>Listeners are called on the process's reading threads; all methods may be called from any thread.
 */
final class WorkerConnection implements WorkerProcess.Listener {

    static final int PROTOCOL_VERSION = 1;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final WorkerProcess process;
    private final RpcPeer peer;
    private final TaskOutputReader output;
    private final String outputMark;
    private final WorkerSettings settings;
    private final List<String> startOutput = new CopyOnWriteArrayList<>();
    private final Promise<WorkerProcess.Death> gone = Promise.promise();
    private final Promise<Void> ready = Promise.promise();

    /** What a connection is made with, the same for all workers. */
    record Origin(
            WorkerSettings settings,
            Start start,
            RpcCodec codec,
            Spawner spawner,
            Warden warden,
            OutputPoll outputPoll,
            MemoryWatch memoryWatch) {

        /** The same for another kind of worker. */
        Origin of(WorkerKind kind) {
            WorkerSettings other = kind.python().map(settings::with).orElse(settings);
            Start otherStart = start.of(other, kind.network());
            return new Origin(other, otherStart, codec, spawner, warden, outputPoll, memoryWatch);
        }
    }

    /**
     * How a process is started.
     *
     * @param threads for numeric libraries
     * @param network whether it may use it
     */
    record Start(WorkerCommand command, WorkFolders folders, int threads, boolean network) {

        private Start of(WorkerSettings other, boolean mayUseNetwork) {
            return new Start(command.with(other), folders, threads, mayUseNetwork);
        }
    }

    private WorkerConnection(String name, Origin origin, RpcPeer.Handler callbacks) {
        this.settings = origin.settings();
        this.outputMark = randomMark();
        this.process =
                new WorkerProcess(name, this, settings.limits().messageBytes(), origin.warden(), origin.outputPoll());
        this.peer = new RpcPeer(origin.codec(), process::write, callbacks);
        this.output = new TaskOutputReader(outputMark, settings.limits().outputBytes(), startOutput::add);
    }

    /**
     * Starts a process and says hello.
     *
     * @param callbacks what the worker may ask for
     */
    static WorkerConnection open(String name, Origin origin, RpcPeer.Handler callbacks) {
        WorkerConnection connection = new WorkerConnection(name, origin, callbacks);
        origin.spawner().execute(() -> connection.start(origin));
        return connection;
    }

    /** Succeeds when the worker has answered; fails when it ended before that, with a message for the operator. */
    Future<Void> ready() {
        return ready.future();
    }

    /** Succeeds once the process is gone. Never fails. */
    Future<WorkerProcess.Death> gone() {
        return gone.future();
    }

    long pid() {
        return process.pid();
    }

    /**
     * Sends a request of the protocol. Fails when the worker is lost.
     *
     * @param secrets what is taken out of what the call prints
     * @param logs what the call prints goes there, up to each end mark to one of them
     * @param outputBytes how much of it is kept for each of them, if that is less than usual
     * @param toldId told the id of the call before it is sent
     */
    Future<JsonNode> call(
            String method,
            ObjectNode params,
            SecretValues secrets,
            List<Consumer<String>> logs,
            long outputBytes,
            LongConsumer toldId) {
        boolean unused = process.readOutput(); // of what went before
        output.begin(logs, secrets, outputBytes);
        return peer.call(method, params, toldId);
    }

    /** Hands out what the worker printed up to the end mark, which must be there by now. @throws ProtocolViolation when it is not */
    void readOutput() {
        boolean unused = process.readOutput();
        if (!output.hasEnded()) {
            throw new ProtocolViolation("the end mark of the output is missing");
        }
    }

    /** What is printed from now on is of the next attempt in the chain. */
    void goOnWithOutput() {
        output.goOn();
    }

    /** The last of what the call printed, or of what the process printed before it was ready. */
    String lastOutput() {
        return ready.future().succeeded()
                ? output.tail()
                : String.join("", startOutput).strip();
    }

    /** What is printed from now on is nobody's. */
    void finishOutput() {
        output.finish();
    }

    void kill() {
        process.kill();
    }

    /** Asks the worker to end. */
    void end() {
        process.end();
    }

    @Override
    public void line(byte[] line) {
        peer.received(line);
    }

    @Override
    public boolean output(InputStream stream) throws IOException {
        return output.read(stream);
    }

    @Override
    public boolean isOutputYoung() {
        return output.isYoung();
    }

    @Override
    public void outputEnds() {
        output.end();
    }

    private void start(Origin origin) {
        Start start = origin.start();
        try {
            WorkFolders.Folder folder = start.folders().make();
            var unused = gone.future().onComplete(gone -> removeSoon(start.folders(), folder));
            process.start(
                    start.command().worker(folder, start.network()),
                    start.command().environment(start.threads(), folder),
                    folder.home());
        } catch (IOException | RuntimeException | Error e) {
            process.kill();
            Throwable why =
                    e.getCause() != null ? e.getCause() : e; // zt-exec's own message shows the whole environment
            boolean unusedReady = ready.tryFail(new WorkerStartException("worker does not start: " + why.getMessage()));
            boolean unusedGone = gone.tryComplete(new WorkerProcess.Death(new ProcessExit(127), ""));
            return;
        }
        process.death().onSuccess(this::died);
        peer.call("initialize", hello())
                .onSuccess(this::answered)
                .onFailure(error -> ready.tryFail(new WorkerStartException(String.valueOf(error.getMessage()))));
    }

    /** On another thread: whoever told the death has better to do. */
    private static void removeSoon(WorkFolders folders, WorkFolders.Folder folder) {
        var unused = CompletableFuture.runAsync(() -> folders.remove(folder));
    }

    private void answered(JsonNode hello) {
        int version = hello.path("protocol").asInt();
        if (version == PROTOCOL_VERSION) {
            ready.tryComplete();
        } else {
            ready.tryFail(
                    new WorkerStartException("worker speaks protocol " + version + ", expected " + PROTOCOL_VERSION));
            kill();
        }
    }

    private void died(WorkerProcess.Death death) {
        ready.tryFail(new WorkerStartException("worker " + death.exit().inWords() + " before it was ready: "
                + String.join("", startOutput).strip()));
        peer.close(new WorkerStartException("worker " + death.exit().inWords()));
        boolean unusedGone = gone.tryComplete(death);
    }

    private ObjectNode hello() {
        ObjectNode hello = JsonNodeFactory.instance
                .objectNode()
                .put("protocol", PROTOCOL_VERSION)
                .put("output_mark", outputMark)
                .put("max_message_bytes", settings.limits().messageBytes())
                .put("inline_value_bytes", settings.limits().inlineValueBytes())
                .put("incoming_dir", settings.folders().incoming().toString());
        hello.putObject("limits")
                .put("address_space", settings.limits().resources().addressBytes())
                .put("open_files", settings.limits().resources().openFiles());
        return hello;
    }

    private static String randomMark() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The worker did not come up, or is gone. */
    static final class WorkerStartException extends RuntimeException {
        WorkerStartException(String message) {
            super(message, null, false, false);
        }
    }
}
