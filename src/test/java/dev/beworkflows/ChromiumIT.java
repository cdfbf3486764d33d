package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real browser's {@code EventSource} follows a run, comes back by itself when its connection is cut, and stops after the end. */
class ChromiumIT {
    private static final List<String> PROGRAMS =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final int CUTS = 2;
    private static final String PAGE = """
            <!doctype html><title>events</title><script>
            let told = Promise.resolve(); // one after the other
            const tell = what => { told = told.then(() => fetch('/report', {method: 'POST', body: JSON.stringify(what)})); };
            const source = new EventSource('/events');
            for (const kind of ['accepted', 'started', 'message', 'succeeded'])
              source.addEventListener(kind, event => tell({kind, id: event.lastEventId, data: JSON.parse(event.data)}));
            source.onerror = () => { if (source.readyState === EventSource.CLOSED) tell({kind: 'closed'}); };
            </script>
            """;

    private final BlockingQueue<JsonNode> reports = new LinkedBlockingQueue<>();
    private final List<Integer> answers = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    @Test
    void aBrowserFollowsARunOverCutsAndStopsAtItsEnd() throws Exception {
        String program = PROGRAMS.stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse("");
        assumeTrue(!program.isEmpty(), "skipped: no Chromium is installed");
        try (TestServer server = TestServer.start(Map.of())) {
            String id = server.save(server.chain("task", function("task", """
                    import time
                    from common.framework.utils.events import send_user_task_sse
                    for i in range(60):
                        send_user_task_sse(f'{i}\\r\\n\\u2028 \\U0001f600')
                        time.sleep(0.1)
                    """)).put("mode", "background"));
            String events =
                    server.get(server.callPath(id)).json().path("events_url").asText();
            HttpServer site = site(new SseClient(server.base()), events);
            Process chromium =
                    chromium(program, "http://127.0.0.1:" + site.getAddress().getPort() + "/page");
            try {
                follow();
            } finally {
                chromium.descendants().forEach(ProcessHandle::destroyForcibly);
                chromium.destroyForcibly();
                assertTrue(chromium.waitFor(10, TimeUnit.SECONDS));
                site.stop(0);
            }
        }
        assertEquals(
                Stream.concat(Stream.generate(() -> 200).limit(CUTS + 1L), Stream.of(204))
                        .toList(),
                answers);
    }

    private void follow() throws Exception {
        int messages = 0;
        long last = 0;
        while (true) {
            JsonNode report = reports.poll(60, TimeUnit.SECONDS);
            assertTrue(
                    report != null,
                    "the browser says nothing more, after " + messages + " messages, answers " + answers);
            if (report.path("kind").asText().equals("closed")) {
                break;
            }
            long seq = report.path("id").asLong();
            assertTrue(seq > last, "event " + seq + " after event " + last);
            last = seq;
            if (report.path("kind").asText().equals("message")) {
                assertEquals(
                        messages + "\r\n\u2028 \ud83d\ude00",
                        report.at("/data/message").asText());
                messages++;
            }
        }
        assertEquals(60, messages);
    }

    /** A page of the same origin as the events, which come through it, the first times not to their end. */
    private HttpServer site(SseClient client, String events) throws IOException {
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        }));
        site.createContext("/page", exchange -> answer(exchange, "text/html", PAGE));
        site.createContext("/report", exchange -> {
            reports.add(TestServer.JSON.readTree(exchange.getRequestBody()));
            answer(exchange, "text/plain", "");
        });
        site.createContext("/events", exchange -> pass(client, events, exchange));
        site.start();
        return site;
    }

    private void pass(SseClient client, String events, HttpExchange exchange) throws IOException {
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        try {
            HttpResponse<InputStream> response = client.open(events, last == null ? "" : last);
            answers.add(response.statusCode());
            boolean cut = answers.size() <= CUTS;
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(response.statusCode(), response.statusCode() == 204 ? -1 : 0);
            if (response.statusCode() == 200) {
                copy(response.body(), exchange.getResponseBody(), cut ? 3_333 : Integer.MAX_VALUE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private static void copy(InputStream from, OutputStream to, int most) throws IOException {
        byte[] chunk = new byte[512];
        int left = most;
        try (from) {
            while (left > 0) {
                int count = from.read(chunk, 0, Math.min(chunk.length, left));
                if (count < 0) {
                    return;
                }
                to.write(chunk, 0, count);
                to.flush();
                left -= count;
            }
        }
    }

    private static void answer(HttpExchange exchange, String type, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Process chromium(String program, String address) throws IOException {
        return new ProcessBuilder(
                        program,
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder.resolve("profile"),
                        address)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .start();
    }
}
