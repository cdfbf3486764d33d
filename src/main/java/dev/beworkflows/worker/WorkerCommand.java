package dev.beworkflows.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The command line and the environment of the Python programs that the server starts. */
final class WorkerCommand {

    /** Nothing else of the server's environment reaches a task: it may hold passwords. */
    private static final Set<String> PASSED_ON =
            Set.of("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH");

    private static final List<String> THREAD_COUNTS = List.of(
            "OMP_NUM_THREADS",
            "OPENBLAS_NUM_THREADS",
            "MKL_NUM_THREADS",
            "NUMEXPR_NUM_THREADS",
            "VECLIB_MAXIMUM_THREADS");

    /** Where joblib puts arrays for its processes. Its choice, /dev/shm, would keep those of a worker that was killed. */
    private static final String MEMORY_MAPS = "JOBLIB_TEMP_FOLDER";

    private static final String NAME_OF_OWN_USER = "worker";

    /** Passed on to everything that a worker starts: by this the warden knows what has left the worker's process group. */
    static final String MARK = "BE_WORKFLOWS_WORKER";

    private final WorkerSettings settings;
    private final Isolation isolation;
    private final Confinement confinement;

    WorkerCommand(WorkerSettings settings, Isolation isolation, SharedFolders shared) {
        this(
                settings,
                isolation,
                new Confinement(
                        isolation, shared.andRead(List.of(settings.interpreter().shim()))));
    }

    private WorkerCommand(WorkerSettings settings, Isolation isolation, Confinement confinement) {
        this.settings = settings;
        this.isolation = isolation;
        this.confinement = confinement;
    }

    /** For workers with other settings, on the same machine. */
    WorkerCommand with(WorkerSettings other) {
        return new WorkerCommand(other, isolation, confinement);
    }

    /** @param network whether the worker may use it */
    List<String> worker(WorkFolders.Folder folder, boolean network) {
        List<String> python = module(
                "beworkflows_worker.__main__",
                List.of("-X", "faulthandler"),
                isolation.layers().isEmpty() ? "" : "hidden=True");
        return confinement.around(python, folder, network);
    }

    /** It does the server's work, and kills what workers started: it runs as the server does. */
    List<String> warden() {
        return module("beworkflows_worker.warden", List.of("-S"), "");
    }

    /** Whether only workers that may use the network can. */
    boolean cutsNetwork() {
        return isolation.has(IsolationLayer.NAMESPACES);
    }

    /** -I keeps the author's current directory, PYTHON variables and user site out of the interpreter. */
    private List<String> module(String module, List<String> options, String arguments) {
        List<String> command = new ArrayList<>();
        command.add(settings.interpreter().python());
        command.add("-I");
        command.addAll(options);
        command.add("-c");
        command.add("import sys; sys.path.insert(0, "
                + literal(settings.interpreter().shim().toString()) + "); from " + module + " import main; main("
                + arguments + ")");
        return command;
    }

    /**
     * The environment of one process, by allow-list, in zt-exec's form: a null value removes the variable.
     *
     * @param threads for numeric libraries, so that workers do not fight for the cores
     */
    Map<String, String> environment(int threads, WorkFolders.Folder folder) {
        Map<String, String> environment = new HashMap<>();
        for (String name : System.getenv().keySet()) {
            if (!PASSED_ON.contains(name)) {
                removed(environment, name);
            }
        }
        environment.put(MARK, UUID.randomUUID().toString());
        environment.put("HOME", folder.home().toString());
        boolean isPrivate = isolation.has(IsolationLayer.NAMESPACES);
        if (!isolation.layers().isEmpty()) {
            environment.put("TMPDIR", isPrivate ? "/tmp" : folder.temporary().toString());
        }
        if (!isPrivate) {
            environment.put(MEMORY_MAPS, folder.temporary().toString());
        }
        if (isolation.has(IsolationLayer.OWN_USER)) { // the system knows no name of it
            environment.put("USER", NAME_OF_OWN_USER);
            environment.put("LOGNAME", NAME_OF_OWN_USER);
        }
        THREAD_COUNTS.forEach(name -> environment.put(name, Integer.toString(threads)));
        return environment;
    }

    @SuppressWarnings("NullAway") // zt-exec takes null for "not in the child's environment"
    private static void removed(Map<String, String> environment, String name) {
        environment.put(name, null);
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
