package dev.beworkflows.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.beworkflows.run.UploadedFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowSchemasTest {

    private static final UploadedFile FILE = new UploadedFile("a.csv", "text/csv", 3, "/nowhere");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'type':'string'                     | abc     | ~"abc"~
            'type':'string'                     | ~~      | ~""~
            'type':'string','validation_regex':'[a-z]+' | abc | ~"abc"~
            'type':'string','validation_regex':'[a-z]+' | abc1 | ~~
            'type':'string','validation_regex':'b'  | abc  | ~~
            ~'type':'string','validation_regex':'a|b'~ | ab  | ~~
            'type':'integer'                    | 42      | 42
            'type':'integer'                    | -42     | -42
            'type':'integer'                    | 123456789012345678901234567890 | 123456789012345678901234567890
            'type':'integer'                    | 4.0     | ~~
            'type':'integer'                    | abc     | ~~
            'type':'integer'                    | ~ 4~    | ~~
            'type':'integer'                    | +4      | ~~
            'type':'integer'                    | 0x10    | ~~
            'type':'integer'                    | ~~      | ~~
            'type':'integer'                    | ٤       | ~~
            'type':'number'                     | 4.5     | 4.5
            'type':'number'                     | 4       | 4
            'type':'number'                     | -1e3    | -1000.0
            'type':'number'                     | NaN     | ~~
            'type':'number'                     | Infinity | ~~
            'type':'number'                     | 1e999   | ~~
            'type':'number'                     | 1d      | ~~
            'type':'number'                     | 0x1p3   | ~~
            'type':'number'                     | 4.      | ~~
            'type':'number'                     | .5      | ~~
            'type':'boolean'                    | true    | true
            'type':'boolean'                    | FALSE   | false
            'type':'boolean'                    | 1       | true
            'type':'boolean'                    | 0       | false
            'type':'boolean'                    | yes     | ~~
            'type':'enum','options':['red',2]   | red     | ~"red"~
            'type':'enum','options':['red',2]   | 2       | 2
            'type':'enum','options':['red',2]   | Red     | ~~
            'type':'date'                       | 2026-02-28 | ~"2026-02-28"~
            'type':'date'                       | 2026-02-30 | ~~
            'type':'date'                       | 28.2.2026 | ~~
            'type':'datetime'                   | 2026-02-28T12:00:00Z | ~"2026-02-28T12:00:00Z"~
            'type':'datetime'                   | 2026-02-28T12:00:00+01:00 | ~"2026-02-28T12:00:00+01:00"~
            'type':'datetime'                   | 2026-02-28 | ~~
            'type':'datetime'                   | 2026-02-28T25:00:00Z | ~~
            'type':'object'                     | {"a":1} | {"a":1}
            'type':'object'                     | {"a":1,"a":2} | ~~
            'type':'object'                     | [1]     | ~~
            'type':'object'                     | {"a":1} x | ~~
            'type':'array'                      | [1,"b"] | [1,"b"]
            'type':'array'                      | one     | ["one"]
            'type':'any'                        | [1]     | ~"[1]"~
            """)
    void convertsTextToTheDeclaredTypeOrRefuses(String rules, String text, String expected) {
        for (String part : List.of("url_args", "form")) {
            WorkflowSchemas schemas = schemas("'" + part + "':[{'name':'x'," + rules + "}]");
            List<NamedText> texts = List.of(new NamedText("x", text));
            RawRequest request = part.equals("form")
                    ? new RawRequest(List.of(), Optional.empty(), texts, Map.of())
                    : new RawRequest(texts, Optional.empty(), List.of(), Map.of());
            RequestCheck check = schemas.check(request);
            if (expected.isEmpty()) {
                RequestProblem problem = problems(check).get(0);
                assertEquals("/x", problem.pointer());
                assertEquals(part.equals("form") ? "form" : "query", problem.in());
                assertTrue(problem.message().contains("got"), problem.toString());
            } else {
                var accepted = accepted(check);
                JsonNode value = (part.equals("form") ? accepted.form() : accepted.urlParams())
                        .tree()
                        .get("x");
                assertEquals(expected, value.toString());
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'type':'string'                     | 'abc'   | ~"abc"~
            'type':'string'                     | 3       | ~~
            'type':'integer'                    | 3       | 3
            'type':'integer'                    | 3.0     | 3
            'type':'integer'                    | 3.5     | ~~
            'type':'integer'                    | '3'     | ~~
            'type':'number'                     | 3.5     | 3.5
            'type':'number'                     | true    | ~~
            'type':'boolean'                    | true    | true
            'type':'boolean'                    | 1       | ~~
            'type':'enum','options':['red',2]   | 2       | 2
            'type':'enum','options':['red',2]   | '2'     | ~~
            'type':'object'                     | {'a':[1]} | {"a":[1]}
            'type':'object'                     | []      | ~~
            'type':'array'                      | [1]     | [1]
            'type':'array'                      | {}      | ~~
            'type':'any'                        | [{}]    | [{}]
            'type':'any'                        | '\\u0000' | ~~
            'type':'object'                     | {'a':['\\ud800']} | ~~
            'type':'object'                     | {'\\u0000':1} | ~~
            """)
    void checksTheMembersOfABody(String rules, String value, String expected) {
        WorkflowSchemas schemas = schemas("'body':[{'name':'x'," + rules + "}]");
        RequestCheck check = schemas.check(body("{'x':" + value + "}"));
        if (expected.isEmpty()) {
            assertTrue(problems(check).get(0).pointer().startsWith("/x"), check.toString());
        } else {
            assertEquals(expected, accepted(check).body().tree().get("x").toString());
        }
    }

    @Test
    void whatWasNotSentHasItsDefaultOrNullInOrderOfDeclaration() {
        WorkflowSchemas schemas = schemas(
                "'url_args':[{'name':'b','default':'red'},{'name':'a','type':'integer'}],'body':[{'name':'n','type':'number','default':0.5},{'name':'o','type':'object'}],'form':[{'name':'f','type':'file'},{'name':'t'}]");
        var request = accepted(schemas.check(body("{'o':null}")));
        assertEquals("{\"b\":\"red\",\"a\":null}", request.urlParams().toString());
        assertEquals("{\"n\":0.5,\"o\":null}", request.body().toString());
        assertEquals("{\"f\":null,\"t\":null}", request.form().toString());
    }

    @Test
    void allProblemsComeTogetherPartByPart() {
        WorkflowSchemas schemas = schemas(
                "'url_args':[{'name':'color','required':true},{'name':'n','type':'integer'}],'body':[{'name':'age','type':'integer','required':true}],'form':[{'name':'csv','type':'file','required':true},{'name':'word'}]");
        RawRequest request = new RawRequest(
                List.of(new NamedText("colour", "red"), new NamedText("n", "x")),
                Optional.of(TestDefinitions.json("{'age':null,'other':1}")),
                List.of(new NamedText("csv", "text"), new NamedText("word", "a"), new NamedText("word", "b")),
                Map.of("word", List.of(FILE), "nowhere", List.of(FILE)));
        List<String> found = problems(schemas.check(request)).stream()
                .map(problem -> problem.in() + problem.pointer() + " " + problem.message())
                .toList();
        for (String expected : List.of(
                "query/colour is not declared; did you mean 'color'?",
                "query/color is required",
                "query/n expected an integer, got 'x'",
                "body/age is required",
                "body/other is not declared",
                "form/csv expected a file, got 'text'",
                "form/word is sent 2 times",
                "form/word expected a string, got a file",
                "form/csv is required",
                "form/nowhere is not declared")) {
            assertTrue(found.contains(expected), expected + " is not in " + found);
        }
    }

    @Test
    void undeclaredParametersAreIgnoredOrPassedWhenTheWorkflowSaysSo() {
        RawRequest request = new RawRequest(
                List.of(new NamedText("x", "1"), new NamedText("y", "2"), new NamedText("y", "3")),
                Optional.of(TestDefinitions.json("{'z':[1]}")),
                List.of(),
                Map.of("f", List.of(FILE)));
        var ignored = accepted(
                schemas("'unknown_params':'ignore','url_args':[{'name':'x'}]").check(request));
        assertEquals("{\"x\":\"1\"}{}{}", ignored.urlParams().toString() + ignored.body() + ignored.files());
        var passed = accepted(
                schemas("'unknown_params':'pass','url_args':[{'name':'x'}]").check(request));
        assertEquals(
                "{\"x\":\"1\",\"y\":[\"2\",\"3\"]}{\"z\":[1]}",
                passed.urlParams().toString() + passed.body());
        assertEquals(Map.of("f", List.of(FILE)), passed.files());
    }

    @Test
    void aBodyThatIsNoObjectIsRefused() {
        assertEquals(
                "body",
                problems(schemas("'body':[{'name':'x'}]").check(body("[1]")))
                        .get(0)
                        .in());
        assertEquals("", problems(schemas("'body':[]").check(body("3"))).get(0).pointer());
    }

    @Test
    void severalFilesOfOneFieldArriveTogether() {
        var request = accepted(schemas("'form':[{'name':'f','type':'file'}]")
                .check(new RawRequest(List.of(), Optional.empty(), List.of(), Map.of("f", List.of(FILE, FILE)))));
        assertEquals(2, request.files().get("f").size());
        assertEquals("{}", request.form().toString());
    }

    @Test
    void aHundredProblemsAreEnough() {
        List<NamedText> texts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            texts.add(new NamedText("p" + i, "x"));
        }
        assertEquals(
                100,
                problems(schemas("'url_args':[]").check(new RawRequest(texts, Optional.empty(), List.of(), Map.of())))
                        .size());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {"^(.*a){12}$", "(x|y)*", "(a+)+b", "(.*)*c"})
    void noRegularExpressionBlocks(String regex) {
        WorkflowSchemas schemas = schemas("'url_args':[{'name':'x','validation_regex':'" + regex + "'}]");
        String text = "xyaa".repeat(10_000);
        assertTimeout(
                Duration.ofSeconds(2),
                () -> schemas.check(
                        new RawRequest(List.of(new NamedText("x", text)), Optional.empty(), List.of(), Map.of())));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            [{'n':1,'t':'a'}]          | ~~
            [{'n':1},{'n':2.0,'t':null}] | ~~
            []                         | ~~
            {'n':1}                    | ~ is {~
            [3]                        | /0 is 3
            [{'n':1},'x']              | /1 is 'x'
            [{}]                       | /0/n is required
            [{'n':null}]               | /0/n expected an integer, got null
            [{'n':'1'}]                | /0/n expected an integer, got '1'
            [{'n':1,'t':2}]            | /0/t expected a string, got 2
            [{'n':1,'u':2}]            | /0/u is not declared
            """)
    void checksRows(String rows, String problem) {
        WorkflowSchemas schemas = schemas(
                "'response':[{'key':'r','fields':[{'name':'n','type':'integer','required':true},{'name':'t'}]}]");
        List<String> found = schemas.checkRows("r", TestDefinitions.json(rows)).stream()
                .map(each -> each.pointer() + " " + each.message())
                .toList();
        if (problem.isEmpty()) {
            assertEquals(List.of(), found);
        } else {
            assertTrue(found.get(0).startsWith(problem), found.toString());
        }
    }

    @Test
    void aRegularExpressionThatCompilesOnlyAloneIsRefusedWhenItIsSaved() {
        assertThrows(AssertionError.class, () -> schemas("'url_args':[{'name':'x','validation_regex':'\\\\Qabc'}]"));
    }

    @Test
    void rowsOfAnItemWithoutFieldsAreAnyObjects() {
        WorkflowSchemas schemas = schemas("'response':[{'key':'r'}]");
        assertEquals(List.of(), schemas.checkRows("r", TestDefinitions.json("[{'a':1},{'b':[]}]")));
        assertEquals(1, schemas.checkRows("r", TestDefinitions.json("[{},[]]")).size());
    }

    @Test
    void manyRowsAreCheckedInReasonableTimeAndManyProblemsAreCut() {
        WorkflowSchemas schemas = schemas(
                "'response':[{'key':'r','fields':[{'name':'a','type':'integer'},{'name':'b'},{'name':'c','type':'number'}]}]");
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < 10_000; i++) {
            rows.addObject().put("a", i).put("b", "text").put("c", 0.5);
        }
        assertTimeout(Duration.ofSeconds(3), () -> assertEquals(List.of(), schemas.checkRows("r", rows)));
        for (int i = 0; i < 100; i++) {
            rows.addObject().put("a", "wrong");
        }
        assertEquals(20, schemas.checkRows("r", rows).size());
    }

    private static WorkflowSchemas schemas(String members) {
        return WorkflowSchemas.compile(TestDefinitions.workflow(members));
    }

    private static RawRequest body(String json) {
        return new RawRequest(List.of(), Optional.of(TestDefinitions.json(json)), List.of(), Map.of());
    }

    private static List<RequestProblem> problems(RequestCheck check) {
        return check instanceof RequestCheck.Refused refused ? refused.problems() : List.of();
    }

    private static dev.beworkflows.run.RunRequest accepted(RequestCheck check) {
        if (check instanceof RequestCheck.Accepted accepted) {
            return accepted.request();
        }
        throw new AssertionError(check.toString());
    }
}
