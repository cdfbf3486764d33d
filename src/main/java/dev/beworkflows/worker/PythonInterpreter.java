package dev.beworkflows.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 */
public record PythonInterpreter(String command, String executable, String version) {

    private static final String PROBE =
            "import sys; print(sys.executable); print('.'.join(map(str, sys.version_info[:3])))";
    private static final Pattern ANSWER = Pattern.compile("(.*)\\R(\\d+)\\.(\\d+)\\.(\\d+)\\R?");
    private static final int OLDEST_MINOR = 9;

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
        return new PythonInterpreter(command, answer.group(1), version);
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
