package dev.beworkflows;

import dev.beworkflows.worker.PythonInterpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two interpreters on this machine, and a statement that only the newer one compiles: it sets {@code new} to {@code 'yes'}. */
final class PairOfPythons {

    /** By the minor version that has them first. */
    private static final NavigableMap<Integer, String> SYNTAX = new TreeMap<>(Map.of(
            10, "match 1:\n    case 1: new = 'yes'",
            11, "try: raise ExceptionGroup('', [OSError()])\nexcept* OSError: new = 'yes'",
            12, "type T = int\nnew = 'yes'",
            13, "def f[T = int](): pass\nnew = 'yes'",
            14, "t'{1}'\nnew = 'yes'"));

    private final PythonInterpreter older;
    private final PythonInterpreter newer;

    private PairOfPythons(PythonInterpreter older, PythonInterpreter newer) {
        this.older = older;
        this.newer = newer;
    }

    /** Empty when there are none whose versions differ. */
    static Optional<PairOfPythons> find() throws IOException {
        NavigableMap<Integer, PythonInterpreter> found = new TreeMap<>();
        for (Path candidate : candidates()) {
            usable(candidate).ifPresent(python -> found.putIfAbsent(minor(python), python));
        }
        return found.size() < 2
                ? Optional.empty()
                : Optional.of(new PairOfPythons(
                        found.firstEntry().getValue(), found.lastEntry().getValue()));
    }

    String commands() {
        return older.executable() + "," + newer.executable();
    }

    /** Such as {@code 3.9}. */
    String older() {
        return "3." + minor(older);
    }

    String newer() {
        return "3." + minor(newer);
    }

    String newSyntax() {
        return SYNTAX.floorEntry(minor(newer)).getValue();
    }

    /** Whether any user of this machine can start both. */
    boolean isForEverybody() throws IOException {
        for (PythonInterpreter python : List.of(older, newer)) {
            for (Path path = Path.of(python.executable()); path != null; path = path.getParent()) {
                if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** On the path, and among the versions of pyenv. */
    private static List<Path> candidates() throws IOException {
        List<Path> folders = Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .collect(Collectors.toCollection(ArrayList::new));
        Path versions = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
        if (Files.isDirectory(versions)) {
            try (Stream<Path> all = Files.list(versions)) {
                all.sorted().map(version -> version.resolve("bin")).forEach(folders::add);
            }
        }
        List<Path> candidates = new ArrayList<>();
        for (Path folder : folders) {
            for (int minor = 9; minor <= 14; minor++) {
                candidates.add(folder.resolve("python3." + minor));
            }
        }
        return candidates.stream().filter(Files::isExecutable).toList();
    }

    private static Optional<PythonInterpreter> usable(Path candidate) {
        try {
            return Optional.of(PythonInterpreter.probe(candidate.toString()));
        } catch (PythonInterpreter.UnusablePython e) {
            return Optional.empty();
        }
    }

    private static int minor(PythonInterpreter python) {
        return Integer.parseInt(python.version().split("\\.", -1)[1]);
    }
}
