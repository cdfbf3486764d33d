package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody is signed in, and a page of another origin tries to call workflows in their real browser, also those that may be called by GET. */
class ForeignPageIT {
    private static final String API = "/api/app/be_workflows";

    /** In every way that needs no permission of the server; %1$s is the address of a call. */
    private static final String ATTACK = """
            (async () => {
              const call = '%1$s', tried = [];
              const attempt = promise => tried.push(promise.catch(() => {}));
              for (const method of ['GET', 'POST'])
                attempt(fetch(call, {method, mode: 'no-cors', credentials: 'include'}));
              attempt(fetch(call, {method: 'PUT', credentials: 'include'}));
              const load = element => attempt(new Promise(done => { element.onload = element.onerror = done; document.body.append(element); }));
              load(Object.assign(new Image(), {src: call}));
              load(Object.assign(document.createElement('script'), {src: call}));
              load(Object.assign(document.createElement('iframe'), {src: call, name: 'inside'}));
              await Promise.all(tried);
              const form = Object.assign(document.createElement('form'), {action: call, method: 'post', target: 'inside'});
              document.body.append(form);
              const sent = new Promise(done => { document.querySelector('iframe').onload = done; });
              form.submit();
              await sent;
              return 'tried';
            })()
            """;

    @TempDir
    Path folder;

    @Test
    void aSignedInBrowserCallsForItsOwnPagesOnly() throws Exception {
        Browser browser = Browser.find(folder);
        Path ledger = folder.resolve("ledger");
        HttpServer evil = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        evil.createContext("/", exchange -> {
            byte[] page =
                    "<!doctype html><title>evil</title><body></body>".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        evil.start();
        try (TestServer server = TestServer.start(Map.of(Setting.WORKERS, "1"));
                DevTools tab = DevTools.open(browser)) {
            String id = server.save(
                    server.chain("note", function("note", "open('" + ledger + "', 'a').write(ti.method + '\\n')")));
            String key = server.send(server.request(API + "/keys")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"me\", \"role\": \"admin\"}")))
                    .json()
                    .path("key")
                    .asText();
            String base = server.base().replace("127.0.0.1", "localhost");
            tab.show(base + "/docs");
            assertEquals(200, status(tab, API + "/session", "POST", "{Authorization: 'Bearer " + key + "'}"));
            assertEquals(200, status(tab, API + "/whoami", "GET", "{}"), "the cookie is kept and sent");
            assertEquals(200, status(tab, server.callPath(id), "GET", "{}"));
            assertEquals("GET\n", Files.readString(ledger));

            int port = evil.getAddress().getPort();
            for (String site : new String[] {"http://localhost:" + port, "http://127.0.0.1:" + port}) {
                tab.show(site);
                assertEquals(
                        "tried",
                        tab.evaluate(ATTACK.formatted(base + server.callPath(id)))
                                .asText());
                tab.evaluate("location = '" + base + server.callPath(id) + "'");
                TestServer.eventually("the address is open", () -> isAt(tab, base));
            }
            assertEquals("GET\n", Files.readString(ledger), "nothing was called since");
            tab.show(base + "/docs");
            assertEquals(200, status(tab, API + "/whoami", "GET", "{}"), "and it is signed in still");
        } finally {
            evil.stop(0);
        }
    }

    private static boolean isAt(DevTools tab, String base) {
        try {
            return tab.evaluate("location.origin + document.readyState")
                    .asText()
                    .equals(base + "complete");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int status(DevTools tab, String path, String method, String headers) throws Exception {
        return tab.evaluate("fetch('" + path + "', {method: '" + method + "', headers: " + headers
                        + "}).then(answer => answer.status)")
                .asInt();
    }
}
