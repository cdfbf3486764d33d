"""A workflow that a test loads."""

import dataclasses
import json
import os
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Callable, Dict, List, Mapping, Optional, Union

from beworkflows_worker.testing import folder, request_check, uploads
from beworkflows_worker.testing.caller import Caller
from beworkflows_worker.testing.codes import INTERCEPTOR, Codes
from beworkflows_worker.testing.definition import Definition, read
from beworkflows_worker.testing.graph_run import GraphRun, RunResult
from beworkflows_worker.testing.object_folder import ObjectFolder
from beworkflows_worker.testing.objects import Objects
from beworkflows_worker.testing.observed import ObservedTaskInstance, Surroundings
from beworkflows_worker.testing.request import GivenRequest, TaskRequest
from beworkflows_worker.testing.run_values import RunValues

_Parameters = Optional[Mapping[str, Any]]
_Headers = Optional[Mapping[str, str]]


@dataclass(frozen=True)
class Intercepted:
    """The request as the interceptor left it, and what it said. A file stands in `req_form` under its field as an UploadedFile, several as a list."""

    url_params: Dict[str, Any]
    req_body: Dict[str, Any]
    req_form: Dict[str, Any]
    messages: List[Any]
    log: str
    request: TaskRequest


class Workflow:
    """The tasks of one workflow, to be called without a server.

    A request is given as a client sends it: `url_params` and `req_form` as text, or as values that are turned into the text a client would send (a list of single values
    repeats the name); `req_body` as JSON; `files` by form field as bytes, str (its UTF-8), pathlib.Path, `upload(...)`, or a list of these. It is checked and converted as
    the workflow declares; RequestRefused has all problems. None stands for what is not sent.

    Not as on a server: tasks run in this process and one after the other, time limits and waiting before a retry are left out, what C libraries and child processes print is
    not kept, and environment and working directory are not put back after a task.
    """

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._codes = Codes(definition)
        self._objects = ObjectFolder()
        self.id = definition.id
        self.objects = Objects(self._objects)

    @classmethod
    def load(cls, path: "Union[str, os.PathLike[str]]") -> "Workflow":
        """Reads a folder with `workflow.yaml`, `tasks/*.py` and, if there is one, `interceptor.py`. Raises DefinitionError; ModuleNotFoundError when PyYAML is missing."""
        return cls(folder.load(os.fspath(path)))

    @classmethod
    def of(cls, definition: Mapping[str, Any]) -> "Workflow":
        """From a definition in the JSON form that the server takes, code included. Raises DefinitionError."""
        return cls(read(dict(definition), "workflow", {}))

    @property
    def tasks(self) -> List[str]:
        """The names of the tasks, in the order of the graph."""
        return list(self._definition.graph.order)

    def module(self, task: str) -> ModuleType:
        """The module of a task, or of `intercept`: the place to replace what the code imports, as in `monkeypatch.setattr(flow.module("train"), "requests", fake)`."""
        return self._codes.module(task)

    def task(self, name: str) -> Callable[[ObservedTaskInstance], ObservedTaskInstance]:
        """The function of a task, to be called with a `ti`; an asynchronous one is awaited. Raises what the function raises, KeyError for an unknown name."""
        function = self._codes.function(name)

        def call(ti: ObservedTaskInstance) -> ObservedTaskInstance:
            return ti.run(function)

        return call

    def ti(
        self,
        task: str,
        *,
        url_params: _Parameters = None,
        req_body: Any = None,
        req_form: _Parameters = None,
        files: _Parameters = None,
        pushed: _Parameters = None,
        user: Optional[str] = None,
        secrets: Optional[Mapping[str, str]] = None,
        method: Optional[str] = None,
        headers: _Headers = None,
        attempt: int = 1,
        run_id: Optional[str] = None,
    ) -> ObservedTaskInstance:
        """A `ti` for one task: `flow.task("train")(ti)` or `ti.run()`, then look at `ti.pushed`, `ti.response`, `ti.messages`, `ti.log`.

        `pushed` is what tasks before this one pushed. In a workflow with an interceptor the request is taken as the interceptor left it: nothing is refused then.
        Raises RequestRefused, TypeError for a value that cannot be pushed, KeyError for an unknown task, ValueError for a secret that the workflow does not declare.
        """
        function = self._codes.function(task)
        given = GivenRequest(url_params or {}, req_body, req_form or {}, files or {})
        received = uploads.receive(given.files, self._objects.uploads)
        checked = (request_check.check if self._definition.interceptor is None else request_check.unchecked)(self._definition, given, received)
        caller = self._caller(given, user, secrets, method, headers, run_id)
        params = caller.params(self.id, task, attempt, checked.copy(), self._definition.graph.edges_from(task))
        return ObservedTaskInstance(self._surroundings(caller, pushed or {}), params, function).make_current()

    def intercept(
        self,
        *,
        url_params: _Parameters = None,
        req_body: Any = None,
        req_form: _Parameters = None,
        files: _Parameters = None,
        user: Optional[str] = None,
        secrets: Optional[Mapping[str, str]] = None,
        method: Optional[str] = None,
        headers: _Headers = None,
    ) -> Intercepted:
        """Calls the interceptor. Raises what it raises (the caller of a server gets that as a 422), RequestRefused, KeyError when there is no interceptor."""
        given = GivenRequest(url_params or {}, req_body, req_form or {}, files or {})
        return self._intercept(given, self._caller(given, user, secrets, method, headers, None))

    def run(
        self,
        *,
        url_params: _Parameters = None,
        req_body: Any = None,
        req_form: _Parameters = None,
        files: _Parameters = None,
        user: Optional[str] = None,
        secrets: Optional[Mapping[str, str]] = None,
        method: Optional[str] = None,
        headers: _Headers = None,
    ) -> RunResult:
        """Runs interceptor and tasks, each after those before it. Raises RequestRefused, and what the interceptor or a task raises at its last attempt."""
        given = GivenRequest(url_params or {}, req_body, req_form or {}, files or {})
        caller = self._caller(given, user, secrets, method, headers, None)
        run = GraphRun(self._definition, self._codes, self._objects, caller)
        if self._definition.interceptor is not None:
            intercepted = self._intercept(given, caller)
            return run.run(intercepted.request, intercepted.messages)
        return run.run(request_check.check(self._definition, given, uploads.receive(given.files, self._objects.uploads)), [])

    def rerun(
        self,
        *,
        url_params: _Parameters = None,
        req_body: _Parameters = None,
        req_form: _Parameters = None,
        files: _Parameters = None,
        user: Optional[str] = None,
        secrets: Optional[Mapping[str, str]] = None,
        method: str = "GET",
        headers: _Headers = None,
        run_id: Optional[str] = None,
    ) -> RunResult:
        """Runs the tasks with the request that the tasks of a past run got, as the record of a run shows it: nothing is converted, checked or intercepted once more.

        `be-workflows test-from-run` writes tests that call this and then `expect`, or that call this within `fails`. Raises what a task raises at its last attempt.
        """
        given = GivenRequest(url_params or {}, req_body, req_form or {}, files or {})
        request = request_check.unchecked(self._definition, given, uploads.receive(given.files, self._objects.uploads))
        caller = dataclasses.replace(self._caller(given, user, secrets, None, headers, run_id), method=method)
        return GraphRun(self._definition, self._codes, self._objects, caller).run(request, [])

    def _intercept(self, given: GivenRequest, caller: Caller) -> Intercepted:
        function = self._codes.function(INTERCEPTOR)
        checked = request_check.check(self._definition, given, uploads.receive(given.files, self._objects.uploads))
        params = {**caller.params(self.id, "interceptor", 1, checked.copy()), "kind": "interceptor"}
        surroundings = self._surroundings(caller, {})
        ti = ObservedTaskInstance(surroundings, params, function)
        ti.run()
        left = TaskRequest.changed(surroundings.masks.json(json.loads(ti.changed_request())), checked)
        ti.end()
        seen = ObservedTaskInstance(surroundings, {**params, "request": left.copy()})
        return Intercepted(seen.url_params, seen.req_body, seen.req_form, ti.messages, ti.log, left)

    def _surroundings(self, caller: Caller, pushed: Mapping[str, Any]) -> Surroundings:
        return Surroundings.with_pushed(RunValues(caller.secrets), self._objects, self._definition.response, pushed)

    def _caller(
        self,
        given: GivenRequest,
        user: Optional[str],
        secrets: Optional[Mapping[str, str]],
        method: Optional[str],
        headers: _Headers,
        run_id: Optional[str],
    ) -> Caller:
        """Without a method the usual one: POST for what has a body, a form or files, else GET; another one when the workflow does not take that."""
        for name in secrets or {}:
            if name not in self._definition.secrets:
                raise ValueError(f"the workflow does not declare the secret {name!r}; it declares: {', '.join(self._definition.secrets) or 'none'}")
        methods = self._definition.methods
        if method is not None and method not in methods:
            raise ValueError(f"the workflow does not take {method}, only {', '.join(methods)}")
        usual = "POST" if given.has_body else "GET"
        return Caller.of(user, method or (usual if usual in methods else methods[0]), headers, secrets, run_id)
