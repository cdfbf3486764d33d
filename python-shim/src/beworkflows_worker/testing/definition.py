"""What a workflow declares, as far as its tasks can notice it. The server checks a definition whole; here only what cannot be gone on with is refused."""

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Tuple

from beworkflows_worker.testing.graph import Edge, Graph
from beworkflows_worker.testing.pattern import Pattern

_TYPES = ("string", "number", "integer", "boolean", "enum", "date", "datetime", "object", "array", "any", "file")
_METHODS = ("GET", "POST", "PUT", "DELETE")


class DefinitionError(ValueError):
    """A definition that no workflow can be made of; the message names the place."""


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a response row. `default` is None where there is none."""

    name: str
    type: str = "any"
    required: bool = False
    options: Tuple[Any, ...] = ()
    default: Any = None
    pattern: Optional[Pattern] = None


@dataclass(frozen=True)
class Task:
    """`retries` is how often it is tried again, `join` whether it waits for `all` edges to be taken or for `any`."""

    name: str
    code: str
    file: str
    enabled: bool = True
    retries: int = 0
    join: str = "all"


@dataclass(frozen=True)
class Interceptor:
    """Source with a function `intercept`."""

    code: str
    file: str


@dataclass(frozen=True)
class Definition:
    """A workflow. `response` holds the fields of each item, in order; no fields: any object is a row."""

    id: str
    url_args: Tuple[Field, ...]
    body: Tuple[Field, ...]
    form: Tuple[Field, ...]
    unknown_params: str
    response: Dict[str, Tuple[Field, ...]]
    tasks: Dict[str, Task]
    graph: Graph
    interceptor: Optional[Interceptor]
    secrets: Tuple[str, ...]
    methods: Tuple[str, ...]


def read(members: Any, default_id: str, files: Mapping[str, str]) -> Definition:
    """The definition in the JSON form that the server takes. `files` tells the source file of each task, and of `interceptor`. Raises DefinitionError."""
    if not isinstance(members, dict):
        raise DefinitionError(f"a workflow is defined by an object, not by {type(members).__name__}")
    workflow_id = _text(members, "id", "", default_id)
    tasks = _tasks(members, workflow_id, files)
    edges = [_edge(edge, f"edges/{index}") for index, edge in enumerate(_list(members, "edges", ""))]
    try:
        graph = Graph(list(tasks), edges)
    except ValueError as error:
        raise DefinitionError(f"edges: {error}") from None
    return Definition(
        id=workflow_id,
        url_args=fields(members, "url_args", ""),
        body=fields(members, "body", ""),
        form=fields(members, "form", ""),
        unknown_params=_choice(members, "unknown_params", "", ("refuse", "ignore", "pass")),
        response=response(_list(members, "response", "")),
        tasks=tasks,
        graph=graph,
        interceptor=_interceptor(members, workflow_id, files),
        secrets=tuple(str(name) for name in _list(members, "secrets", "")),
        methods=tuple(method for method in _METHODS if method in (members.get("methods") or _METHODS)),
    )


def response(items: List[Any]) -> Dict[str, Tuple[Field, ...]]:
    """Fields by item, of a list such as `[{"key": "classes", "fields": [...]}]`; a str is an item that takes any object as a row."""
    found: Dict[str, Tuple[Field, ...]] = {}
    for index, item in enumerate(items):
        place = f"response/{index}"
        item = {"key": item} if isinstance(item, str) else _object(item, place)
        found[_text(item, "key", place)] = fields(item, "fields", place)
    return found


def fields(members: Mapping[str, Any], name: str, place: str) -> Tuple[Field, ...]:
    """A list of parameters, or of fields of response rows."""
    here = _at(place, name)
    found = {}
    for index, member in enumerate(_list(members, name, place)):
        field = _field(_object(member, f"{here}/{index}"), f"{here}/{index}")
        if field.name in found:
            raise DefinitionError(f"{here}/{index}/name: {field.name!r} is there twice")
        found[field.name] = field
    return tuple(found.values())


def _field(members: Mapping[str, Any], place: str) -> Field:
    regex = members.get("validation_regex")
    return Field(
        name=_text(members, "name", place),
        type=_choice(members, "type", place, _TYPES, needed=True),
        required=members.get("required") is True,
        options=tuple(_list(members, "options", place)),
        default=members.get("default"),
        pattern=None if regex is None else Pattern(_text(members, "validation_regex", place)),
    )


def _tasks(members: Mapping[str, Any], workflow_id: str, files: Mapping[str, str]) -> Dict[str, Task]:
    tasks: Dict[str, Task] = {}
    for index, member in enumerate(_list(members, "tasks", "")):
        place = f"tasks/{index}"
        task = _task(_object(member, place), place, workflow_id, files)
        if task.name in tasks:
            raise DefinitionError(f"{place}/name: {task.name!r} is there twice")
        tasks[task.name] = task
    if not tasks:
        raise DefinitionError("tasks: there are no tasks")
    return tasks


def _task(members: Mapping[str, Any], place: str, workflow_id: str, files: Mapping[str, str]) -> Task:
    name = _text(members, "name", place)
    retries = members.get("retries") or 0
    return Task(
        name=name,
        code=_text(members, "code", place),
        file=files.get(name, f"{workflow_id}/{name}.py"),
        enabled=members.get("enabled") is not False,
        retries=int(retries.get("max") or 0) if isinstance(retries, dict) else int(retries),
        join=_choice(members, "join", place, ("all", "any")),
    )


def _edge(member: Any, place: str) -> Edge:
    members = _object(member, place)
    when = members.get("when")
    return Edge(_text(members, "from", place), _text(members, "to", place), None if when is None else _text(members, "when", place))


def _interceptor(members: Mapping[str, Any], workflow_id: str, files: Mapping[str, str]) -> Optional[Interceptor]:
    if members.get("interceptor") is None:
        return None
    if members.get("mode") != "background":
        raise DefinitionError("interceptor: only a background workflow has an interceptor")
    return Interceptor(_text(members, "interceptor", ""), files.get("interceptor", f"{workflow_id}/interceptor.py"))


def _object(member: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(member, dict):
        raise DefinitionError(f"{place}: expected an object, got {member!r}")
    return member


def _list(members: Mapping[str, Any], name: str, place: str) -> List[Any]:
    value = members.get(name)
    if value is not None and not isinstance(value, list):
        raise DefinitionError(f"{_at(place, name)}: expected a list, got {value!r}")
    return value or []


def _text(members: Mapping[str, Any], name: str, place: str, default: Optional[str] = None) -> str:
    value = members.get(name, default)
    if not isinstance(value, str):
        raise DefinitionError(f"{_at(place, name)}: " + ("is missing" if value is None else f"expected a string, got {value!r}"))
    return value


def _choice(members: Mapping[str, Any], name: str, place: str, choices: Tuple[str, ...], needed: bool = False) -> str:
    """The first one where nothing is chosen."""
    value = _text(members, name, place, None if needed else choices[0]) if needed or members.get(name) is not None else choices[0]
    if value not in choices:
        raise DefinitionError(f"{_at(place, name)}: {value!r} is none of {', '.join(choices)}")
    return value


def _at(place: str, name: str) -> str:
    return f"{place}/{name}" if place else name
