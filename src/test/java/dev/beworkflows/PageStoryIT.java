package dev.beworkflows;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What people do with the page, from the empty server on. */
class PageStoryIT extends PageTest {

    private static final String GRAPH = "/api/app/be_workflows/be_wf_graph";
    private static final String DOUBLING = """
            def answer(ti):
                name = ti.url_params["name"]
                ti.response_data("greeting", [{"text": name * 2}])
            """;

    @Test
    void fromTheEmptyServerToAPublishedWorkflowThatAnswersCurl() throws Exception {
        for (JsonNode workflow : server.get(GRAPH + "?limit=100").json().path("items")) {
            String path = GRAPH + "/id/" + workflow.path("id").asText();
            assertEquals(204, server.send(server.request(path).DELETE()).status());
        }
        Page page = browser.open(server.base());
        page.navigate("/");
        button(page, "Make “Hello”").click();
        assertThat(page).hasURL(Pattern.compile("/workflows/hello"));
        assertThat(page.locator("main")).containsText(", published");

        page.locator(".react-flow__node", new Page.LocatorOptions().setHasText("Answer"))
                .click();
        type(page, DOUBLING);
        assertThat(page.locator("main")).containsText("changed");
        button(page, "Publish…").click();
        page.getByLabel("Message", new Page.GetByLabelOptions().setExact(true)).fill("Twice is better");
        button(page, "Publish").click();
        assertThat(page.locator("main")).not().containsText("changed");

        Program.Ended curl = new Program("curl", "-s", server.base() + server.callPath("hello") + "?name=Ada").run(20);
        assertEquals(
                "AdaAda",
                TestServer.JSON
                        .readTree(curl.output())
                        .at("/data/greeting/0/text")
                        .asText());
        page.navigate("/workflows/hello/versions");
        assertThat(page.locator("main")).containsText("Twice is better");
    }

    @Test
    void aVersionIsEditedWhileARunOfTheOldOneGoesOn() throws Exception {
        String id = server.save(server.chain("task", function("task", """
                        import time
                        from common.framework.utils.events import send_user_task_sse
                        send_user_task_sse('begun')
                        for i in range(200):
                            if ti.url_params['x'] == 'quick': break
                            time.sleep(0.1)
                        ti.response_data('out', [{'version': 'old'}])
                        """))
                .put("mode", "background")
                .set(
                        "url_args",
                        TestServer.JSON.readTree("[{\"name\": \"x\", \"type\": \"string\", \"default\": \"slow\"}]")));
        TestServer.Answer old = server.get(server.callPath(id));
        assertEquals(202, old.status(), old.response().body());
        String run = old.json().path("run_id").asText();

        Page page = browser.open(server.base());
        page.navigate("/workflows/" + id + "/graph");
        page.locator(".react-flow__node").click();
        type(page, function("task", "ti.response_data('out', [{'version': 'new'}])"));
        button(page, "Publish…").click();
        button(page, "Publish").click();
        assertThat(page.locator("main")).containsText("version 2, published");
        assertEquals(
                "running",
                server.get("/api/app/be_workflows/runs/" + run)
                        .json()
                        .path("status")
                        .asText());

        page.navigate("/runs/" + run + "?task=task");
        assertThat(page.locator("main")).containsText("running");
        assertThat(page.locator("main")).containsText(Pattern.compile("Version\\s*1"));
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Task").setExact(true))
                .click();
        assertThat(page.locator(".cm-content")).containsText("send_user_task_sse('begun')");
        assertThat(page.locator("main")).containsText("succeeded");
        assertEquals("old", result(run).at("/data/out/0/version").asText());
        String next = server.get(server.callPath(id)).json().path("run_id").asText();
        var unused = server.record(next);
        assertEquals("new", result(next).at("/data/out/0/version").asText());
    }

    @Test
    void aCycleCannotBeDrawnAndThePageSaysWhy() throws Exception {
        String id = server.save(server.chain("first", function("first", "pass"), "second", function("second", "pass")));
        Page page = browser.open(server.base());
        page.navigate("/workflows/" + id + "/graph");
        Locator from = page.locator(".react-flow__node[data-id=second] .react-flow__handle.source");
        Locator to = page.locator(".react-flow__node[data-id=first] .react-flow__handle.target");
        from.hover();
        page.mouse().down();
        var middle = to.boundingBox();
        page.mouse()
                .move(middle.x + middle.width / 2, middle.y + middle.height / 2, new Mouse.MoveOptions().setSteps(20));
        page.mouse().up();
        assertThat(page.locator("body")).containsText(Pattern.compile("second → first → second"));
        assertThat(page.locator(".react-flow__edge")).hasCount(1);
    }

    @Test
    void aDraftOutlivesTheTab() throws Exception {
        String id = server.save(server.chain("task", function("task", "pass")));
        Page page = browser.open(server.base());
        page.navigate("/workflows/" + id + "/graph");
        page.locator(".react-flow__node").click();
        type(page, function("task", "print('kept')"));
        assertThat(page.locator("main")).containsText("changed");
        page.navigate("/runs");
        Page next = browser.reopen(page);
        next.navigate("/workflows/" + id + "/graph");
        next.locator(".react-flow__node").click();
        assertThat(next.locator(".cm-content")).containsText("print('kept')");
        assertThat(next.locator("main")).containsText("changed");
    }

    /** Whoever has no key sees the way in, and nothing else; the key is forgotten by the page. */
    @Test
    void aServerWithKeysAsksForOne() throws Exception {
        String key = "k".repeat(40);
        try (TestServer closed = TestServer.start(Map.of(Setting.API_KEY, key, Setting.WORKERS, "1"))) {
            Page page = browser.open(closed.base());
            page.navigate("/runs");
            page.getByLabel("API key").fill(key);
            assertThat(page.getByRole(AriaRole.NAVIGATION)).hasCount(0);
            page.getByLabel("API key").press("Enter");
            assertThat(page.getByRole(
                            AriaRole.HEADING,
                            new Page.GetByRoleOptions().setName("Runs").setLevel(1)))
                    .isVisible();
            page.reload();
            assertThat(page.getByRole(
                            AriaRole.HEADING,
                            new Page.GetByRoleOptions().setName("Runs").setLevel(1)))
                    .isVisible();
            String kept = (String) page.evaluate("() => JSON.stringify({...localStorage, ...sessionStorage})");
            assertEquals(-1, kept.indexOf(key));
            assertEquals("", page.evaluate("() => document.cookie"));
        }
    }

    private static JsonNode result(String run) throws Exception {
        return server.get("/api/app/be_workflows/runs/" + run + "/result").json();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Replaces the code of the chosen task, as one does by pasting. */
    private static void type(Page page, String code) {
        page.locator(".cm-content").click();
        page.keyboard().press("Control+a");
        page.keyboard().insertText(code);
    }
}
