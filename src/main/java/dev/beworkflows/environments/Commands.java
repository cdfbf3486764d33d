package dev.beworkflows.environments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The command lines and the environment variables with which pip and uv do the work. Addresses go by environment variable, since command lines are seen by every user of the machine. */
final class Commands {

    /** Nothing else of the server's environment reaches a build. */
    private static final Set<String> PASSED_ON = Set.of(
            "PATH",
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "TZ",
            "LD_LIBRARY_PATH",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "REQUESTS_CA_BUNDLE",
            "CURL_CA_BUNDLE",
            "PIP_CERT",
            "PIP_CLIENT_CERT",
            "PIP_DEFAULT_TIMEOUT",
            "PIP_TRUSTED_HOST",
            "PIP_INDEX_URL",
            "PIP_EXTRA_INDEX_URL",
            "UV_INDEX",
            "UV_DEFAULT_INDEX",
            "UV_INDEX_URL",
            "UV_EXTRA_INDEX_URL",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "ALL_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "all_proxy",
            "no_proxy");

    private final Optional<String> uv;
    private final EnvironmentSettings.Sources sources;
    private final Path work;

    /** @param work a folder for home, temporary files and the cache of downloads */
    Commands(EnvironmentSettings settings, Path work) {
        this.uv = settings.uv();
        this.sources = settings.sources();
        this.work = work;
    }

    boolean isUv() {
        return uv.isPresent();
    }

    /** What must not be shown. */
    Mask mask() {
        Stream<String> given = sources.index().stream();
        Stream<String> inherited = PASSED_ON.stream()
                .flatMap(name -> Optional.ofNullable(System.getenv(name)).stream())
                .flatMap(value -> Stream.of(value.split("\\s+", -1)));
        return Mask.of(Stream.concat(given, inherited));
    }

    /** Prints the pins, or writes pip's report to the file. */
    List<String> resolve(Interpreter python, Path requirements, Path report) {
        if (uv.isPresent()) {
            return all(List.of(
                    List.of(uv.get(), "pip", "compile", "--python", python.executable(), "--generate-hashes"),
                    List.of(
                            "--no-header",
                            "--no-annotate",
                            "--no-color",
                            "--quiet",
                            "--output-file",
                            report.toString()),
                    source(),
                    List.of(requirements.toString())));
        }
        return all(List.of(
                pip(python),
                List.of("install", "--dry-run", "--ignore-installed", "--report", report.toString()),
                quietly(),
                source(),
                List.of("--requirement", requirements.toString())));
    }

    List<String> makeVenv(Interpreter python, Path folder) {
        return uv.isPresent()
                ? List.of(uv.get(), "venv", "--no-project", "--python", python.executable(), folder.toString())
                : List.of(python.executable(), "-I", "-m", "venv", "--without-pip", folder.toString());
    }

    /** Nothing but what the file names. */
    List<String> install(Interpreter python, Path folder, Path pins, boolean allHashes) {
        String into = folder.resolve("bin/python").toString();
        List<String> hashes = allHashes ? List.of("--require-hashes") : List.of();
        List<String> what = List.of("--no-deps", "--requirement", pins.toString());
        if (uv.isPresent()) {
            return all(List.of(
                    List.of(uv.get(), "pip", "install", "--python", into, "--compile-bytecode", "--no-color"),
                    source(),
                    hashes,
                    what));
        }
        return all(List.of(pip(python), List.of("--python", into, "install"), quietly(), source(), hashes, what));
    }

    /** Fails when the environment cannot be started. */
    List<String> tryOut(Path folder) {
        return List.of(folder.resolve("bin/python").toString(), "-I", "-c", "");
    }

    List<String> satisfied(Interpreter python, String requirements) {
        return List.of(python.executable(), "-I", "-c", Script.SATISFIED.source(), requirements);
    }

    /** By allow-list, in zt-exec's form: a null value removes the variable. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (String name : System.getenv().keySet()) {
            if (!PASSED_ON.contains(name)) {
                removed(environment, name);
            }
        }
        environment.put("HOME", work.resolve("home").toString());
        environment.put("TMPDIR", work.resolve("tmp").toString());
        environment.put("PIP_CACHE_DIR", work.resolve("cache/pip").toString());
        environment.put("UV_CACHE_DIR", work.resolve("cache/uv").toString());
        environment.put("UV_PYTHON_DOWNLOADS", "never");
        environment.put("PYTHONNOUSERSITE", "1");
        sources.index().ifPresent(index -> {
            environment.put("PIP_INDEX_URL", index);
            environment.put("UV_DEFAULT_INDEX", index);
        });
        return environment;
    }

    private static List<String> pip(Interpreter python) {
        return List.of(
                python.executable(), "-I", "-m", "pip", "--no-input", "--disable-pip-version-check", "--no-color");
    }

    private static List<String> quietly() {
        return List.of("--progress-bar", "off", "--retries", "2", "--root-user-action", "ignore");
    }

    private List<String> source() {
        List<String> options = new ArrayList<>();
        sources.wheels().ifPresent(folder -> options.addAll(List.of("--find-links", folder.toString())));
        if (sources.offline()) {
            options.add("--no-index");
        }
        if (!sources.build()) {
            options.addAll(List.of("--only-binary", ":all:"));
        }
        return options;
    }

    private static List<String> all(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }

    @SuppressWarnings("NullAway") // zt-exec takes null for "not in the child's environment"
    private static void removed(Map<String, String> environment, String name) {
        environment.put(name, null);
    }
}
