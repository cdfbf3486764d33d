package dev.beworkflows.worker;

import dev.beworkflows.rpc.RpcCodec;
import dev.beworkflows.task.WorkerKind;

/** What all Python processes of this server share: the thread that starts them, the warden that ends them, their command and the codec. */
public final class WorkerHost {

    private final WorkerConnection.Origin origin;

    private WorkerHost(WorkerConnection.Origin origin) {
        this.origin = origin;
    }

    /** Starts the spawner's thread and the warden. */
    public static WorkerHost start(WorkerSettings settings) {
        Spawner spawner = new Spawner();
        WorkerCommand command = new WorkerCommand(settings);
        Warden warden = new Warden(spawner, command, settings.folders().work());
        warden.start();
        RpcCodec codec = new RpcCodec(settings.limits().messageBytes());
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / settings.count());
        return new WorkerHost(
                new WorkerConnection.Origin(settings, command, codec, spawner, warden, new OutputPoll(), threads));
    }

    /** Kills every Python process that is left. */
    public void close() {
        origin.warden().close();
    }

    /** For processes of the server's own interpreter. */
    WorkerConnection.Origin origin() {
        return origin;
    }

    WorkerConnection.Origin origin(WorkerKind kind) {
        return kind.python().isEmpty() ? origin : origin.with(kind.python().get());
    }
}
