package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A server and a browser for the tests of a class, each of which fails when something goes wrong in a page unseen. */
abstract class PageTest {

    static PageBrowser browser;
    static TestServer server;

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

    /** The run of a call of a workflow whose calls are not waited for. */
    static String accepted(String workflow, String query) throws Exception {
        TestServer.Answer answer = server.get(server.callPath(workflow) + query);
        assertEquals(202, answer.status(), answer.response().body());
        return answer.json().path("run_id").asText();
    }
}
