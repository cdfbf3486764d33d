package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.Alone;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.ProcessResult;

/** The worker's own tests, with the interpreter that the other tests use; what they skip, and why, is printed. */
@Alone
class PythonShimIT {

    @Test
    void theWorkersOwnTestsPass() throws Exception {
        String python = System.getenv().getOrDefault("TEST_PYTHON", "python3");
        ProcessResult result = new ProcessExecutor()
                .command(python, "-m", "unittest", "discover", "-v", "-s", "python-shim/tests", "-t", "python-shim")
                .environment("PYTHONDONTWRITEBYTECODE", "1")
                .readOutput(true)
                .timeout(600, TimeUnit.SECONDS)
                .execute();
        String output = result.getOutput().getUTF8();
        output.lines().filter(line -> line.contains("skipped '")).forEach(System.out::println);
        System.out.println(output.lines()
                .filter(line -> line.startsWith("Ran "))
                .findFirst()
                .orElse("no test ran"));
        assertEquals(0, result.getExitValue(), output);
        assertTrue(output.contains("\nOK"), output);
    }
}
