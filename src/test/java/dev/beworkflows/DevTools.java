package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One tab of a real browser, told what to do by the DevTools protocol. */
final class DevTools implements AutoCloseable {

    private static final int SECONDS = 30;

    private final Process chromium;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> heard;
    private int id;

    private DevTools(Process chromium, WebSocket socket, BlockingQueue<JsonNode> heard) {
        this.chromium = chromium;
        this.socket = socket;
        this.heard = heard;
    }

    static DevTools open(Browser browser) throws Exception {
        Path profile = browser.folder().resolve("devtools");
        Process chromium = new ProcessBuilder(
                        browser.program(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Path port = profile.resolve("DevToolsActivePort");
        TestServer.eventually("Chromium is up", () -> lines(port) >= 2);
        HttpClient client = HttpClient.newHttpClient();
        String address = "http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list";
        JsonNode tabs = TestServer.JSON.readTree(
                client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
        BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create(tabs.at("/0/webSocketDebuggerUrl").asText()), new Listener(heard))
                .get(SECONDS, TimeUnit.SECONDS);
        return new DevTools(chromium, socket, heard);
    }

    /** Shows a page, and waits until all of it is there. */
    void show(String address) throws Exception {
        JsonNode enabled = send("Page.enable", TestServer.JSON.createObjectNode());
        assertTrue(enabled.has("result"), enabled.toString());
        JsonNode shown =
                send("Page.navigate", TestServer.JSON.createObjectNode().put("url", address));
        assertTrue(shown.has("result"), shown.toString());
        await(message -> message.path("method").asText().equals("Page.loadEventFired"));
    }

    /** What a JavaScript expression, or the promise that it is, comes to in the page. */
    JsonNode evaluate(String expression) throws Exception {
        JsonNode answer = send(
                "Runtime.evaluate",
                TestServer.JSON
                        .createObjectNode()
                        .put("expression", expression)
                        .put("awaitPromise", true)
                        .put("returnByValue", true));
        assertTrue(!answer.path("result").has("exceptionDetails"), answer.toString());
        return answer.at("/result/result/value");
    }

    private JsonNode send(String method, ObjectNode params) throws Exception {
        int mine = ++id;
        ObjectNode message = TestServer.JSON.createObjectNode().put("id", mine).put("method", method);
        message.set("params", params);
        WebSocket unused = socket.sendText(message.toString(), true).get(SECONDS, TimeUnit.SECONDS);
        return await(answer -> answer.path("id").asInt() == mine);
    }

    private JsonNode await(java.util.function.Predicate<JsonNode> wanted) throws InterruptedException {
        while (true) {
            JsonNode message = heard.poll(SECONDS, TimeUnit.SECONDS);
            assertTrue(message != null, "the browser says nothing");
            if (wanted.test(message)) {
                return message;
            }
        }
    }

    private static int lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() throws Exception {
        socket.abort();
        chromium.descendants().forEach(ProcessHandle::destroyForcibly);
        chromium.destroyForcibly();
        assertTrue(chromium.waitFor(SECONDS, TimeUnit.SECONDS));
    }

    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> heard;
        private final StringBuilder text = new StringBuilder();

        Listener(BlockingQueue<JsonNode> heard) {
            this.heard = heard;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    heard.add(TestServer.JSON.readTree(text.toString()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }
    }
}
