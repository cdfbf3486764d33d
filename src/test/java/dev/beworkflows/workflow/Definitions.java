package dev.beworkflows.workflow;

/** Definitions that more than one test reads. */
final class Definitions {
    static final String SMALLEST = "{'tasks': [{'name': 'a', 'code': 'def a(ti): pass'}]}";

    static final String FULL = """
            {'id': 'full-1', 'label': 'Full', 'description': 'Every member', 'enabled': false, 'mode': 'background',
             'methods': ['POST', 'GET'], 'timeout': 90.5, 'unknown_params': 'pass',
             'url_args': [
               {'name': 'text', 'label': 'Text', 'desc': 'Any', 'type': 'string', 'default': 'abc', 'validation_regex': '[a-c]+'},
               {'name': 'share', 'type': 'number', 'default': 0.25},
               {'name': 'count', 'type': 'integer', 'default': -3},
               {'name': 'flag', 'type': 'boolean', 'default': false},
               {'name': 'choice', 'type': 'enum', 'options': ['one', 2, 2.5, true], 'default': 2.0},
               {'name': 'day', 'type': 'date', 'default': '2024-02-29'},
               {'name': 'time', 'type': 'datetime', 'default': '2024-02-29T12:00:00.5+02:00'},
               {'name': 'local', 'type': 'datetime', 'default': '2024-02-29T12:00:00'}],
             'body': [
               {'name': 'tree', 'type': 'object', 'default': {'a': [1, null]}},
               {'name': 'list', 'type': 'array', 'default': []},
               {'name': 'anything', 'type': 'any', 'default': 1},
               {'name': 'needed', 'type': 'string', 'required': true}],
             'form': [{'name': 'upload', 'type': 'file', 'required': true}],
             'tasks': [
               {'name': 'match', 'label': 'Match', 'description': 'First', 'code': 'def match(ti): pass', 'enabled': false, 'timeout': 2.001,
                'retries': {'max': 25, 'backoff': 0.5, 'max_backoff': 10}},
               {'name': '_', 'code': 'def _(ti): pass', 'retries': 3, 'join': 'any'}],
             'edges': [{'from': 'match', 'to': '_', 'when': 'len(rows) > 3'}],
             'interceptor': 'def intercept(ti): pass',
             'response': [{'key': 'rows', 'label': 'Rows', 'desc': 'All', 'fields': [
                {'name': 'id', 'type': 'integer', 'required': true},
                {'name': 'colour', 'type': 'enum', 'options': ['red', 'blue']},
                {'name': 'code', 'type': 'string', 'validation_regex': '[A-Z]{2}'}]}, {'key': 'free'}],
             'requirements': ['numpy', 'pandas[excel] >=2, <3  # tables', '', '# nothing', "torch==2.1; python_version>'3.8'"],
             'python': '3.11', 'preload': ['numpy', 'sklearn.ensemble'], 'network': true}
            """;

    private Definitions() {}
}
