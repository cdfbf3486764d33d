package dev.beworkflows.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Definitions that are none: each names the place and what is wrong there. */
class MalformedDefinitionsTest {

    private static final String TASK = "{'name':'a','code':'def a(ti): pass'}";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "-", textBlock = """
            []                                                | ~~        | is a list
            'text'                                            | ~~        | is a string
            null                                              | ~~        | is missing
            3                                                 | ~~        | is a number
            {}                                                | /tasks    | there are no tasks
            {'tasks':[]}                                      | /tasks    | there are no tasks
            {'tasks':null}                                    | /tasks    | there are no tasks
            {'tasks':{}}                                      | /tasks    | is an object
            {'tasks':'a'}                                     | /tasks    | is a string
            {'tasks':[3]}                                     | /tasks/0  | is a number
            {'tasks':[null]}                                  | /tasks/0  | is missing
            {'tasks':[{}]}                                    | /tasks/0/name | is missing
            {'tasks':[{'name':'a'}]}                          | /tasks/0/code | is missing
            {'tasks':[{'name':'a','code':3}]}                 | /tasks/0/code | is a number
            {'tasks':[{'name':'a','code':'x\\u0000'}]}        | /tasks/0/code | contains U+0000 at 1
            {'tasks':[{'name':'a','code':'\\ud800'}]}         | /tasks/0/code | half a surrogate pair
            {'tasks':[{'name':'','code':''}]}                 | /tasks/0/name | is ''
            {'tasks':[{'name':'1a','code':''}]}               | /tasks/0/name | is '1a'
            {'tasks':[{'name':'a-b','code':''}]}              | /tasks/0/name | is 'a-b'
            {'tasks':[{'name':'a b','code':''}]}              | /tasks/0/name | is 'a b'
            {'tasks':[{'name':'ä','code':''}]}                | /tasks/0/name | is 'ä'
            {'tasks':[{'name':'class','code':''}]}            | /tasks/0/name | is 'class'
            {'tasks':[{'name':'None','code':''}]}             | /tasks/0/name | is 'None'
            {'tasks':[{'name':7,'code':''}]}                  | /tasks/0/name | is a number
            {'tasks':[{'name':['a'],'code':''}]}              | /tasks/0/name | is a list
            {'tasks':[T,T]}                                   | /tasks/1/name | a second task 'a'
            {'tasks':[{'name':'a','code':'','label':3}]}      | /tasks/0/label | is a number
            {'tasks':[{'name':'a','code':'','description':[]}]} | /tasks/0/description | is a list
            {'tasks':[{'name':'a','code':'','enabled':'yes'}]} | /tasks/0/enabled | is a string
            {'tasks':[{'name':'a','code':'','enabled':1}]}    | /tasks/0/enabled | is a number
            {'tasks':[{'name':'a','code':'','timeout':0}]}    | /tasks/0/timeout | is 0
            {'tasks':[{'name':'a','code':'','timeout':-1}]}   | /tasks/0/timeout | is -1
            {'tasks':[{'name':'a','code':'','timeout':86401}]} | /tasks/0/timeout | is 86401
            {'tasks':[{'name':'a','code':'','timeout':1e300}]} | /tasks/0/timeout | is 1.0E300
            {'tasks':[{'name':'a','code':'','timeout':'5s'}]} | /tasks/0/timeout | is a string
            {'tasks':[{'name':'a','code':'','retries':-1}]}   | /tasks/0/retries | is -1
            {'tasks':[{'name':'a','code':'','retries':26}]}   | /tasks/0/retries | is 26
            {'tasks':[{'name':'a','code':'','retries':1.5}]}  | /tasks/0/retries | is 1.5
            {'tasks':[{'name':'a','code':'','retries':99999999999999999999}]} | /tasks/0/retries | is 99999999999999999999
            {'tasks':[{'name':'a','code':'','retries':'many'}]} | /tasks/0/retries | is a string
            {'tasks':[{'name':'a','code':'','retries':{'max':26}}]} | /tasks/0/retries/max | is 26
            {'tasks':[{'name':'a','code':'','retries':{'backoff':0}}]} | /tasks/0/retries/backoff | is 0
            {'tasks':[{'name':'a','code':'','retries':{'wait':1}}]} | /tasks/0/retries/wait | no member 'wait'
            {'tasks':[{'name':'a','code':'','cod':''}]}       | /tasks/0/cod | did you mean 'code'?
            {'tasks':[T],'tsks':[]}                           | /tsks     | did you mean 'tasks'?
            {'tasks':[T],'a/b~c':1}                           | /a~1b~0c  | no member 'a/b~c'
            {'tasks':[T],'id':''}                             | /id       | is ''
            {'tasks':[T],'id':'a/b'}                          | /id       | is 'a/b'
            {'tasks':[T],'id':'../x'}                         | /id       | is '../x'
            {'tasks':[T],'id':'-a'}                           | /id       | is '-a'
            {'tasks':[T],'id':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'} | /id | is 'aaa
            {'tasks':[T],'id':5}                              | /id       | is a number
            {'tasks':[T],'label':{}}                          | /label    | is an object
            {'tasks':[T],'label':'\\udc00'}                   | /label    | half a surrogate pair
            {'tasks':[T],'description':true}                  | /description | is a boolean
            {'tasks':[T],'enabled':'true'}                    | /enabled  | is a string
            {'tasks':[T],'mode':'both'}                       | /mode     | is 'both'
            {'tasks':[T],'mode':1}                            | /mode     | is a number
            {'tasks':[T],'mode':'FOREGROUND'}                 | /mode     | is 'FOREGROUND'
            {'tasks':[T],'methods':'GET'}                     | /methods  | is a string
            {'tasks':[T],'methods':[]}                        | /methods  | is empty
            {'tasks':[T],'methods':['PATCH']}                 | /methods/0 | "PATCH"
            {'tasks':[T],'methods':['GET','GET']}             | /methods/1 | stands twice
            {'tasks':[T],'methods':['get']}                   | /methods/0 | "get"
            {'tasks':[T],'methods':[1]}                       | /methods/0 | is 1
            {'tasks':[T],'timeout':0}                         | /timeout  | is 0
            {'tasks':[T],'timeout':true}                      | /timeout  | is a boolean
            {'tasks':[T],'unknown_params':'keep'}             | /unknown_params | is 'keep'
            {'tasks':[T],'interceptor':'def intercept(ti): pass'} | /interceptor | foreground workflow
            {'tasks':[T],'mode':'background','interceptor':3} | /interceptor | is a number
            {'tasks':[T],'edges':{}}                          | /edges    | is an object
            {'tasks':[T],'edges':['a']}                       | /edges/0  | is a string
            {'tasks':[T],'edges':[{}]}                        | /edges/0/from | is missing
            {'tasks':[T],'edges':[{'from':'a'}]}              | /edges/0/to | is missing
            {'tasks':[T],'edges':[{'from':'a','to':'b'}]}     | /edges/0/to | no task 'b'
            {'tasks':[T],'edges':[{'from':'A','to':'a'}]}     | /edges/0/from | no task 'A'
            {'tasks':[T],'edges':[{'from':'a','to':'a'}]}     | /edges/0  | to itself
            {'tasks':[T],'edges':[{'from':1,'to':'a'}]}       | /edges/0/from | is a number
            {'tasks':[T],'edges':[{'from':'a','to':'a','if':''}]} | /edges/0/if | no member 'if'
            {'tasks':[T,B],'edges':[{'from':'a','to':'b'},{'from':'a','to':'b'}]} | /edges/1 | stands twice
            {'tasks':[T,B],'edges':[{'from':'a','to':'b'},{'from':'b','to':'a'}]} | /edges | a -> b -> a
            {'tasks':[T,B,C],'edges':[{'from':'a','to':'b'},{'from':'b','to':'c'},{'from':'c','to':'b'}]} | /edges | b -> c -> b
            {'tasks':[T],'url_args':{}}                       | /url_args | is an object
            {'tasks':[T],'url_args':['x']}                    | /url_args/0 | is a string
            {'tasks':[T],'url_args':[{}]}                     | /url_args/0/name | is missing
            {'tasks':[T],'url_args':[{'name':''}]}            | /url_args/0/name | is empty
            {'tasks':[T],'url_args':[{'name':'a\\u0007'}]}    | /url_args/0/name | control characters
            {'tasks':[T],'url_args':[{'name':5}]}             | /url_args/0/name | is a number
            {'tasks':[T],'url_args':[{'name':'x'},{'name':'x'}]} | /url_args/1/name | a second 'x'
            {'tasks':[T],'body':[{'name':'x'},{'name':'x'}]}  | /body/1/name | a second 'x'
            {'tasks':[T],'form':[{'name':'x'},{'name':'x'}]}  | /form/1/name | a second 'x'
            {'tasks':[T],'url_args':[{'name':'x','type':'str'}]} | /url_args/0/type | is 'str'
            {'tasks':[T],'url_args':[{'name':'x','type':'file'}]} | /url_args/0/type | is 'file'
            {'tasks':[T],'body':[{'name':'x','type':'file'}]} | /body/0/type | is 'file'
            {'tasks':[T],'url_args':[{'name':'x','typ':'string'}]} | /url_args/0/typ | did you mean 'type'?
            {'tasks':[T],'url_args':[{'name':'x','type':'enum'}]} | /url_args/0/options | are missing
            {'tasks':[T],'url_args':[{'name':'x','type':'enum','options':[]}]} | /url_args/0/options | are missing
            {'tasks':[T],'url_args':[{'name':'x','type':'enum','options':'a'}]} | /url_args/0/options | is a string
            {'tasks':[T],'url_args':[{'name':'x','type':'enum','options':['a','a']}]} | /url_args/0/options/1 | stands twice
            {'tasks':[T],'url_args':[{'name':'x','type':'enum','options':[{}]}]} | /url_args/0/options/0 | is an object
            {'tasks':[T],'url_args':[{'name':'x','type':'enum','options':[null]}]} | /url_args/0/options/0 | is missing
            {'tasks':[T],'url_args':[{'name':'x','type':'string','options':['a']}]} | /url_args/0/options | with type 'string'
            {'tasks':[T],'url_args':[{'name':'x','type':'enum','options':['a'],'default':'b'}]} | /url_args/0/default | does not fit
            {'tasks':[T],'url_args':[{'name':'x','type':'number','default':'3'}]} | /url_args/0/default | does not fit
            {'tasks':[T],'url_args':[{'name':'x','type':'integer','default':1.5}]} | /url_args/0/default | does not fit
            {'tasks':[T],'url_args':[{'name':'x','type':'boolean','default':'true'}]} | /url_args/0/default | does not fit
            {'tasks':[T],'url_args':[{'name':'x','type':'date','default':'2026-02-30'}]} | /url_args/0/default | does not fit
            {'tasks':[T],'url_args':[{'name':'x','type':'datetime','default':'yesterday'}]} | /url_args/0/default | does not fit
            {'tasks':[T],'url_args':[{'name':'x','type':'object','default':[]}]} | /url_args/0/default | does not fit
            {'tasks':[T],'url_args':[{'name':'x','type':'array','default':{}}]} | /url_args/0/default | does not fit
            {'tasks':[T],'url_args':[{'name':'x','default':3}]} | /url_args/0/default | does not fit
            {'tasks':[T],'url_args':[{'name':'x','default':'abc','validation_regex':'[0-9]+'}]} | /url_args/0/default | does not fit
            {'tasks':[T],'url_args':[{'name':'x','default':'a','required':true}]} | /url_args/0/default | stands with 'required'
            {'tasks':[T],'url_args':[{'name':'x','required':'yes'}]} | /url_args/0/required | is a string
            {'tasks':[T],'url_args':[{'name':'x','validation_regex':'['}]} | /url_args/0/validation_regex | does not compile
            {'tasks':[T],'url_args':[{'name':'x','validation_regex':'(a)\\\\1'}]} | /url_args/0/validation_regex | does not compile
            {'tasks':[T],'url_args':[{'name':'x','validation_regex':'(?=a)'}]} | /url_args/0/validation_regex | does not compile
            {'tasks':[T],'url_args':[{'name':'x','validation_regex':'a{1001}'}]} | /url_args/0/validation_regex | does not compile
            {'tasks':[T],'url_args':[{'name':'x','type':'number','validation_regex':'a'}]} | /url_args/0/validation_regex | with type 'number'
            {'tasks':[T],'url_args':[{'name':'x','validation_regex':3}]} | /url_args/0/validation_regex | is a number
            {'tasks':[T],'form':[{'name':'x','type':'file','default':'a'}]} | /form/0/default | with type 'file'
            {'tasks':[T],'response':{}}                       | /response | is an object
            {'tasks':[T],'response':[{}]}                     | /response/0/key | is missing
            {'tasks':[T],'response':[{'key':'a'},{'key':'a'}]} | /response/1/key | a second 'a'
            {'tasks':[T],'response':[{'key':'a','fields':{}}]} | /response/0/fields | is an object
            {'tasks':[T],'response':[{'key':'a','fields':[{'name':'x','default':'1'}]}]} | /response/0/fields/0/default | stands in a response
            {'tasks':[T],'response':[{'key':'a','fields':[{'name':'x','type':'file'}]}]} | /response/0/fields/0/type | is 'file'
            {'tasks':[T],'response':[{'key':'a','fields':[{'name':'x'},{'name':'x'}]}]} | /response/0/fields/1/name | a second 'x'
            {'tasks':[T],'requirements':{}}                   | /requirements | is an object
            {'tasks':[T],'requirements':[3]}                  | /requirements/0 | is a number
            {'tasks':[T],'requirements':['-e .']}             | /requirements/0 | is '-e .'
            {'tasks':[T],'requirements':['--index-url x']}    | /requirements/0 | is '--index-url x'
            {'tasks':[T],'requirements':['pkg @ https://x/y']} | /requirements/0 | is 'pkg @ https://x/y'
            {'tasks':[T],'requirements':'numpy\\n-r other.txt'} | /requirements | is '-r other.txt'
            {'tasks':[T],'body':[{'name':'x','type':'any','default':{'a':['\\u0000']}}]} | /body/0/default/a/0 | contains U+0000
            """)
    void namesThePlaceAndWhatIsWrong(String definition, String pointer, String words) {
        String full = definition
                .replace("[T", "[" + TASK)
                .replace(",T]", "," + TASK + "]")
                .replace(",B", "," + TASK.replace("'a'", "'b'"))
                .replace(",C]", "," + TASK.replace("'a'", "'c'") + "]");
        List<WorkflowProblem> problems = Definitions.problems(full);
        assertTrue(
                problems.stream()
                        .anyMatch(problem -> problem.pointer().equals(pointer)
                                && problem.message().contains(words)),
                full + " -> " + problems);
        assertTrue(problems.stream().noneMatch(problem -> problem.expected().isEmpty()), problems.toString());
    }

    @Test
    void allProblemsComeTogetherInOrder() {
        List<String> pointers = Definitions.problems(
                        "{'mode':'x','tasks':[{'name':'1','code':''},{'name':'b'}],'url_args':[{'name':'x','type':'y'}],'edges':[{'from':'b','to':'nowhere'}]}")
                .stream()
                .map(WorkflowProblem::pointer)
                .toList();
        assertEquals(List.of("/mode", "/url_args/0/type", "/tasks/0/name", "/tasks/1/code", "/edges/0/to"), pointers);
    }

    @Test
    void limitsHoldAtTheirEdge() {
        WorkflowReader reader = new WorkflowReader(new DefinitionLimits(2, 2, 20, 5, 1));
        WorkflowId id = new WorkflowId("x");
        String two = "{'tasks':[" + TASK.replace("pass", "0") + ","
                + TASK.replace("'a'", "'b'").replace("pass", "0")
                + "],'url_args':[{'name':'x','validation_regex':'[a-b]'},{'name':'y'}],'requirements':['a']}";
        assertTrue(
                reader.read(Definitions.json(two), id) instanceof WorkflowReader.Reading.Accepted,
                () -> reader.read(Definitions.json(two), id).toString());
        String three = two.replace("'tasks':[", "'tasks':[" + TASK.replace("'a'", "'c'") + ",")
                .replace("[a-b]", "[a-bc]")
                .replace("{'name':'y'}", "{'name':'y'},{'name':'z'}")
                .replace("['a']", "['a','b']");
        WorkflowReader.Reading.Refused refused =
                (WorkflowReader.Reading.Refused) reader.read(Definitions.json(three), id);
        String all = refused.problems().toString();
        for (String words : List.of(
                "has 3 elements, expected=at most 2",
                "pointer=/requirements, message=has 2 elements, expected=at most 1")) {
            assertTrue(all.contains(words), all);
        }
    }

    @Test
    void aGraphOfManyTasksInALongChainIsReadWithoutRecursion() {
        StringBuilder tasks = new StringBuilder();
        StringBuilder edges = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            tasks.append(i == 0 ? "" : ",").append("{'name':'t").append(i).append("','code':''}");
            edges.append(i == 0 ? "" : ",")
                    .append("{'from':'t")
                    .append(i)
                    .append("','to':'t")
                    .append((i + 1) % 500)
                    .append("'}");
        }
        List<WorkflowProblem> problems = Definitions.problems("{'tasks':[" + tasks + "],'edges':[" + edges + "]}");
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(
                problems.get(0).message().startsWith("there is a cycle: t0 -> t1 -> "),
                problems.get(0).message());
    }
}
