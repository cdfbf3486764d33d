package dev.beworkflows;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The page of a run shows all that happens, once and in order, whatever happens to the page meanwhile. */
class PageRunIT extends PageTest {

    private static final int MESSAGES = 60;

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

    /** Accepts a run that sends a message every tenth of a second. */
    private static String counting() throws Exception {
        ObjectNode definition = server.chain("task", function("task", """
                import time
                from common.framework.utils.events import send_user_task_sse
                for i in range(%d):
                    send_user_task_sse(f'message {i:03d}')
                    time.sleep(0.1)
                """.formatted(MESSAGES)));
        return accepted(server.save(definition.put("mode", "background")), "");
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
