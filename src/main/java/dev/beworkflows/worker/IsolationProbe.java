package dev.beworkflows.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.ProcessResult;

/**
 * Finds out which layers work on this machine, by starting a Python within them that does what a worker has to do first. Blocks.
 *
 * @param interpreter what workers run on, with all that it reads
 * @param shim what they import
 * @param work for the folder of a worker
 * @param shared folders in which workers and server exchange files
 */
public record IsolationProbe(PythonInterpreter interpreter, Path shim, Path work, List<Path> shared) {

    private static final int PATIENCE_SECONDS = 20;
    private static final String TRY =
            "import os, sys; sys.path.insert(0, sys.argv[1]); import beworkflows_worker; open('try', 'w').close(); os.unlink('try')";

    Isolation find(IsolationSettings settings) {
        Map<IsolationLayer, String> missing = new EnumMap<>(IsolationLayer.class);
        Set<IsolationLayer> candidates = candidates(missing);
        for (Set<IsolationLayer> layers : combinations(candidates)) {
            Optional<String> problem = problem(settings, layers);
            if (problem.isEmpty()) {
                candidates.stream()
                        .filter(layer -> !layers.contains(layer))
                        .forEach(layer -> missing.putIfAbsent(layer, "does not work here"));
                return new Isolation(settings, layers, missing);
            }
            blame(layers, candidates, problem.get(), missing);
        }
        return new Isolation(settings, EnumSet.noneOf(IsolationLayer.class), missing);
    }

    /** From the best to none: without namespaces a user of its own protects more than namespaces without it. */
    private static List<Set<IsolationLayer>> combinations(Set<IsolationLayer> candidates) {
        return Stream.of(
                        EnumSet.allOf(IsolationLayer.class),
                        EnumSet.complementOf(EnumSet.of(IsolationLayer.NAMESPACES)),
                        EnumSet.complementOf(EnumSet.of(IsolationLayer.OWN_USER)),
                        EnumSet.of(IsolationLayer.NO_NEW_PRIVILEGES))
                .map(wanted -> {
                    Set<IsolationLayer> layers = EnumSet.copyOf(wanted);
                    layers.retainAll(candidates);
                    return layers;
                })
                .filter(layers -> !layers.isEmpty())
                .distinct()
                .toList();
    }

    /** What a combination did not manage is told of the layer that the next one leaves out; the last word counts, as it was alone by then. */
    private static void blame(
            Set<IsolationLayer> tried,
            Set<IsolationLayer> candidates,
            String problem,
            Map<IsolationLayer, String> missing) {
        if (tried.contains(IsolationLayer.NAMESPACES)) {
            missing.put(IsolationLayer.NAMESPACES, problem);
        } else if (tried.contains(IsolationLayer.OWN_USER)) {
            missing.put(IsolationLayer.OWN_USER, problem);
        } else {
            candidates.forEach(layer -> missing.putIfAbsent(layer, problem));
        }
    }

    /** What there is to be tried; why the others need not be. */
    private static Set<IsolationLayer> candidates(Map<IsolationLayer, String> missing) {
        Set<IsolationLayer> candidates = EnumSet.noneOf(IsolationLayer.class);
        boolean setpriv = Programs.find(Confinement.SETPRIV).isPresent();
        boolean bubblewrap = Programs.find(Confinement.BUBBLEWRAP).isPresent();
        add(IsolationLayer.NO_NEW_PRIVILEGES, setpriv || bubblewrap, "no setpriv on the PATH", candidates, missing);
        add(
                IsolationLayer.OWN_USER,
                setpriv && isRoot(),
                isRoot() ? "no setpriv on the PATH" : "the server does not run as root",
                candidates,
                missing);
        add(IsolationLayer.NAMESPACES, bubblewrap, "no bwrap on the PATH", candidates, missing);
        return candidates;
    }

    private static void add(
            IsolationLayer layer,
            boolean there,
            String reason,
            Set<IsolationLayer> candidates,
            Map<IsolationLayer, String> missing) {
        if (there) {
            candidates.add(layer);
        } else {
            missing.put(layer, reason);
        }
    }

    static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self/status"), "unix:uid", LinkOption.NOFOLLOW_LINKS)
                    .equals(0);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private Optional<String> problem(IsolationSettings settings, Set<IsolationLayer> layers) {
        Isolation isolation = new Isolation(settings, layers, new EnumMap<>(IsolationLayer.class));
        WorkFolders folders = new WorkFolders(work, isolation);
        try {
            for (Path folder : shared) {
                isolation.access().tryIn(folder);
            }
            WorkFolders.Folder folder = folders.make();
            try {
                return problem(isolation, folder);
            } finally {
                folders.remove(folder);
            }
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    private Optional<String> problem(Isolation isolation, WorkFolders.Folder folder) throws IOException {
        Confinement confinement = new Confinement(
                isolation, SharedFolders.NONE.andRead(interpreter.roots()).andRead(List.of(shim)));
        List<String> python = List.of(interpreter.executable(), "-I", "-S", "-c", TRY, shim.toString());
        try {
            ProcessResult result = new ProcessExecutor()
                    .command(confinement.around(python, folder, false))
                    .directory(folder.home().toFile())
                    .readOutput(true)
                    .redirectErrorStream(true)
                    .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .execute();
            return result.getExitValue() == 0 ? Optional.empty() : Optional.of(lastLine(result));
        } catch (TimeoutException e) {
            return Optional.of("no answer within " + PATIENCE_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static String lastLine(ProcessResult result) {
        String output = result.outputUTF8().strip();
        String line = output.substring(output.lastIndexOf('\n') + 1);
        return line.isEmpty() ? "exit code " + result.getExitValue() : line;
    }
}
