package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What is saved in a watched folder is what calls get. */
class FolderWatchIT {

    private static final String YAML = "tasks: [{name: a}]\nresponse: [{key: out}]\n";

    @TempDir
    Path watched;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @Test
    void aFolderIsPublishedWhenItIsSaved() throws Exception {
        save(1);
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(FolderWatch.class);
        logger.addAppender(log);
        try (TestServer server = TestServer.start(Map.of(Setting.WATCH, watched.toString()))) {
            eventuallyAnswers(server, 1);
            save(2);
            eventuallyAnswers(server, 2);

            Files.writeString(watched.resolve("live/tasks/a.py"), "def a(ti):\n    x = (1,\n");
            eventuallyLogged(watched.resolve("live/tasks/a.py") + ":2:9: '(' was never closed");
            eventuallyAnswers(server, 2);
            Files.writeString(watched.resolve("live/workflow.yaml"), "tasks: [\n");
            eventuallyLogged(watched.resolve("live/workflow.yaml") + ":2:1: ");
            Files.writeString(watched.resolve("live/workflow.yaml"), YAML);
            save(3);
            eventuallyAnswers(server, 3);

            Files.move(watched.resolve("live"), watched.resolveSibling("gone-" + System.nanoTime()));
            save("other", 4);
            TestServer.eventually(
                    "the other is published", () -> answer(server, "other").equals("4"));
            assertEquals("3", answer(server, "live"));
        } finally {
            logger.detachAppender(log);
        }
    }

    private void save(int number) throws IOException {
        save("live", number);
    }

    private void save(String id, int number) throws IOException {
        Files.createDirectories(watched.resolve(id + "/tasks"));
        Files.writeString(
                watched.resolve(id + "/tasks/a.py"),
                "def a(ti):\n    ti.response_data('out', [{'n': " + number + "}])\n");
        Files.writeString(watched.resolve(id + "/workflow.yaml"), YAML);
    }

    private static void eventuallyAnswers(TestServer server, int number) {
        TestServer.eventually(
                "the answer is " + number, () -> answer(server, "live").equals(String.valueOf(number)));
    }

    private void eventuallyLogged(String words) {
        TestServer.eventually(
                "the log says " + words,
                () -> List.copyOf(log.list).stream()
                        .anyMatch(event -> event.getFormattedMessage().startsWith(words)));
    }

    private static String answer(TestServer server, String id) {
        try {
            return server.get(server.callPath(id)).json().at("/data/out/0/n").asText();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
