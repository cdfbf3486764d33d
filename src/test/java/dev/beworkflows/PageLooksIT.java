package dev.beworkflows;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every page, as it looks: readable for everybody, in light and dark, on a phone and on a wall. Its pictures are in {@code target/page-pictures}. */
class PageLooksIT extends PageTest {

    /** What a reader may look at, by the name of its picture; {@code RUN} and {@code FAILED} stand for runs. */
    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("workflows", "/"),
            Map.entry("graph", "/workflows/diamond/graph"),
            Map.entry("code", "/workflows/diamond/graph#task"),
            Map.entry("schema", "/workflows/diamond/schema"),
            Map.entry("settings", "/workflows/diamond/settings"),
            Map.entry("try", "/workflows/diamond/try"),
            Map.entry("versions", "/workflows/diamond/versions"),
            Map.entry("runs", "/runs"),
            Map.entry("run", "/runs/RUN"),
            Map.entry("failed-run", "/runs/FAILED"),
            Map.entry("compare", "/runs/compare/RUN/FAILED"),
            Map.entry("workers", "/operations/workers"),
            Map.entry("queue", "/operations/queue"),
            Map.entry("environments", "/operations/environments"),
            Map.entry("keys", "/operations/keys"),
            Map.entry("secrets", "/operations/secrets"),
            Map.entry("schedules", "/operations/schedules"),
            Map.entry("storage", "/operations/storage"),
            Map.entry("metrics", "/operations/metrics"),
            Map.entry("dashboard", "/d/diamond"));

    private static String run = "";
    private static String failed = "";

    @BeforeAll
    static void makeRuns() throws Exception {
        for (int i = 1; i <= 3; i++) {
            assertEquals(
                    200,
                    server.get(server.callPath("diamond") + "?numbers=3&numbers=1&numbers=" + i)
                            .status());
        }
        run = accepted("countdown", "?seconds=1");
        String broken = server.save(server.chain("broken", function("broken", "raise ValueError('no such thing')"))
                .put("mode", "background"));
        failed = accepted(broken, "");
        var unused = server.record(run);
        var none = server.record(failed);
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void everyPageIsReadableForEverybody(ColorScheme colours) throws Exception {
        Page page = browser.open(1280, 800, colours, server.base());
        for (var entry : PAGES.entrySet()) {
            show(page, entry.getValue());
            PageBrowser.assertAccessible(page, entry.getKey() + " " + colours);
            PageBrowser.picture(page, entry.getKey() + "-" + colours.name().toLowerCase(Locale.ROOT));
        }
        page.context().close();
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 2560})
    void everyPageFitsIntoTheWindow(int width) {
        Page page = browser.open(width, width == 360 ? 740 : 1440, ColorScheme.LIGHT, server.base());
        for (var entry : PAGES.entrySet()) {
            show(page, entry.getValue());
            int wide = (Integer) page.evaluate("() => document.documentElement.scrollWidth");
            PageBrowser.picture(page, entry.getKey() + "-" + width);
            assertTrue(wide <= width, () -> entry.getKey() + " is " + wide + " wide");
        }
        page.context().close();
    }

    private static void show(Page page, String path) {
        page.navigate(path.replace("RUN", run).replace("FAILED", failed).replace("#task", ""));
        page.waitForLoadState(LoadState.LOAD);
        assertThat(page.locator("main h1, h1").first()).isVisible();
        assertThat(page.locator("[aria-label=Loading]")).hasCount(0);
        if (path.equals("/runs") || path.endsWith("/metrics")) {
            assertThat(page.locator("canvas").first()).isVisible();
        }
        if (path.endsWith("#task")) {
            Locator task = page.locator(".react-flow__node").first();
            task.click();
            assertThat(page.locator(".cm-content")).isVisible();
        }
    }
}
