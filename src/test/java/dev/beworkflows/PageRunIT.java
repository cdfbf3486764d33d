package dev.beworkflows;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run shows all that happens, once and in order, whatever happens to the page meanwhile. */
class PageRunIT extends PageTest {

    private static final int MESSAGES = 60;

    @TempDir
    static Path folder;

    @Test
    void aReloadInTheMiddleLeavesNoGap() throws Exception {
        Path gate = folder.resolve("reloaded");
        Page page = browser.open(server.base());
        page.navigate("/runs/" + counting(gate));
        showMessages(page, 10);
        page.reload();
        assertLiveToTheEnd(page, gate);
    }

    @Test
    void aLostConnectionLeavesNoGap() throws Exception {
        Path gate = folder.resolve("mended");
        try (CuttingProxy network = new CuttingProxy(URI.create(server.base()).getPort())) {
            Page page = browser.open(network.base());
            page.navigate("/runs/" + counting(gate));
            showMessages(page, 10);
            network.cut();
            assertThat(connection(page)).hasText(Pattern.compile("connecting"));
            network.mend();
            assertLiveToTheEnd(page, gate);
        }
    }

    @Test
    void aBrowserWithoutNetworkForAWhileLeavesNoGap() throws Exception {
        Path gate = folder.resolve("online");
        Page page = browser.open(server.base());
        page.navigate("/runs/" + counting(gate));
        showMessages(page, 10);
        page.context().setOffline(true);
        assertThat(connection(page)).hasText(Pattern.compile("connecting"));
        page.context().setOffline(false);
        assertLiveToTheEnd(page, gate);
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
        assertThat(page.locator(".cm-marked")).hasText("raise ValueError('no such thing')");
    }

    /** Accepts a run that sends a message every tenth of a second, and the last one when there is a file at the gate. */
    private static String counting(Path gate) throws Exception {
        ObjectNode definition = server.chain("task", function("task", """
                import os, time
                from common.framework.utils.events import send_user_task_sse
                for i in range(%d):
                    while i == %d and not os.path.exists('%s'): time.sleep(0.01)
                    send_user_task_sse(f'message {i:03d}')
                    time.sleep(0.1)
                """.formatted(MESSAGES, MESSAGES - 1, gate)));
        return accepted(server.save(definition.put("mode", "background")), "");
    }

    private static void showMessages(Page page, int least) {
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(Pattern.compile("^Messages")))
                .click();
        assertThat(messages(page)).containsText("message %03d".formatted(least));
    }

    /** Opens the gate when the page has been told of all that is before it as it happened: afterwards it may ask for what it missed. */
    private static void assertLiveToTheEnd(Page page, Path gate) throws Exception {
        assertThat(connection(page)).hasText("live");
        showMessages(page, MESSAGES - 2);
        Path unused = Files.createFile(gate);
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

    private static Locator connection(Page page) {
        return page.getByRole(AriaRole.STATUS, new Page.GetByRoleOptions().setName("Connection"));
    }

    private static Locator messages(Page page) {
        return page.getByRole(AriaRole.LOG, new Page.GetByRoleOptions().setName("Messages"));
    }
}
