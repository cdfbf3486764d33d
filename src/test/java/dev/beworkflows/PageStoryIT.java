package dev.beworkflows;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people do with the page, from the empty server on. */
class PageStoryIT {

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
    void thePagesOfTheNavigationAreReachedFromEachOther() {
        Page page = browser.open(server.base());
        page.navigate("/");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Runs"))
                .first()
                .click();
        assertThat(page).hasURL(server.base() + "/runs");
    }
}
