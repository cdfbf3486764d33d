package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A real Chromium that looks at the web page, driven by Playwright with the Node of the machine. What goes wrong in a page unseen (scripts that fail, a policy that is
 * violated) is collected, and fails the test in {@link #assertQuiet}.
 */
final class PageBrowser implements AutoCloseable {

    private static final Path AXE = Path.of("src/main/web/node_modules/axe-core/axe.min.js");
    private static final Path PICTURES = Path.of("target", "page-pictures");

    private static final int PATIENCE = 60_000; // in milliseconds

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private PageBrowser(Playwright playwright, com.microsoft.playwright.Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Skips the test where there is no Chromium, no Node or no page. */
    static PageBrowser start() {
        PageServingIT.needsPage();
        String chromium = Browser.PROGRAMS.stream()
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst()
                .orElse("");
        assumeTrue(!chromium.isEmpty(), "skipped: no Chromium is installed");
        Optional<Path> node = node();
        assumeTrue(node.isPresent(), "skipped: no Node is on the PATH, which drives the browser");
        Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.orElseThrow().toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        var options = new BrowserType.LaunchOptions()
                .setExecutablePath(Path.of(chromium))
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"));
        return new PageBrowser(playwright, playwright.chromium().launch(options));
    }

    private static Optional<Path> node() {
        Stream<String> folders = Stream.concat(
                Stream.of("src/main/web/node"),
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":")));
        return folders.map(folder -> Path.of(folder, "node").toAbsolutePath())
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** A reader with an empty browser of their own, who is not shown the tour. */
    Page open(int width, int height, ColorScheme colours, String base) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setBaseURL(base)
                .setViewportSize(width, height)
                .setColorScheme(colours)
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
        context.addInitScript("if (!localStorage.getItem('bew-settings')) localStorage.setItem('bew-settings',"
                + " JSON.stringify({state: {theme: 'system', times: 'relative', hasSeenTour: true}, version: 0}))");
        return watched(context.newPage());
    }

    Page open(String base) {
        return open(1280, 800, ColorScheme.LIGHT, base);
    }

    /** Another tab of the same reader, in place of this one. */
    Page reopen(Page page) {
        Page next = watched(page.context().newPage());
        page.close();
        return next;
    }

    private Page watched(Page page) {
        page.setDefaultTimeout(PATIENCE);
        page.onPageError(error -> complaints.add("script: " + error));
        page.onConsoleMessage(message -> {
            String text = message.text();
            if (text.contains("Content Security Policy") || text.contains("Content-Security-Policy")) {
                complaints.add("policy: " + text + " at " + page.url() + " by " + message.location());
            }
        });
        return page;
    }

    /** No script failed and no policy was violated since this was asked last. */
    void assertQuiet() {
        List<String> found = List.copyOf(complaints);
        complaints.clear();
        assertEquals(List.of(), found);
    }

    /** No finding of axe-core that is serious or critical. */
    static void assertAccessible(Page page, String what) throws Exception {
        // evaluated through the debugger, which the policy of the page does not bind
        Object unused = page.evaluate(Files.readString(AXE) + "; undefined");
        String found = (String) page.evaluate("""
                async () => JSON.stringify((await axe.run(document, {resultTypes: ['violations']})).violations
                  .filter(one => one.impact === 'serious' || one.impact === 'critical')
                  .map(one => ({id: one.id, nodes: one.nodes.slice(0, 5).map(node => node.html.slice(0, 200) + ' ' + node.failureSummary)})))
                """);
        JsonNode findings = TestServer.JSON.readTree(found);
        assertEquals(0, findings.size(), () -> what + ": " + findings.toPrettyString());
    }

    /** Keeps a picture for people to look at, under {@code target/page-pictures}. */
    static void picture(Page page, String name) {
        byte[] unused = page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
