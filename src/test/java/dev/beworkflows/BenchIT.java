package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark works: with the jar that was just built, shortly, without a network. */
@Alone
class BenchIT {

    @TempDir
    Path out;

    @Test
    void theSuiteMeasuresAndShowsWhatItMeasured() throws Exception {
        run(Path.of("."), "src/bench/run.py", "--quick", "--offline", "--only", "a,b", "--out", out.toString());
        JsonNode result =
                new ObjectMapper().readTree(out.resolve("results.json").toFile());
        List<String> cases = new ArrayList<>();
        for (JsonNode figure : result.path("figures")) {
            if (figure.path("contestant").asText().equals("ours")
                    && figure.path("metric").asText().equals("per_second")) {
                cases.add(figure.path("case").asText());
                assertTrue(figure.path("median").asDouble() > 10, figure.toString());
            }
        }
        assertEquals(List.of("1 client", "4 clients", "16 clients", "64 clients", "foreground, 1 client"), cases);
        assertTrue(result.path("goals").size() >= 5, result.path("goals").toString());
        assertTrue(Files.readString(out.resolve("results.md")).contains("BE Workflows"));
        assertTrue(Files.readString(out.resolve("results.svg")).startsWith("<svg"));
    }

    @Test
    void itsStatisticsAndItsReportAreRight() throws Exception {
        run(Path.of("src/bench"), "-m", "unittest", "-q", "tests.test_figures");
    }

    private void run(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        Path log = out.resolve("log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(process.waitFor(5, TimeUnit.MINUTES), "not within 5 minutes");
            assertEquals(0, process.exitValue(), Files.readString(log));
        } finally {
            process.destroyForcibly();
        }
    }
}
