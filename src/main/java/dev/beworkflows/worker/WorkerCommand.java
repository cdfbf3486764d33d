package dev.beworkflows.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    private final WorkerSettings settings;

    WorkerCommand(WorkerSettings settings) {
        this.settings = settings;
    }

    List<String> worker() {
        return module("beworkflows_worker.__main__", List.of("-X", "faulthandler"));
    }

    List<String> warden() {
        return module("beworkflows_worker.warden", List.of("-S"));
    }

    /** -I keeps the author's current directory, PYTHON variables and user site out of the interpreter. */
    private List<String> module(String module, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(settings.interpreter().python());
        command.add("-I");
        command.addAll(options);
        command.add("-c");
        command.add("import sys; sys.path.insert(0, "
                + literal(settings.interpreter().shim().toString()) + "); from " + module + " import main; main()");
        return command;
    }

    /**
     * The environment by allow-list, in zt-exec's form: a null value removes the variable.
     *
     * @param threads for numeric libraries, so that workers do not fight for the cores
     */
    Map<String, String> environment(int threads) {
        Map<String, String> environment = new HashMap<>();
        for (String name : System.getenv().keySet()) {
            if (!PASSED_ON.contains(name)) {
                removed(environment, name);
            }
        }
        environment.put("HOME", settings.folders().work().toString());
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
