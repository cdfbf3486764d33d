package dev.beworkflows;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever people write stays text: in labels, logs, messages, errors, results and names of files. */
class PageTextIT extends PageTest {

    private static final List<String> CORPUS = List.of(
            "<img src=x onerror=\"window.hurt=1\">",
            "<script>window.hurt=1</script>",
            "\"><svg onload=window.hurt=1>",
            "'-window.hurt=1-'",
            "javascript:window.hurt=1",
            "<a href=\"javascript:window.hurt=1\">look</a>",
            "</style><style>*{display:none}</style>",
            "<iframe srcdoc=\"<script>parent.hurt=1</script>\"></iframe>",
            "{{constructor.constructor('window.hurt=1')()}}",
            "${window.hurt=1}",
            "<math><mtext></form><form><mglyph><style></math><img src onerror=window.hurt=1>");

    private static final String FILE = "<img src=x onerror=window.hurt=1>.csv";

    @Test
    void staysTextWhereverItIsShown() throws Exception {
        String id = server.save(evil());
        Page page = browser.open(server.base());
        look(page, "/", CORPUS.get(0));
        look(page, "/workflows/" + id + "/graph", CORPUS.get(1));
        look(page, "/workflows/" + id + "/schema", CORPUS.get(0));
        look(page, "/workflows/" + id + "/settings", id);
        call(page, "/workflows/" + id + "/try", "Send");
        assertThat(page.locator("main")).containsText(CORPUS.get(2));
        assertUnhurt(page);
        call(page, "/d/" + id, "Run");
        assertThat(page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("The run")))
                .containsText(FILE);
        assertUnhurt(page);

        page.navigate("/runs/" + newestRun(id) + "?task=evil");
        assertThat(page.locator(".react-flow__node")).containsText(CORPUS.get(1));
        for (String tab : List.of("Log", "Messages", "Task", "Input", "Result")) {
            page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(Pattern.compile("^" + tab)))
                    .click();
            assertThat(page.getByRole(AriaRole.TABPANEL)).isVisible();
            assertUnhurt(page);
        }
        look(page, "/runs?workflow=" + id, id);
    }

    @Test
    void staysTextInErrors() throws Exception {
        String all = String.join(" ", CORPUS);
        String code = function("evil", "raise ValueError(" + TestServer.JSON.writeValueAsString(all) + ")");
        String id = server.save(server.chain("evil", code));
        assertEquals(500, server.get(server.callPath(id)).status());
        Page page = browser.open(server.base());
        look(page, "/runs?workflow=" + id, CORPUS.get(0));
        look(page, "/runs/" + newestRun(id), CORPUS.get(0));
        page.navigate("/d/" + id);
        button(page, "Run").click();
        assertThat(page.locator("main")).containsText(CORPUS.get(0));
        assertUnhurt(page);
    }

    /** Fills in the form of the workflow, and sends it. */
    private static void call(Page page, String path, String button) {
        page.navigate(path);
        page.locator("input[type=file]")
                .setInputFiles(new FilePayload(FILE, "text/csv", "a,b".getBytes(StandardCharsets.UTF_8)));
        button(page, button).click();
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static String newestRun(String id) throws Exception {
        TestServer.Answer runs = server.get("/api/app/be_workflows/runs?workflow=" + id);
        return runs.json().at("/items/0/run_id").asText();
    }

    private static void look(Page page, String path, String text) {
        page.navigate(path);
        assertThat(page.locator("body")).containsText(text);
        assertUnhurt(page);
    }

    private static void assertUnhurt(Page page) {
        assertEquals("undefined", page.evaluate("() => typeof window.hurt"));
        assertEquals(
                0, page.locator("img[src=x], iframe, a[href^='javascript:']").count());
    }

    /** Has the corpus in each of its texts, and a task that prints, sends and answers it. */
    private static ObjectNode evil() throws Exception {
        String all = TestServer.JSON.writeValueAsString(CORPUS);
        String code = """
                import json
                from common.framework.utils.events import send_user_task_sse

                def evil(ti):
                    texts = json.loads(%s)
                    for text in texts:
                        print(text)
                        send_user_task_sse(text)
                    ti.response_data('out', [{'text': text, text: text} for text in texts])
                    ti.response_data('name', [{'text': ti.req_form['upload'].filename}])
                """.formatted(TestServer.JSON.writeValueAsString(all));
        ObjectNode definition = server.chain("evil", code);
        definition.put("label", CORPUS.get(0)).put("description", String.join(" ", CORPUS));
        ((ObjectNode) definition.at("/tasks/0"))
                .put("label", CORPUS.get(1))
                .put("description", String.join(" ", CORPUS));
        definition
                .putArray("form")
                .addObject()
                .put("name", "upload")
                .put("type", "file")
                .put("label", CORPUS.get(0));
        definition.putArray("response").addObject().put("key", "out").put("label", CORPUS.get(2));
        definition.withArray("response").addObject().put("key", "name").put("label", CORPUS.get(5));
        return definition;
    }
}
