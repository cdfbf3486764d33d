"""A `ti` for a function that belongs to no folder."""

from typing import Any, List, Mapping, Optional, Sequence

from beworkflows_worker.testing import definition, request_check, uploads
from beworkflows_worker.testing.caller import Caller
from beworkflows_worker.testing.graph import Edge
from beworkflows_worker.testing.object_folder import ObjectFolder
from beworkflows_worker.testing.observed import ObservedTaskInstance, Surroundings
from beworkflows_worker.testing.request import GivenRequest
from beworkflows_worker.testing.run_values import RunValues

_Parameters = Optional[Mapping[str, Any]]


def ti(
    *,
    url_params: _Parameters = None,
    req_body: _Parameters = None,
    req_form: _Parameters = None,
    files: _Parameters = None,
    pushed: _Parameters = None,
    response: Optional[List[Any]] = None,
    following: Sequence[str] = (),
    user: Optional[str] = None,
    secrets: Optional[Mapping[str, str]] = None,
    method: str = "GET",
    headers: Optional[Mapping[str, str]] = None,
    attempt: int = 1,
    run_id: Optional[str] = None,
    task: str = "task",
    workflow_id: str = "workflow",
) -> ObservedTaskInstance:
    """A `ti` to call any function with: `function(ti)`, or `ti.run(function)`, which also awaits it and keeps what it prints.

    Nothing is declared, so the request is taken as it is, as JSON. `response` lists the items that may be answered, in the form of workflow.yaml or just their keys;
    without it any item takes any objects. `following` names the tasks right after this one, for `ti.skip_following`.
    Raises TypeError for a value that cannot be pushed, or that has no JSON form.
    """
    objects = ObjectFolder()
    given = GivenRequest(url_params or {}, req_body, req_form or {}, files or {})
    nothing = definition.read({"tasks": [{"name": task, "code": ""}]}, workflow_id, {})
    request = request_check.unchecked(nothing, given, uploads.receive(given.files, objects.uploads))
    caller = Caller.of(user, method, headers, secrets, run_id)
    items = None if response is None else definition.response(response)
    surroundings = Surroundings.with_pushed(RunValues(caller.secrets), objects, items, pushed or {})
    return ObservedTaskInstance(surroundings, caller.params(workflow_id, task, attempt, request.copy(), [Edge(task, name) for name in following])).make_current()
