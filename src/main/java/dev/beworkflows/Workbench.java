package dev.beworkflows;

import dev.beworkflows.catalog.DefinitionCheck;
import dev.beworkflows.cli.CommandFailure;
import dev.beworkflows.cli.ExitCode;
import dev.beworkflows.disk.FolderAccess;
import dev.beworkflows.disk.FolderTree;
import dev.beworkflows.disk.SecretNames;
import dev.beworkflows.files.MemoryObjectCatalog;
import dev.beworkflows.files.ObjectStore;
import dev.beworkflows.files.RunFolders;
import dev.beworkflows.files.ValueFolders;
import dev.beworkflows.journal.JournalLimits;
import dev.beworkflows.journal.MemoryRunStore;
import dev.beworkflows.journal.NoRunQueue;
import dev.beworkflows.journal.RunJournal;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.scheduler.RecentValues;
import dev.beworkflows.scheduler.Runs;
import dev.beworkflows.task.WorkerKind;
import dev.beworkflows.worker.PoolSettings;
import dev.beworkflows.worker.PythonCodeChecker;
import dev.beworkflows.worker.PythonInterpreter;
import dev.beworkflows.worker.WorkerHost;
import dev.beworkflows.worker.WorkerPools;
import dev.beworkflows.worker.WorkerSettings;
import dev.beworkflows.workflow.WorkflowReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/**
 * What checks and runs workflows without a server: the same workers, scheduler and journal, but nothing lasts longer than the process. Its files lie in a temporary
 * folder.
 *
 * <p>Blocks; for the main thread, but for {@link #close}, which the shutdown hook calls, too.
 */
final class Workbench implements AutoCloseable {

    /** As for background runs: whoever waits at a terminal can stop waiting. */
    private static final String PATIENCE = "24h";

    private final Configuration configuration;
    private final Path folder;
    private final TakeDown takeDown = new TakeDown();
    private final Vertx vertx = Vertx.vertx();
    private final EventLoop loop = EventLoop.create(vertx);
    private final Thread hook = new Thread(takeDown::run, "bew-stop");

    private Workbench(Configuration configuration, Path folder) {
        this.configuration = configuration;
        this.folder = folder;
    }

    /**
     * Reads the settings that matter from the environment.
     *
     * @param given by options
     * @throws CommandFailure when a setting is wrong
     */
    static Workbench open(Map<Setting, String> given) {
        Path folder = temporary();
        Map<Setting, String> options = new EnumMap<>(Setting.class);
        // of a server that this is not
        options.put(Setting.HOST, Setting.HOST.defaultText());
        options.put(Setting.API_KEY, "");
        options.put(Setting.DATABASE_URL, "");
        options.put(Setting.SHARED, "");
        options.put(Setting.WATCH, "");
        options.put(Setting.DATA, folder.toString());
        options.put(Setting.RUN_TIMEOUT, PATIENCE);
        options.put(Setting.TASK_TIMEOUT, PATIENCE);
        options.putAll(given);
        SettingValues values = new SettingValues(System.getenv(), options);
        Configuration configuration = Configuration.read(values);
        if (!values.problems().isEmpty()) {
            remove(folder);
            throw CommandFailure.wrongUse(String.join("\n", values.problems()));
        }
        return new Workbench(configuration, folder).prepared();
    }

    private Workbench prepared() {
        takeDown.first("temporary folder", () -> remove(folder));
        takeDown.first("vertx", () -> Blocking.await(vertx.close()));
        Runtime.getRuntime().addShutdownHook(hook);
        return this;
    }

    Vertx vertx() {
        return vertx;
    }

    EventLoop loop() {
        return loop;
    }

    Path folder() {
        return folder;
    }

    /** The thread that starts Python, and the store for its files. */
    record Python(WorkerHost host, ObjectStore objects) {}

    /** @throws CommandFailure when there is no Python */
    Python python() {
        try {
            PythonInterpreter interpreter =
                    PythonInterpreter.probe(configuration.python().command());
            ObjectStore objects = ObjectStore.open(
                    vertx,
                    new ObjectStore.Root(folder.resolve("files"), FolderAccess.SAME_USER),
                    configuration.listening().limits().content().formBytes(),
                    new MemoryObjectCatalog(),
                    InstantSource.system());
            WorkerHost host = WorkerHost.start(new WorkerSettings(
                    configuration.python().workers(),
                    new WorkerSettings.Interpreter(interpreter.executable(), ShimFolder.find(folder)),
                    new WorkerSettings.Folders(Files.createDirectory(folder.resolve("work")), objects.incoming()),
                    configuration.python().limits()));
            takeDown.first("worker host", host::close);
            return new Python(host, objects);
        } catch (PythonInterpreter.UnusablePython | IOException e) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }

    DefinitionCheck definitionCheck(Python python) {
        PythonCodeChecker checker = new PythonCodeChecker(loop, python.host(), WorkerKind.BASE);
        return new DefinitionCheck(
                new WorkflowReader(configuration.definitions()),
                wanted -> checker,
                name -> true); // which secrets are set, a server knows
    }

    RunJournal journal() {
        RunJournal journal = new RunJournal(
                loop, new MemoryRunStore(), NoRunQueue.create(), JournalLimits.DEFAULT, InstantSource.system());
        return journal;
    }

    /** Starts workers, and waits for the first. */
    Runs runs(Python python, RunJournal journal, Map<String, String> secrets) throws StartException {
        int count = configuration.python().workers();
        WorkerPools pool =
                WorkerPools.start(loop, python.host(), PoolSettings.fixed(count), 2 * count, (kind, occupied) -> {});
        takeDown.first("workers", () -> Blocking.await(pool.close()));
        try {
            ValueFolders values =
                    ValueFolders.open(vertx, folder.resolve("values"), configuration.values(), FolderAccess.SAME_USER);
            takeDown.first("values", values::close);
            RunFolders folders = RunFolders.open(
                    vertx,
                    new RunFolders.Root(folder.resolve("runs"), FolderAccess.SAME_USER, SecretNames.random()),
                    configuration.values());
            Blocking.await(pool.ready());
            return new RunsSetup(
                            configuration,
                            loop,
                            journal,
                            NoRunQueue.create(),
                            python.objects(),
                            names -> secrets,
                            (executor, mode) -> executor)
                    .runs(
                            pool,
                            values,
                            folders,
                            new RecentValues(loop, 0),
                            version -> Future.failedFuture("there is no other version"));
        } catch (IOException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        }
    }

    /** Kills the workers and removes the files. A second call does nothing. */
    @Override
    public void close() {
        takeDown.run();
        try {
            boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the hook is what runs
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("be-workflows-");
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "no temporary folder: " + e.getMessage());
        }
    }

    private static void remove(Path folder) {
        try {
            FolderTree.remove(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
