package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the web page comes out of the jar: at which addresses, under which policy, kept for how long. */
class PageServingIT {

    private static final Pattern SCRIPT = Pattern.compile("src=\"(/assets/[^\"]+\\.js)\"");
    private static final Pattern NONCE = Pattern.compile("'nonce-([A-Za-z0-9_-]{22})'");

    private static TestServer server;

    /** Skips the tests where the server was built without its page. */
    static void needsPage() {
        assumeTrue(
                PageServingIT.class.getResource("/web/index.html") != null,
                "skipped: built with -Dweb.skip, without the web page");
    }

    @BeforeAll
    static void start() throws Exception {
        needsPage();
        server = TestServer.start(Map.of(Setting.WORKERS, "1", Setting.API_KEY, "a".repeat(40)));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/runs", "/workflows/hello/graph", "/d/hello", "/nowhere"})
    void everyAddressThatIsNotOfTheApiShowsThePageAlsoToThoseWithoutKey(String path) throws Exception {
        HttpResponse<byte[]> page = get(path, "accept", "text/html,*/*;q=0.8");
        assertEquals(200, page.statusCode());
        assertEquals("text/html; charset=utf-8", header(page, "content-type"));
        assertEquals("no-store", header(page, "cache-control"));
        assertFalse(new String(page.body(), StandardCharsets.UTF_8).contains("{{"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/nowhere", "/docs/nowhere", "/assets/nowhere.js", "/assets/..%2flogo.svg"})
    void addressesOfProgramsLeadNowhere(String path) throws Exception {
        int status = get(path, "accept", "text/html").statusCode();
        assertTrue(status == 404 || status == 401, () -> path + " " + status);
        assertEquals(401, get("/nowhere", "accept", "application/json").statusCode());
    }

    @Test
    void theLogoIsShownAlsoToThoseWithoutKey() throws Exception {
        HttpResponse<byte[]> logo = get("/logo.svg", "accept", "image/*");
        assertEquals(200, logo.statusCode());
        assertEquals("image/svg+xml", header(logo, "content-type"));
    }

    @Test
    void thePolicyLetsNothingInButWhatTheServerSent() throws Exception {
        HttpResponse<byte[]> first = get("/", "accept", "text/html");
        String policy = header(first, "content-security-policy");
        assertEquals(
                "default-src 'self'; style-src 'self' 'nonce-…'; img-src 'self' data: blob:; base-uri 'none';"
                        + " form-action 'none'; frame-ancestors 'none'; object-src 'none'",
                policy.replace(nonce(policy), "…"));
        assertEquals("no-referrer", header(first, "referrer-policy"));
        String html = new String(first.body(), StandardCharsets.UTF_8);
        assertTrue(html.contains("nonce=\"" + nonce(policy) + "\""));
        HttpResponse<byte[]> second = get("/", "accept", "text/html");
        assertNotEquals(nonce(policy), nonce(header(second, "content-security-policy")));
    }

    @Test
    void hashedFilesAreKeptForEverAndSentCompressed() throws Exception {
        String html = new String(get("/", "accept", "text/html").body(), StandardCharsets.UTF_8);
        Matcher script = SCRIPT.matcher(html);
        assertTrue(script.find(), html);
        HttpResponse<byte[]> plain = get(script.group(1), "accept-encoding", "gzip;q=0");
        assertEquals("public, max-age=31536000, immutable", header(plain, "cache-control"));
        assertEquals("", header(plain, "content-encoding"));
        HttpResponse<byte[]> zipped = get(script.group(1), "accept-encoding", "gzip, deflate, br");
        assertEquals("gzip", header(zipped, "content-encoding"));
        assertEquals("accept-encoding", header(zipped, "vary"));
        byte[] unzipped = new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes();
        assertEquals(new String(plain.body(), StandardCharsets.UTF_8), new String(unzipped, StandardCharsets.UTF_8));
        assertTrue(zipped.body().length < 200_000, () -> "first load: " + zipped.body().length + " bytes");
    }

    private static String nonce(String policy) {
        Matcher found = NONCE.matcher(policy);
        assertTrue(found.find(), policy);
        return found.group(1);
    }

    private static HttpResponse<byte[]> get(String path, String name, String value) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.base() + path))
                .header(name, value)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
