package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start with existing data does without: every class that it loads is waited for. */
class SecondStartIT {

    /** Beginnings of the names of classes. */
    private static final List<String> NOT_NEEDED = List.of(
            "org.flywaydb.core.Flyway ", // migrations: the database has them
            "org.postgresql.",
            "org.tukaani.xz.lzma.", // PostgreSQL is unpacked, and so are the Python packages
            "jdk.nio.zipfs.",
            "org.yaml.snakeyaml.", // the contract is read when it is asked for
            "dev.beworkflows.openapi.ServerDocument ",
            "com.sun.org.apache.xerces.", // the log is set up in Java
            "picocli.CommandLine ",
            "dev.beworkflows.cli.",
            "io.netty.buffer.AllocateChunkEvent ",
            "io.opentelemetry.",
            "com.cronutils.");

    /** More than there are today by some percent: a library that loads hundreds is to be noticed. */
    private static final int MOST_CLASSES = 7_000;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void loadsNoClassesThatOnlyAFirstStartOrOtherCommandsNeed() throws Exception {
        Path data = folder.resolve("data");
        try (ServerProcess first = ServerProcess.start(data)) {
            assertEquals(200, call(first));
        }
        Path log = folder.resolve("classes.txt");
        try (ServerProcess second =
                ServerProcess.startIn(List.of("-Xlog:class+load:file=" + log + ":none:filecount=0"), data)) {
            assertEquals(200, call(second));
            List<String> loaded = loaded(log);
            assertTrue(loaded.stream().anyMatch(name -> name.startsWith("dev.beworkflows.Server ")), "no log");
            List<String> tooMany = new ArrayList<>();
            for (String prefix : NOT_NEEDED) {
                loaded.stream().filter(name -> name.startsWith(prefix)).forEach(tooMany::add);
            }
            assertEquals(List.of(), tooMany);
            assertTrue(loaded.size() < MOST_CLASSES, loaded.size() + " classes");
        }
    }

    private int call(ServerProcess server) throws IOException, InterruptedException {
        URI hello = URI.create(server.base() + "/api/app/be_workflows/be_wf_graph/id/hello/call?name=Ada");
        return client.send(HttpRequest.newBuilder(hello).build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    /** Their names, each with what comes after it. */
    private static List<String> loaded(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" source: ")).toList();
        }
    }
}
