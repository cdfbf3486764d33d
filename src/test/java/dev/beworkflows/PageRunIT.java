package dev.beworkflows;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of a run shows all that happens, once and in order, whatever happens to the page meanwhile. */
@Alone
class PageRunIT {

    private static final int MESSAGES = 60;
    private static final int LINES = 10_000;
    private static final int TASKS = 200;

    /** How often the wheel is turned. */
    private static final int TURNS = 40;

    /** What one turn may take of the processor, in milliseconds: usual are 12, and 50 where the layers of the graph are not kept within its frame. */
    private static final int MOST_PER_TURN = 30;

    private static PageBrowser browser;
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        browser = PageBrowser.start();
        server = TestServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        browser.assertQuiet();
    }

    @Test
    void aReloadInTheMiddleLeavesNoGap() throws Exception {
        Page page = browser.open(server.base());
        page.navigate("/runs/" + counting());
        showMessages(page, 10);
        page.reload();
        showMessages(page, 20);
        assertAllMessagesOnce(page);
    }

    @Test
    void aLostConnectionLeavesNoGap() throws Exception {
        try (CuttingProxy network = new CuttingProxy(URI.create(server.base()).getPort())) {
            Page page = browser.open(network.base());
            page.navigate("/runs/" + counting());
            showMessages(page, 10);
            network.cut();
            assertThat(page.getByRole(AriaRole.STATUS, new Page.GetByRoleOptions().setName("Connection")))
                    .hasText(Pattern.compile("connecting"));
            network.mend();
            showMessages(page, 20);
            assertAllMessagesOnce(page);
        }
    }

    @Test
    void aForegroundRunIsInTheHistoryWithTheLineThatFailed() throws Exception {
        String id = server.save(server.chain("broken", function("broken", "raise ValueError('no such thing')")));
        String run = server.get(server.callPath(id))
                .response()
                .headers()
                .firstValue("x-run-id")
                .orElse("");
        Page page = browser.open(server.base());
        page.navigate("/runs?workflow=" + id);
        Locator row = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(id));
        assertThat(row).containsText("failed");
        page.navigate("/runs/" + run);
        assertThat(page.locator("main")).containsText("no such thing");
        assertThat(page.locator("main")).containsText("raise ValueError('no such thing')");
    }

    @Test
    void tenThousandLinesAndTwoHundredTasksStayFluid() throws Exception {
        String id = server.save(large());
        Page page = browser.open(server.base());
        page.addInitScript("""
                window.frames_ = []; let last = performance.now();
                const next = now => { window.frames_.push(now - last); last = now; requestAnimationFrame(next); };
                requestAnimationFrame(next);
                """);
        page.navigate("/runs/" + accepted(id));
        Locator lines = page.getByText("10,000 lines", new Page.GetByTextOptions().setExact(true));
        assertThat(lines).isVisible();
        assertThat(page.getByRole(
                        AriaRole.REGION,
                        new Page.GetByRoleOptions().setName("Log").setExact(true)))
                .containsText("line 9999");
        int inDocument = page.locator("[data-index]").count();
        assertTrue(inDocument < 200, () -> inDocument + " lines are in the document");
        assertThat(page.locator("[aria-label='Graph of " + TASKS + " tasks: " + TASKS + " succeeded']"))
                .isVisible();
        assertFluid(page, "while it runs", 50, 300);

        page.getByRole(
                        AriaRole.REGION,
                        new Page.GetByRoleOptions().setName("Log").setExact(true))
                .hover();
        CDPSession debugger = page.context().newCDPSession(page);
        JsonObject threadTime = new JsonObject();
        threadTime.addProperty("timeDomain", "threadTicks");
        JsonObject enabled = debugger.send("Performance.enable", threadTime);
        double before = busySeconds(debugger);
        Object forget = page.evaluate("() => { window.frames_.length = 0; }");
        for (int i = 0; i < TURNS; i++) {
            page.mouse().wheel(0, -1_000);
        }
        assertFluid(page, "while its log is scrolled", 50, 150);
        double perTurn = 1_000 * (busySeconds(debugger) - before) / TURNS;
        assertTrue(perTurn <= MOST_PER_TURN, () -> "a turn of the wheel takes the processor " + perTurn + " ms");
    }

    /** How long the page's main thread has had a processor, which other programs on the machine change little. */
    private static double busySeconds(CDPSession debugger) throws Exception {
        JsonNode metrics = TestServer.JSON
                .readTree(debugger.send("Performance.getMetrics").toString())
                .path("metrics");
        for (JsonNode metric : metrics) {
            if (metric.path("name").asText().equals("TaskDuration")) {
                return metric.path("value").asDouble();
            }
        }
        throw new AssertionError("Chromium does not tell how busy the page is: " + metrics);
    }

    /**
     * The bounds are some three times what a machine shows that does little else: without a graphics card Chromium paints by processor, on cores that it shares with the
     * server.
     *
     * @param median of the times between frames, in milliseconds, at most; so for {@code late}, the time that one in twenty exceeds
     */
    private static void assertFluid(Page page, String when, int median, int late) {
        List<?> frames = (List<?>) page.evaluate("() => window.frames_.toSorted((one, other) => one - other)");
        double half = ((Number) frames.get(frames.size() / 2)).doubleValue();
        double most = ((Number) frames.get(frames.size() * 95 / 100)).doubleValue();
        assertTrue(half <= median && most <= late, () -> when + ": " + half + " ms, one in twenty " + most + " ms");
    }

    /** Accepts a run that sends a message every tenth of a second. */
    private static String counting() throws Exception {
        ObjectNode definition = server.chain("task", function("task", """
                import time
                from common.framework.utils.events import send_user_task_sse
                for i in range(%d):
                    send_user_task_sse(f'message {i:03d}')
                    time.sleep(0.1)
                """.formatted(MESSAGES)));
        return accepted(server.save(definition.put("mode", "background")));
    }

    /** One task that prints, and a ladder of others. */
    private static ObjectNode large() {
        String code = function("task", """
                import time
                for i in range(%d):
                    print(f'line {i}')
                    if i %% 100 == 0:
                        time.sleep(0.03)
                """.formatted(LINES));
        String[] namesAndCode = IntStream.range(0, TASKS)
                .boxed()
                .flatMap(i -> List.of(
                        "task_" + i, i == 0 ? code.replace("def task(", "def task_0(") : function("task_" + i, "pass"))
                        .stream())
                .toArray(String[]::new);
        return server.chain(namesAndCode).put("mode", "background");
    }

    private static String accepted(String id) throws Exception {
        TestServer.Answer answer = server.get(server.callPath(id));
        assertEquals(202, answer.status(), answer.response().body());
        return answer.json().path("run_id").asText();
    }

    private static void showMessages(Page page, int least) {
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(Pattern.compile("^Messages")))
                .click();
        assertThat(messages(page)).containsText("message %03d".formatted(least));
    }

    private static void assertAllMessagesOnce(Page page) {
        assertThat(page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Messages (" + MESSAGES + ")")))
                .isVisible();
        assertThat(page.locator("main")).containsText("succeeded");
        List<String> shown = Pattern.compile("message \\d{3}")
                .matcher(messages(page).innerText())
                .results()
                .map(found -> found.group())
                .toList();
        assertEquals(
                IntStream.range(0, MESSAGES).mapToObj("message %03d"::formatted).toList(), shown);
    }

    private static Locator messages(Page page) {
        return page.getByRole(AriaRole.LOG, new Page.GetByRoleOptions().setName("Messages"));
    }
}
