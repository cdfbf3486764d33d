package dev.beworkflows.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.ProcessResult;

/**
 * The interpreter that tasks run on, looked at once before any worker is started with it.
 *
 * @param command as configured
 * @param executable where it lies
 * @param roots the folders that it needs to run: its own, those of its packages, and those of the links that lead to it
 */
public record PythonInterpreter(String command, String executable, String version, List<Path> roots) {

    private static final String PROBE = """
            import os, sys
            print(sys.executable)
            print('.'.join(map(str, sys.version_info[:3])))
            roots = [sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix, *sys.path]
            link = sys.executable
            while True:
                roots.append(os.path.dirname(link))
                if not os.path.islink(link):
                    break
                link = os.path.join(os.path.dirname(link), os.readlink(link))
            for root in roots:
                print(root)
            """;
    private static final Pattern ANSWER = Pattern.compile("(.*)\\R(\\d+)\\.(\\d+)\\.(\\d+)\\R((?s:.*))");
    private static final int OLDEST_MINOR = 9;

    public PythonInterpreter {
        roots = List.copyOf(roots);
    }

    /**
     * Asks the interpreter what it is. Blocks for some 20 ms; for start-up only.
     *
     * @throws UnusablePython when there is none, or one that is too old; its message is for the operator
     */
    public static PythonInterpreter probe(String command) throws UnusablePython {
        Matcher answer = ANSWER.matcher(run(command));
        if (!answer.matches()) {
            throw new UnusablePython("'" + command + "' does not answer as a Python interpreter does");
        }
        String version = answer.group(2) + "." + answer.group(3) + "." + answer.group(4);
        boolean isNewEnough = answer.group(2).equals("3") && Integer.parseInt(answer.group(3)) >= OLDEST_MINOR;
        if (!isNewEnough) {
            throw new UnusablePython(
                    "'" + command + "' is Python " + version + ", expected 3." + OLDEST_MINOR + " or newer");
        }
        return new PythonInterpreter(command, answer.group(1), version, roots(answer.group(5)));
    }

    /** Each once; what lies in another one need not be named. */
    private static List<Path> roots(String lines) {
        List<Path> folders = lines.lines()
                .filter(line -> line.startsWith("/"))
                .map(line -> Path.of(line).normalize())
                .filter(path -> path.getNameCount() > 0 && Files.exists(path))
                .distinct()
                .toList();
        return folders.stream()
                .filter(path -> folders.stream().noneMatch(other -> !path.equals(other) && path.startsWith(other)))
                .toList();
    }

    private static String run(String command) throws UnusablePython {
        try {
            ProcessResult result = new ProcessExecutor()
                    .command(command, "-I", "-c", PROBE)
                    .readOutput(true)
                    .timeout(20, TimeUnit.SECONDS)
                    .execute();
            return result.getOutput().getString(StandardCharsets.UTF_8.name());
        } catch (IOException e) {
            throw new UnusablePython("no Python interpreter '" + command + "': " + e.getMessage());
        } catch (TimeoutException e) {
            throw new UnusablePython("'" + command + "' did not answer within 20 s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusablePython("interrupted while asking '" + command + "'");
        }
    }

    /** There is no Python to run tasks on. */
    public static final class UnusablePython extends Exception {
        UnusablePython(String message) {
            super(message);
        }
    }
}
