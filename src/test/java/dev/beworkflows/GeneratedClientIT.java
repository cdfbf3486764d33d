package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standard generator makes clients out of the contracts, without a complaint, and they call. */
class GeneratedClientIT {

    private static final List<String> CONTRACTS =
            List.of("hello", "diamond", "iris", "train-in-background", "typed", "formed", "server");
    private static final Path USE =
            Path.of("src/test/python/contract/use_clients.py").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void generatedClientsImportAndCall() throws Exception {
        PythonTools tools = PythonTools.install("openapi-python-client==0.29.1");
        try (ContractServer server = ContractServer.start()) {
            for (String name : CONTRACTS) {
                Path contract = folder.resolve(name + ".json");
                Path unused = Files.writeString(
                        contract,
                        server.get(ContractServer.contractOf(name)).response().body());
                List<String> arguments =
                        List.of("generate", "--path", contract.toString(), "--output-path", name, "--meta", "none");
                Program.Ended generated = tools.program("openapi-python-client", arguments)
                        .in(folder)
                        .run(120);
                assertEquals(0, generated.status(), generated.output());
                assertFalse(
                        generated.output().toUpperCase(java.util.Locale.ROOT).contains("WARNING"), generated.output());
            }
            List<String> arguments = List.of(USE.toString(), folder.toString(), server.base(), ContractServer.KEY);
            Program.Ended called = tools.program("python", arguments).run(120);
            assertEquals("all called", called.lastLine(), called.output());
            assertEquals(0, called.status());
        }
    }
}
