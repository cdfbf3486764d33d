package dev.beworkflows;

import dev.beworkflows.disk.FolderAccess;
import dev.beworkflows.environments.Interpreter;
import dev.beworkflows.environments.Interpreters;
import dev.beworkflows.files.ObjectStore;
import dev.beworkflows.files.ValueFolders;
import dev.beworkflows.worker.Isolation;
import dev.beworkflows.worker.IsolationProbe;
import dev.beworkflows.worker.PythonInterpreter;
import dev.beworkflows.worker.SharedFolders;
import dev.beworkflows.worker.WorkerHost;
import dev.beworkflows.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What workers run on, what they see of the disk, and what keeps them apart. Blocks; for the start-up thread. */
final class WorkerSetup {

    private final Configuration configuration;
    private final DataFolder data;
    private final List<PythonInterpreter> interpreters;
    private final Path shim;
    private final Isolation isolation;

    private WorkerSetup(
            Configuration configuration,
            DataFolder data,
            List<PythonInterpreter> interpreters,
            Path shim,
            Isolation isolation) {
        this.configuration = configuration;
        this.data = data;
        this.interpreters = List.copyOf(interpreters);
        this.shim = shim;
        this.isolation = isolation;
    }

    /** Finds out what keeps workers apart on this machine. */
    static WorkerSetup prepare(Configuration configuration, DataFolder data)
            throws IOException, Isolation.MissingLayer, PythonInterpreter.UnusablePython {
        PythonInterpreter python =
                PythonInterpreter.probe(configuration.python().command());
        Path shim = ShimFolder.find(data.root()).toAbsolutePath();
        IsolationProbe probe = new IsolationProbe(
                python,
                shim,
                data.folder("work"),
                List.of(configuration.folders().shared()));
        Isolation isolation = Isolation.find(configuration.python().isolation(), probe);
        List<PythonInterpreter> interpreters = new ArrayList<>(List.of(python));
        for (String command : configuration.python().others()) {
            interpreters.add(PythonInterpreter.probe(command));
        }
        return new WorkerSetup(configuration, data, interpreters, shim, isolation);
    }

    /** The one of workflows that do not choose. */
    PythonInterpreter python() {
        return interpreters.get(0);
    }

    /** All that workflows can choose. */
    Interpreters interpreters() {
        return new Interpreters(interpreters.stream()
                .map(python -> new Interpreter(python.version(), python.executable()))
                .toList());
    }

    /** With a folder for each environment. */
    Path environments() {
        return data.root().resolve("environments");
    }

    Isolation isolation() {
        return isolation;
    }

    /** What workers may do in folders that they share with the server. */
    FolderAccess access() {
        return isolation.access();
    }

    /** With a folder for each durable run. */
    Path runs() {
        return configuration.folders().shared().resolve("runs");
    }

    /** Of requests under way. */
    Path uploads() throws IOException {
        return data.folder("uploads");
    }

    WorkerHost start(ObjectStore objects, ValueFolders values) throws IOException {
        WorkerSettings settings = new WorkerSettings(
                configuration.python().workers(),
                new WorkerSettings.Interpreter(python().executable(), shim),
                new WorkerSettings.Folders(data.folder("work"), objects.incoming()),
                configuration.python().limits());
        return WorkerHost.start(settings, isolation, shared(objects, values));
    }

    private SharedFolders shared(ObjectStore objects, ValueFolders values) throws IOException {
        List<Path> hidden = List.of(data.root(), configuration.folders().shared());
        List<Path> read = new ArrayList<>();
        interpreters.forEach(interpreter -> read.addAll(interpreter.roots()));
        read.add(access().lookUp(environments()));
        read.add(access().lookUp(uploads()));
        read.add(objects.root());
        List<Path> written = new ArrayList<>(values.paths());
        written.add(access().dropBox(runs()));
        written.add(objects.incoming());
        return new SharedFolders(hidden, read, written);
    }
}
