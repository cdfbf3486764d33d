package dev.beworkflows.worker;

import dev.beworkflows.rpc.RpcCodec;
import dev.beworkflows.task.WorkerKind;
import java.io.IOException;

/** What all Python processes of this server share: the thread that starts them, the warden that ends them, their command and the codec. */
public final class WorkerHost {

    private final WorkerConnection.Origin origin;

    private WorkerHost(WorkerConnection.Origin origin) {
        this.origin = origin;
    }

    /** Starts the spawner's thread and the warden, for workers that can do what the server can. */
    public static WorkerHost start(WorkerSettings settings) throws IOException {
        return start(settings, Isolation.off(), SharedFolders.NONE);
    }

    /** Starts the spawner's thread and the warden, and removes what killed workers left. Blocks. */
    public static WorkerHost start(WorkerSettings settings, Isolation isolation, SharedFolders shared)
            throws IOException {
        WorkFolders folders = new WorkFolders(settings.folders().work(), isolation);
        folders.sweep();
        Spawner spawner = new Spawner();
        WorkerCommand command = new WorkerCommand(settings, isolation, shared);
        Warden warden = new Warden(spawner, command, settings.folders().work());
        warden.start();
        RpcCodec codec = new RpcCodec(settings.limits().messageBytes());
        int threads = settings.limits().resources().threads().orElseGet(() -> share(settings.count()));
        WorkerConnection.Start start = new WorkerConnection.Start(command, folders, threads, false);
        return new WorkerHost(new WorkerConnection.Origin(
                settings, start, codec, spawner, warden, new OutputPoll(), new MemoryWatch()));
    }

    private static int share(int workers) {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
    }

    /** Kills every Python process that is left. */
    public void close() {
        origin.warden().close();
    }

    /** Whether workers reach the network only when they are meant to. */
    boolean cutsNetwork() {
        return origin.start().command().cutsNetwork();
    }

    WorkerConnection.Origin origin(WorkerKind kind) {
        return kind.equals(WorkerKind.BASE) ? origin : origin.of(kind);
    }
}
