package dev.beworkflows.workflow;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedDefinitionsTest {

    private static final String TASKS =
            "'tasks': [{'name': 'a', 'code': ''}, {'name': 'b', 'code': ''}, {'name': 'c', 'code': ''}]";

    @ParameterizedTest
    @MethodSource({
        "wholes",
        "members",
        "parameters",
        "defaults",
        "responses",
        "tasks",
        "edges",
        "requirements",
        "needs",
        "texts"
    })
    void isRefused(String json, String word, List<String> pointers) {
        List<WorkflowProblem> problems = problems(Json.parse(json));
        assertEquals(pointers, problems.stream().map(WorkflowProblem::pointer).toList(), problems::toString);
        assertTrue(problems.stream().anyMatch(problem -> problem.message().contains(word)), problems::toString);
        assertTrue(problems.stream().noneMatch(problem -> problem.expected().isBlank()), problems::toString);
    }

    static Stream<Arguments> wholes() {
        return Stream.of(
                row("null", "not an object", ""),
                row("1", "an integer", ""),
                row("1.5", "a number", ""),
                row("'{}'", "a string", ""),
                row("true", "true or false", ""),
                row("[]", "a list", ""),
                row("{}", "no tasks", "/tasks"));
    }

    static Stream<Arguments> members() {
        return Stream.of(
                with("'id': ''", "cannot be an id", "/id"),
                with("'id': '-x'", "cannot be an id", "/id"),
                with("'id': 'a b'", "cannot be an id", "/id"),
                with("'id': '" + "x".repeat(65) + "'", "cannot be an id", "/id"),
                with("'id': 7", "an integer", "/id"),
                with("'label': []", "a list", "/label"),
                with("'description': {}", "an object", "/description"),
                with("'enabled': 'true'", "a string", "/enabled"),
                with("'enabled': 1", "an integer", "/enabled"),
                with("'mode': 'Foreground'", "did you mean 'foreground'", "/mode"),
                with("'mode': 'fast'", "not known", "/mode"),
                with("'mode': 1", "an integer", "/mode"),
                with("'methods': 'GET'", "a string", "/methods"),
                with("'methods': []", "no methods", "/methods"),
                with("'methods': ['GET', 'PATCH']", "not known", "/methods/1"),
                with("'methods': ['get']", "did you mean 'GET'", "/methods/0"),
                with("'methods': ['GET', 'POST', 'GET']", "twice", "/methods/2"),
                with("'methods': ['GET', 1]", "an integer", "/methods/1"),
                with("'methods': [null]", "null", "/methods/0"),
                with("'timeout': 0", "out of range", "/timeout"),
                with("'timeout': -1", "out of range", "/timeout"),
                with("'timeout': 0.0001", "out of range", "/timeout"),
                with("'timeout': 86400.001", "out of range", "/timeout"),
                with("'timeout': 1e300", "out of range", "/timeout"),
                with("'timeout': 99999999999999999999999999", "out of range", "/timeout"),
                with("'timeout': '30'", "a string", "/timeout"),
                with("'limits': []", "a list", "/limits"),
                with("'limits': {'memroy': 1}", "did you mean 'memory'", "/limits/memroy"),
                with("'limits': {'memory': true}", "true or false", "/limits/memory"),
                with("'limits': {'memory': '512MB'}", "is no size", "/limits/memory"),
                with("'limits': {'memory': '-1B'}", "is no size", "/limits/memory"),
                with("'limits': {'memory': 33554431}", "out of range", "/limits/memory"),
                with("'limits': {'memory': '31MiB'}", "the size is out of range", "/limits/memory"),
                with("'limits': {'values': '9999999999999999GiB'}", "the size is out of range", "/limits/values"),
                with("'limits': {'values': 99999999999999999999}", "out of range", "/limits/values"),
                with("'limits': {'output': -1}", "out of range", "/limits/output"),
                with("'limits': {'output': 1.5}", "a number", "/limits/output"),
                with("'unknown_params': 'refused'", "did you mean 'refuse'", "/unknown_params"),
                with("'unknown_params': false", "true or false", "/unknown_params"),
                with("'url_args': {}", "an object", "/url_args"),
                with("'body': 'x'", "a string", "/body"),
                with("'form': 1", "an integer", "/form"),
                with("'response': {}", "an object", "/response"),
                with("'edges': {}", "an object", "/edges"),
                with("'requirements': 1", "an integer", "/requirements"),
                with("'requirements': {}", "an object", "/requirements"),
                with("'interceptor': 'x'", "background", "/interceptor"),
                with("'interceptor': 'x', 'mode': 'foreground'", "background", "/interceptor"),
                with("'interceptor': 1, 'mode': 'background'", "an integer", "/interceptor"),
                with(
                        "'interceptor': '" + "x".repeat(200_001) + "', 'mode': 'background'",
                        "code_characters",
                        "/interceptor"),
                with("'url_arg': []", "did you mean 'url_args'", "/url_arg"),
                with("'urlArgs': []", "did you mean 'url_args'", "/urlArgs"),
                with("'desc': ''", "did you mean 'description'", "/desc"),
                with("'requirement': []", "did you mean 'requirements'", "/requirement"),
                with("'zzz': null", "no member named 'zzz'", "/zzz"),
                with("'a/b~c': 1", "no member", "/a~1b~0c"),
                with("'': 1", "no member", "/"));
    }

    static Stream<Arguments> parameters() {
        return Stream.of(
                with("'url_args': [1]", "not an object", "/url_args/0"),
                with("'url_args': [null]", "null", "/url_args/0"),
                with("'body': [[]]", "a list", "/body/0"),
                with("'form': [{}]", "missing", "/form/0/name", "/form/0/type"),
                parameter("'type': 'any'", "missing", "/name"),
                parameter("'name': '', 'type': 'any'", "empty", "/name"),
                parameter("'name': '" + "n".repeat(101) + "', 'type': 'any'", "too long", "/name"),
                parameter("'name': 'a\\nb', 'type': 'any'", "control", "/name"),
                parameter("'name': 'a\\u0085b', 'type': 'any'", "control", "/name"),
                parameter("'name': 1, 'type': 'any'", "an integer", "/name"),
                parameter("'name': 'p'", "type is missing", "/type"),
                parameter("'name': 'p', 'type': 'text'", "not known", "/type"),
                parameter("'name': 'p', 'type': 'int'", "did you mean 'integer'", "/type"),
                parameter("'name': 'p', 'type': 'FILE'", "did you mean 'file'", "/type"),
                parameter("'name': 'p', 'type': []", "a list", "/type"),
                parameter("'name': 'p', 'type': 'file'", "form", "/type"),
                with("'body': [{'name': 'p', 'type': 'file'}]", "form", "/body/0/type"),
                parameter("'name': 'p', 'type': 'any', 'label': 1", "an integer", "/label"),
                parameter("'name': 'p', 'type': 'any', 'desc': 1", "an integer", "/desc"),
                parameter("'name': 'p', 'type': 'any', 'required': 'yes'", "a string", "/required"),
                parameter("'name': 'p', 'type': 'any', 'description': 'x'", "did you mean 'desc'", "/description"),
                parameter("'name': 'p', 'type': 'any', 'regex': 'x'", "no member", "/regex"),
                parameter("'name': 'p', 'type': 'enum'", "without options", "/options"),
                parameter("'name': 'p', 'type': 'enum', 'options': []", "without options", "/options"),
                parameter("'name': 'p', 'type': 'enum', 'options': 'a,b'", "a string", "/options"),
                parameter("'name': 'p', 'type': 'enum', 'options': {'a': 1}", "an object", "/options"),
                parameter("'name': 'p', 'type': 'enum', 'options': ['a', null]", "null", "/options/1"),
                parameter("'name': 'p', 'type': 'enum', 'options': [[], {}]", "a list", "/options/0", "/options/1"),
                parameter("'name': 'p', 'type': 'enum', 'options': ['a', 'b', 'a']", "twice", "/options/2"),
                parameter("'name': 'p', 'type': 'enum', 'options': [1, 1.0]", "twice", "/options/1"),
                parameter("'name': 'p', 'type': 'enum', 'options': [true, true]", "twice", "/options/1"),
                parameter("'name': 'p', 'type': 'string', 'options': ['a']", "only an enum", "/options"),
                parameter("'name': 'p', 'type': 'any', 'options': ['a']", "only an enum", "/options"),
                parameter("'name': 'p', 'type': 'number', 'validation_regex': 'x'", "string", "/validation_regex"),
                parameter("'name': 'p', 'type': 'date', 'validation_regex': 'x'", "string", "/validation_regex"),
                parameter("'name': 'p', 'type': 'any', 'validation_regex': 'x'", "string", "/validation_regex"),
                parameter("'name': 'p', 'type': 'string', 'validation_regex': 1", "an integer", "/validation_regex"),
                parameter("'name': 'p', 'type': 'string', 'validation_regex': ''", "empty", "/validation_regex"),
                parameter(
                        "'name': 'p', 'type': 'string', 'validation_regex': '('",
                        "does not compile",
                        "/validation_regex"),
                parameter(
                        "'name': 'p', 'type': 'string', 'validation_regex': '[z-a]'",
                        "does not compile",
                        "/validation_regex"),
                parameter(
                        "'name': 'p', 'type': 'string', 'validation_regex': '(a)\\\\1'",
                        "does not compile",
                        "/validation_regex"),
                parameter(
                        "'name': 'p', 'type': 'string', 'validation_regex': '(?=a)'",
                        "does not compile",
                        "/validation_regex"),
                parameter(
                        "'name': 'p', 'type': 'string', 'validation_regex': 'a{1,9999}'",
                        "does not compile",
                        "/validation_regex"),
                parameter(
                        "'name': 'p', 'type': 'string', 'validation_regex': '" + "(".repeat(1000) + "'",
                        "does not compile",
                        "/validation_regex"),
                parameter(
                        "'name': 'p', 'type': 'string', 'validation_regex': '" + "x".repeat(1001) + "'",
                        "regex_characters",
                        "/validation_regex"),
                with(
                        "'body': [{'name': 'p', 'type': 'any'}, {'name': 'q', 'type': 'any'}, {'name': 'p', 'type': 'any'}]",
                        "twice",
                        "/body/2/name"),
                with("'url_args': [" + "1,".repeat(200).replace("1", "{'type': 'any'}") + "{}]", "'fields'", many()));
    }

    static Stream<Arguments> defaults() {
        return Stream.of(
                standard("string", "1", "not of the type string"),
                standard("string", "[]", "not of the type string"),
                standard("number", "'1'", "not of the type number"),
                standard("number", "true", "not of the type number"),
                standard("integer", "1.5", "not of the type integer"),
                standard("integer", "1.0", "not of the type integer"),
                standard("integer", "'1'", "not of the type integer"),
                standard("boolean", "'true'", "not of the type boolean"),
                standard("boolean", "0", "not of the type boolean"),
                standard("date", "20240101", "not of the type date"),
                standard("date", "'2024-02-30'", "not of the type date"),
                standard("date", "'2024-1-1'", "not of the type date"),
                standard("date", "'0000-01-01'", "not of the type date"),
                standard("date", "'2024-01-01T00:00:00'", "not of the type date"),
                standard("date", "'today'", "not of the type date"),
                standard("datetime", "'2024-01-01'", "not of the type datetime"),
                standard("datetime", "'2024-01-01 10:00:00'", "not of the type datetime"),
                standard("datetime", "'2024-01-01T25:00:00'", "not of the type datetime"),
                standard("datetime", "'2024-01-01T10:00:00+25:00'", "not of the type datetime"),
                standard("datetime", "1700000000", "not of the type datetime"),
                standard("object", "[]", "not of the type object"),
                standard("object", "'{}'", "not of the type object"),
                standard("array", "{}", "not of the type array"),
                standard("array", "'a'", "not of the type array"),
                with(
                        "'form': [{'name': 'p', 'type': 'file', 'default': 'x'}]",
                        "a file has no default",
                        "/form/0/default"),
                parameter("'name': 'p', 'type': 'enum', 'options': ['a', 1], 'default': 'b'", "outside", "/default"),
                parameter("'name': 'p', 'type': 'enum', 'options': ['a', 1], 'default': '1'", "outside", "/default"),
                parameter("'name': 'p', 'type': 'enum', 'options': ['a', 1], 'default': ['a']", "outside", "/default"),
                parameter(
                        "'name': 'p', 'type': 'string', 'validation_regex': 'a+', 'default': 'aab'",
                        "does not match",
                        "/default"),
                parameter(
                        "'name': 'p', 'type': 'string', 'validation_regex': 'a+', 'default': ''",
                        "does not match",
                        "/default"),
                parameter("'name': 'p', 'type': 'any', 'required': true, 'default': 1", "required", "/default"),
                parameter(
                        "'name': 'p', 'type': 'integer', 'required': true, 'default': 'x'",
                        "required",
                        "/default",
                        "/default"),
                parameter("'name': 'p', 'type': 'number', 'default': NaN", "not finite", "/default", "/default"),
                parameter("'name': 'p', 'type': 'any', 'default': {'a': [-INF]}", "not finite", "/default/a/0"),
                parameter(
                        "'name': 'p', 'type': 'enum', 'options': [NaN, 1], 'default': 1", "not finite", "/options/0"));
    }

    static Stream<Arguments> responses() {
        return Stream.of(
                with("'response': [1]", "not an object", "/response/0"),
                with("'response': [{}]", "missing", "/response/0/key"),
                with("'response': [{'key': ''}]", "empty", "/response/0/key"),
                with("'response': [{'key': '\\t'}]", "control", "/response/0/key"),
                with("'response': [{'key': '" + "k".repeat(101) + "'}]", "too long", "/response/0/key"),
                with("'response': [{'key': 1}]", "an integer", "/response/0/key"),
                with("'response': [{'key': 'k'}, {'key': 'k'}]", "twice", "/response/1/key"),
                with("'response': [{'key': 'k', 'label': 1}]", "an integer", "/response/0/label"),
                with("'response': [{'key': 'k', 'name': 'x'}]", "no member", "/response/0/name"),
                with("'response': [{'key': 'k', 'fields': {}}]", "an object", "/response/0/fields"),
                with(
                        "'response': [{'key': 'k', 'fields': [{'name': 'f', 'type': 'file'}]}]",
                        "form",
                        "/response/0/fields/0/type"),
                with(
                        "'response': [{'key': 'k', 'fields': [{'name': 'f', 'type': 'any', 'default': 1}]}]",
                        "no default",
                        "/response/0/fields/0/default"),
                with(
                        "'response': [{'key': 'k', 'fields': [{'name': 'f', 'type': 'any'}, {'name': 'f', 'type': 'any'}]}]",
                        "twice",
                        "/response/0/fields/1/name"));
    }

    static Stream<Arguments> tasks() {
        return Stream.of(
                row("{'tasks': null}", "no tasks", "/tasks"),
                row("{'tasks': []}", "no tasks", "/tasks"),
                row("{'tasks': {}}", "an object", "/tasks"),
                row("{'tasks': 'a'}", "a string", "/tasks"),
                row("{'tasks': ['a']}", "not an object", "/tasks/0"),
                row("{'tasks': [{}]}", "missing", "/tasks/0/name", "/tasks/0/code"),
                task("'code': ''", "name is missing", "/name"),
                task("'name': 'a'", "code is missing", "/code"),
                task("'name': 'a', 'code': null", "code is missing", "/code"),
                task("'name': 'a', 'code': ['x']", "a list", "/code"),
                task("'name': 'a', 'code': '" + "x".repeat(200_001) + "'", "code_characters", "/code"),
                task("'name': 'a', 'code': '', 'join': 'some'", "not known", "/join"),
                task("'name': 'a', 'code': '', 'join': 1", "an integer", "/join"),
                task("'name': '', 'code': ''", "cannot name a task", "/name"),
                task("'name': '1a', 'code': ''", "cannot name a task", "/name"),
                task("'name': 'a-b', 'code': ''", "cannot name a task", "/name"),
                task("'name': 'é', 'code': ''", "cannot name a task", "/name"),
                task("'name': 'a\\n', 'code': ''", "cannot name a task", "/name"),
                task("'name': '../a', 'code': ''", "cannot name a task", "/name"),
                task("'name': '" + "a".repeat(101) + "', 'code': ''", "cannot name a task", "/name"),
                task("'name': 'None', 'code': ''", "keyword", "/name"),
                task("'name': 'and', 'code': ''", "keyword", "/name"),
                task("'name': 1, 'code': ''", "an integer", "/name"),
                row("{'tasks': [{'name': 'a', 'code': ''}, {'name': 'a', 'code': ''}]}", "twice", "/tasks/1/name"),
                task("'name': 'a', 'code': '', 'label': 1", "an integer", "/label"),
                task("'name': 'a', 'code': '', 'description': 1", "an integer", "/description"),
                task("'name': 'a', 'code': '', 'enabled': 0", "an integer", "/enabled"),
                task("'name': 'a', 'code': '', 'timeout': 0", "out of range", "/timeout"),
                task("'name': 'a', 'code': '', 'timeout': 86401", "out of range", "/timeout"),
                task("'name': 'a', 'code': '', 'timeout': true", "true or false", "/timeout"),
                task("'name': 'a', 'code': '', 'timeout': NaN", "not finite", "/timeout", "/timeout"),
                task("'name': 'a', 'code': '', 'memory': '1GB'", "is no size", "/memory"),
                task("'name': 'a', 'code': '', 'memory': 0", "out of range", "/memory"),
                task("'name': 'a', 'code': '', 'retries': -1", "out of range", "/retries"),
                task("'name': 'a', 'code': '', 'retries': 26", "out of range", "/retries"),
                task("'name': 'a', 'code': '', 'retries': 99999999999", "out of range", "/retries"),
                task("'name': 'a', 'code': '', 'retries': 1.5", "a number", "/retries"),
                task("'name': 'a', 'code': '', 'retries': '3'", "a string", "/retries"),
                task("'name': 'a', 'code': '', 'retries': {'max': 26}", "out of range", "/retries/max"),
                task("'name': 'a', 'code': '', 'retries': {'backoff': -1}", "out of range", "/retries/backoff"),
                task("'name': 'a', 'code': '', 'retries': {'backoff': '1'}", "a string", "/retries/backoff"),
                task(
                        "'name': 'a', 'code': '', 'retries': {'backoff': 5, 'max_backoff': 4}",
                        "less than",
                        "/retries/max_backoff"),
                task(
                        "'name': 'a', 'code': '', 'retries': {'max_backof': 4}",
                        "did you mean 'max_backoff'",
                        "/retries/max_backof"),
                task("'name': 'a', 'code': '', 'cod': ''", "did you mean 'code'", "/cod"),
                row("{'tasks': [" + task("t", 501) + "]}", "'tasks'", "/tasks"));
    }

    static Stream<Arguments> edges() {
        return Stream.of(
                with("'edges': [1]", "not an object", "/edges/0"),
                with("'edges': [['a', 'b']]", "a list", "/edges/0"),
                with("'edges': [{}]", "missing", "/edges/0/from", "/edges/0/to"),
                with("'edges': [{'from': 'a'}]", "missing", "/edges/0/to"),
                with("'edges': [{'from': 1, 'to': 'b'}]", "an integer", "/edges/0/from"),
                with("'edges': [{'from': 'a', 'to': 'bb'}]", "did you mean 'b'", "/edges/0/to"),
                with("'edges': [{'from': 'xyz', 'to': 'uvw'}]", "no task named 'xyz'", "/edges/0/from", "/edges/0/to"),
                with("'edges': [{'from': 'a', 'to': 'b', 'label': ''}]", "no member", "/edges/0/label"),
                with("'edges': [{'from': 'a', 'to': 'a'}]", "itself", "/edges/0"),
                with("'edges': [{'from': 'a', 'to': 'b', 'when': true}]", "true or false", "/edges/0/when"),
                with("'edges': [{'from': 'a', 'to': 'b', 'when': ' \\n'}]", "is empty", "/edges/0/when"),
                with(
                        "'edges': [{'from': 'a', 'to': 'b', 'when': '" + "1".repeat(1001) + "'}]",
                        "condition_characters",
                        "/edges/0/when"),
                with(
                        "'edges': [{'from': 'a', 'to': 'b', 'when': 'x'}, {'from': 'a', 'to': 'b', 'when': 'y'}]",
                        "twice",
                        "/edges/1"),
                with("'edges': [{'from': 'a', 'to': 'b'}, {'from': 'a', 'to': 'b'}]", "twice", "/edges/1"),
                with("'edges': [{'from': 'a', 'to': 'b'}, {'from': 'b', 'to': 'a'}]", "a -> b -> a", "/edges"),
                with(
                        "'edges': [{'from': 'c', 'to': 'a'}, {'from': 'b', 'to': 'c'}, {'from': 'a', 'to': 'b'}]",
                        "a -> b -> c -> a",
                        "/edges"),
                with(
                        "'edges': [{'from': 'a', 'to': 'b'}, {'from': 'b', 'to': 'c'}, {'from': 'c', 'to': 'b'}]",
                        ": b -> c -> b",
                        "/edges"),
                row(
                        "{'tasks': [{'name': 'é', 'code': ''}, {'name': 'b', 'code': ''}], 'edges': [{'from': 'é', 'to': 'b'}]}",
                        "cannot name",
                        "/tasks/0/name"));
    }

    static Stream<Arguments> requirements() {
        return Stream.of(
                with("'requirements': ['numpy', 1]", "an integer", "/requirements/1"),
                with("'requirements': ['-r other.txt']", "options of pip", "/requirements/0"),
                with("'requirements': ['numpy', '--index-url=x']", "options of pip", "/requirements/1"),
                with("'requirements': ['https://host/x.whl']", "addresses", "/requirements/0"),
                with("'requirements': ['x @ git+ssh://host/x']", "addresses", "/requirements/0"),
                with("'requirements': 'numpy\\n -e .\\n'", "line 2: ", "/requirements"),
                with("'requirements': ['x @ file:/y']", "does not name", "/requirements/0"),
                with("'requirements': ['./local']", "does not name", "/requirements/0"),
                with("'requirements': ['/local/x.whl']", "does not name", "/requirements/0"),
                with("'requirements': ['numpy pandas']", "does not name", "/requirements/0"),
                with("'requirements': ['numpy\\n-r x']", "control", "/requirements/0"),
                with("'requirements': '" + "x\\n".repeat(201) + "'", "'requirements'", "/requirements"));
    }

    static Stream<Arguments> needs() {
        return Stream.of(
                with("'python': 3.11", "a number", "/python"),
                with("'python': '2.7'", "no version of Python", "/python"),
                with("'python': '3.11.7'", "no version of Python", "/python"),
                with("'python': 'python3'", "no version of Python", "/python"),
                with("'preload': 'numpy'", "a string", "/preload"),
                with("'preload': ['numpy', 'os;x']", "not the name of a module", "/preload/1"),
                with("'preload': ['numpy', '.x']", "not the name of a module", "/preload/1"),
                with("'preload': ['numpy', 'numpy']", "twice", "/preload/1"),
                with("'preload': ['" + "x".repeat(201) + "']", "not the name of a module", "/preload/0"),
                with("'network': 'yes'", "a string", "/network"));
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                with("'label': 'a\\u0000b'", "NUL", "/label"),
                with("'label': 'a\\ud800b'", "surrogate", "/label"),
                with("'label': 'a\\udc00\\ud800'", "surrogate", "/label"),
                task("'name': 'a', 'code': '\\u0000'", "NUL", "/code"),
                parameter("'name': 'p', 'type': 'any', 'default': [{'k': '\\u0000'}]", "NUL", "/default/0/k"),
                parameter("'name': 'p', 'type': 'any', 'default': {'k\\u0000': 1}", "NUL", "/default"),
                parameter("'name': 'p', 'type': 'enum', 'options': ['\\ud800']", "surrogate", "/options/0"),
                with("'requirements': ['a', '#\\u0000']", "NUL", "/requirements/1"),
                with("'version': '\\u0000'", "NUL", "/version"),
                with("'k\\u0000': 1", "NUL", "/k\uFFFD", ""));
    }

    @Test
    void allProblemsComeTogether() {
        List<WorkflowProblem> problems = problems(Json.parse("""
                {'id': '?', 'lable': '', 'mode': 1, 'methods': [], 'timeout': 0, 'interceptor': 'x',
                 'url_args': [{'name': 'p', 'type': 'nope'}, {'name': 'p', 'type': 'integer', 'default': 'x', 'validation_regex': '('}],
                 'tasks': [{'name': 'a', 'code': '', 'retries': 99}, {'name': 'b'}],
                 'edges': [{'from': 'a', 'to': 'b'}, {'from': 'b', 'to': 'a'}, {'from': 'a', 'to': 'zzz'}],
                 'response': [{'key': ''}], 'requirements': ['-x']}
                """));
        assertEquals(
                List.of(
                        "/lable",
                        "/id",
                        "/mode",
                        "/methods",
                        "/timeout",
                        "/url_args/0/type",
                        "/url_args/1/name",
                        "/url_args/1/validation_regex",
                        "/url_args/1/validation_regex",
                        "/url_args/1/default",
                        "/response/0/key",
                        "/tasks/0/retries",
                        "/tasks/1/code",
                        "/edges/2/to",
                        "/edges",
                        "/interceptor",
                        "/requirements/0"),
                problems.stream().map(WorkflowProblem::pointer).toList());
    }

    @Test
    void aHostileDefinitionGetsABoundedAnswer() {
        ObjectNode definition = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 50_000; i++) {
            definition.put("m" + i, i);
        }
        List<WorkflowProblem> problems = problems(definition);
        assertEquals(Problems.SHOWN + 1, problems.size());
        assertTrue(problems.get(Problems.SHOWN).message().contains("49001 more"));
    }

    @Test
    void whatIsNoJsonIsRefused() {
        ObjectNode definition = (ObjectNode) Json.parse(Definitions.SMALLEST);
        definition.put("label", new byte[] {1}).putPOJO("description", new Object());
        assertEquals(
                List.of("/label", "/description", "/label", "/description"),
                problems(definition).stream().map(WorkflowProblem::pointer).toList());
        assertEquals(1, problems(JsonNodeFactory.instance.missingNode()).size());
    }

    @Test
    void survivesNumbersThatNobodyCouldWriteOut() {
        for (String exponent : List.of("2147483647", "-2147483647", "1000000000", "-1000000000")) {
            JsonNode number = DecimalNode.valueOf(new BigDecimal("10e" + exponent));
            for (String pointer : List.of(
                    "/timeout",
                    "/tasks/0/timeout",
                    "/tasks/0/retries/backoff",
                    "/tasks/0/retries",
                    "/url_args/1/default",
                    "/url_args/2/default",
                    "/url_args/4/default",
                    "/url_args/4/options/1",
                    "/body/2/default")) {
                WorkflowReader.Reading reading =
                        assertDoesNotThrow(() -> Json.read(replaced(Json.parse(Definitions.FULL), pointer, number)));
                assertNotNull(reading);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((((a{1000}){1000}){1000}){1000})",
                "(?:(?:a{1,1000}){0,1000}){1000,}",
                "[]({1000}]x|(([)]{1000}){1000}){1000}",
                "\\\\Q((((\\\\E(((\\\\pL{1000}){1000}){1000})",
                "((([[:alpha:]\\\\]]{1000}){1000}){1000})",
                "(((){1000}){1000}){1000}",
                "(((\\\\({1000}){1000}){1000})"
            })
    void aRegexThatWouldFillTheMemoryIsRefused(String regex) {
        String json = "{'tasks': [{'name': 'a', 'code': ''}],"
                + " 'body': [{'name': 'p', 'type': 'string', 'validation_regex': '" + regex + "'}]}";
        List<WorkflowProblem> problems =
                assertTimeoutPreemptively(Duration.ofSeconds(5), () -> problems(Json.parse(json)));
        assertEquals("/body/0/validation_regex", problems.get(0).pointer());
        assertEquals("the regex repeats too much", problems.get(0).message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[^<>]{1,100}",
                "([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.){1,10}[a-z]{2,63}",
                "\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2})?",
                ".{1000}",
                "(?i)(one|two|three) {3}"
            })
    void aRegexOfCommonSizeIsBearable(String regex) {
        assertTrue(RegexSize.isBearable(regex));
        assertEquals(regex, com.google.re2j.Pattern.compile(regex).pattern());
    }

    /** Puts each of some values at each place of a full definition; none of them may throw. */
    @Test
    void survivesAnyValueAnywhere() {
        List<JsonNode> values = Stream.of(
                        "null",
                        "true",
                        "0",
                        "-1",
                        "1.5",
                        "NaN",
                        "1e999",
                        "''",
                        "'a'",
                        "[]",
                        "{}",
                        "[null]",
                        "[[]]",
                        "[{}]",
                        "{'max': {}}",
                        "'\\u0000'",
                        "['a', 'a']")
                .map(Json::parse)
                .toList();
        int read = 0;
        for (String pointer : pointers(Json.parse(Definitions.FULL), "")) {
            for (JsonNode value : values) {
                JsonNode changed = replaced(Json.parse(Definitions.FULL), pointer, value);
                WorkflowReader.Reading reading = Json.read(changed);
                if (reading instanceof WorkflowReader.Reading.Accepted accepted) {
                    assertEquals(accepted, Json.read(WorkflowWriter.write(accepted.workflow())), pointer + value);
                }
                read++;
            }
        }
        assertTrue(read > 2_000, "only " + read);
    }

    private static List<String> pointers(JsonNode node, String pointer) {
        Stream<String> below = Stream.empty();
        if (node.isObject()) {
            below = node.propertyStream()
                    .flatMap(entry -> pointers(entry.getValue(), pointer + "/" + entry.getKey()).stream());
        } else if (node.isArray()) {
            below = Stream.iterate(0, i -> i < node.size(), i -> i + 1)
                    .flatMap(i -> pointers(node.get(i), pointer + "/" + i).stream());
        }
        return Stream.concat(pointer.isEmpty() ? Stream.empty() : Stream.of(pointer), below)
                .toList();
    }

    private static JsonNode replaced(JsonNode root, String pointer, JsonNode value) {
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = root.at(pointer.substring(0, slash));
        String last = pointer.substring(slash + 1);
        if (parent instanceof ObjectNode object) {
            object.set(last, value);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(last), value);
        }
        return root;
    }

    private static List<WorkflowProblem> problems(JsonNode definition) {
        return assertInstanceOf(WorkflowReader.Reading.Refused.class, Json.read(definition))
                .problems();
    }

    private static Arguments row(String json, String word, String... pointers) {
        return arguments(json, word, List.of(pointers));
    }

    /** A definition that is right but for some members. */
    private static Arguments with(String members, String word, String... pointers) {
        return row("{" + TASKS + ", " + members + "}", word, pointers);
    }

    /** Pointers from the parameter on. */
    private static Arguments parameter(String members, String word, String... pointers) {
        return with("'url_args': [{" + members + "}]", word, below("/url_args/0", pointers));
    }

    private static Arguments standard(String type, String value, String word) {
        return parameter("'name': 'p', 'type': '" + type + "', 'default': " + value, word, "/default");
    }

    /** Pointers from the task on. */
    private static Arguments task(String members, String word, String... pointers) {
        return row("{'tasks': [{" + members + "}]}", word, below("/tasks/0", pointers));
    }

    private static String task(String name, int count) {
        return String.join(
                ", ",
                Stream.iterate(0, i -> i < count, i -> i + 1)
                        .map(i -> "{'name': '" + name + i + "', 'code': ''}")
                        .toList());
    }

    private static String[] below(String start, String... pointers) {
        return Stream.of(pointers).map(pointer -> start + pointer).toArray(String[]::new);
    }

    /** 201 parameters without a name, the last without a type. */
    private static String[] many() {
        Stream<String> names = Stream.iterate(0, i -> i <= 200, i -> i + 1).map(i -> "/url_args/" + i + "/name");
        return Stream.concat(Stream.concat(Stream.of("/url_args"), names), Stream.of("/url_args/200/type"))
                .toArray(String[]::new);
    }
}
