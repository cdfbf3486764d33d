package dev.beworkflows.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.beworkflows.workflow.DefinitionLimits;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowFolder;
import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The document of a workflow says what its definition says. */
class WorkflowDocumentTest {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();
    private static final JsonNode SERVER = ServerDocument.read(Problems.OF_CONTRACT, "1");
    private static final String ALL_TYPES = """
            [{'name':'s','type':'string','label':'Text','desc':'Any','validation_regex':'[a-z]{1,4}','default':'abc'},{'name':'n','type':'number'},{'name':'i','type':'integer','required':true},
            {'name':'b','type':'boolean','default':false},{'name':'e','type':'enum','options':['x','y'],'default':'y'},{'name':'m','type':'enum','options':['x',1,true]},
            {'name':'d','type':'date'},{'name':'t','type':'datetime'},{'name':'o','type':'object'},{'name':'a','type':'array','default':[1,2]},{'name':'r','type':'array','required':true},
            {'name':'any','type':'any'},{'name':'/~ "\\u00e4{}','type':'string','label':'<script>'}]""";

    @ParameterizedTest
    @ValueSource(strings = {"hello", "diamond", "iris", "countdown", "train-in-background"})
    void isOpenApiForTheExamples(String example) {
        JsonNode document = document(WorkflowFolder.read(Path.of("src/main/examples", example)));
        OpenApiRules.check(document);
        assertTrue(document.path("paths").has("/api/app/be_workflows/be_wf_graph/id/" + example + "/call"));
    }

    @Test
    void isOpenApiWithEveryTypeInEveryPlace() {
        for (String part : List.of("url_args", "body", "form")) {
            OpenApiRules.check(document("{'" + part + "':" + ALL_TYPES + "}"));
        }
        String rows = ALL_TYPES.replaceAll(",?'default':('\\w+'|\\[1,2\\]|false)", "");
        OpenApiRules.check(
                document("{'response':[{'key':'1. \\u00e4','fields':" + rows + "},{'key':'1 /','fields':[]}]}"));
    }

    @Test
    void typesTheArgumentsOfTheQuery() {
        JsonNode parameters = path(document("{'url_args':" + ALL_TYPES + "}")).path("parameters");
        assertEquals(
                json("{'type':'string','default':'abc','pattern':'^(?:[a-z]{1,4})$'}"), parameters.at("/0/schema"));
        assertEquals("Text. Any.", parameters.at("/0/description").asText());
        assertTrue(parameters.at("/2/required").asBoolean());
        assertEquals(json("{'enum':['x','y'],'default':'y','type':'string'}"), parameters.at("/4/schema"));
        assertEquals(
                json(
                        "{'anyOf':[{'type':'string','enum':['x']},{'type':'number','enum':[1]},{'type':'boolean','enum':[true]}]}"),
                parameters.at("/5/schema"));
        assertEquals(json("{'type':'object'}"), parameters.at("/8/content/application~1json/schema"));
        assertEquals(json("{'type':'array','items':{'type':'string'},'minItems':1}"), parameters.at("/10/schema"));
        assertTrue(parameters.at("/10/explode").asBoolean());
        assertEquals("string", parameters.at("/11/schema/type").asText());
    }

    @Test
    void offersOnlyBodiesThatCanBeRight() {
        String optional = "[{'name':'x','type':'string'}]";
        String required = "[{'name':'x','type':'string','required':true}]";
        String file = "[{'name':'x','type':'file','required':true}]";
        assertEquals(List.of(), types(document("{}")));
        assertEquals(List.of("application/json"), types(document("{'body':" + optional + "}")));
        assertEquals(
                List.of("application/json", "application/x-www-form-urlencoded", "multipart/form-data"),
                types(document("{'body':" + optional + ",'form':" + optional + "}")));
        assertEquals(List.of("application/json"), types(document("{'body':" + required + ",'form':" + optional + "}")));
        assertEquals(
                List.of("application/x-www-form-urlencoded", "multipart/form-data"),
                types(document("{'body':" + optional + ",'form':" + required + "}")));
        assertEquals(List.of("multipart/form-data"), types(document("{'form':" + file + "}")));
    }

    @Test
    void describesTheMethodsThatAreAllowed() {
        JsonNode path = path(document("{'methods':['PUT','GET']}"));
        List<String> names = new ArrayList<>();
        path.fieldNames().forEachRemaining(names::add);
        assertEquals(List.of("parameters", "get", "put"), names);
        assertEquals("call_x_1_by_put", path.at("/put/operationId").asText());
    }

    @Test
    void typesTheRowsOfTheAnswer() {
        JsonNode schemas = document(
                        "{'response':[{'key':'my rows','label':'L','fields':[{'name':'n','type':'integer','required':true},{'name':'s','type':'string'}]},{'key':'my-rows'}]}")
                .at("/components/schemas");
        assertEquals(
                json(
                        "{'type':'object','properties':{'n':{'type':'integer'},'s':{'type':['string','null']}},'required':['n'],'additionalProperties':false}"),
                schemas.path("MyRowsRow"));
        assertTrue(schemas.at("/MyRowsRow2/additionalProperties").asBoolean());
        assertEquals(json("['my rows','my-rows']"), schemas.at("/Answer/properties/data/required"));
    }

    @Test
    void saysThatWhatIsNotDeclaredIsTaken() {
        assertFalse(path(document("{}")).path("parameters").toString().contains("AnyQuery"));
        assertTrue(path(document("{'unknown_params':'pass'}"))
                .path("parameters")
                .toString()
                .contains("AnyQuery"));
    }

    private static List<String> types(JsonNode document) {
        List<String> types = new ArrayList<>();
        path(document).at("/post/requestBody/content").fieldNames().forEachRemaining(types::add);
        return types;
    }

    private static JsonNode path(JsonNode document) {
        return document.path("paths").iterator().next();
    }

    private static JsonNode document(String members) {
        String task = "{'id':'x-1','tasks':[{'name':'a','code':''}]";
        return document(json(members.equals("{}") ? task + "}" : task + "," + members.substring(1)));
    }

    private static JsonNode document(JsonNode definition) {
        WorkflowReader.Reading reading =
                new WorkflowReader(DefinitionLimits.DEFAULT).read(definition, new WorkflowId("x"));
        if (reading instanceof WorkflowReader.Reading.Accepted accepted) {
            Workflow workflow = accepted.workflow();
            return WorkflowDocument.of(SERVER, workflow, 1);
        }
        throw new AssertionError(reading.toString());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
