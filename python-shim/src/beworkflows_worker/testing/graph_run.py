"""A run of a whole graph within this process, one task after the other."""

from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Sequence

from beworkflows_worker.testing import comparison
from beworkflows_worker.testing.branches import Branches
from beworkflows_worker.testing.caller import Caller
from beworkflows_worker.testing.codes import Codes
from beworkflows_worker.testing.definition import Definition, Task
from beworkflows_worker.testing.object_folder import ObjectFolder
from beworkflows_worker.testing.observed import Item, ObservedTaskInstance, Pushed, Response, Surroundings
from beworkflows_worker.testing.request import TaskRequest
from beworkflows_worker.testing.run_values import RunValues
from beworkflows_worker.testing.server_side import Stored


@dataclass(frozen=True)
class TaskResult:
    """One task of a run. `status` is `succeeded`, `disabled` or `skipped`; `attempts` counts from 1; the rest is what the last attempt left."""

    status: str
    attempts: int = 0
    pushed: Mapping[str, Any] = field(default_factory=dict)
    response: Response = field(default_factory=Response)
    messages: List[Any] = field(default_factory=list)
    log: str = ""


@dataclass(frozen=True)
class RunResult:
    """What a run left.

    `response` is the answer of the call, `{"data": {item: [row, ...]}, "meta": {item: {...}}}`; `pushed` what was pushed, of several under one key the latest in the order
    of the graph; `messages` what was sent with `send_user_task_sse`, in order; `tasks` a TaskResult by name; `skipped` the reason by name of each task that was skipped.
    """

    run_id: str
    response: Dict[str, Any]
    pushed: Mapping[str, Any]
    messages: List[Any]
    tasks: Dict[str, TaskResult]
    skipped: Dict[str, str]

    def expect(self, response: Any, tolerance: float = 1e-9, ignore: Sequence[str] = ()) -> None:
        """Raises AssertionError with the differences when `response` is another one than the run's.

        Numbers may differ by `tolerance`, relative and absolute. `ignore` lists JSON pointers of what is not compared, such as `/data/model/*/id`; `*` stands for any one step.
        """
        comparison.expect(response, self.response, tolerance, ignore)


class GraphRun:
    """Runs each task once, in the order of the graph; a task that raises is tried again as its `retries` say, without waiting."""

    def __init__(self, definition: Definition, codes: Codes, objects: ObjectFolder, caller: Caller) -> None:
        self._definition = definition
        self._codes = codes
        self._objects = objects
        self._values = RunValues(caller.secrets)
        self._caller = caller
        self._stored: Dict[str, Dict[str, Stored]] = {}
        self._tasks: Dict[str, TaskResult] = {}
        self._branches = Branches(definition)

    def run(self, request: TaskRequest, messages: List[Any]) -> RunResult:
        """`messages` are those that an interceptor sent. Raises what a task raises at its last attempt; nothing is started after that."""
        for name in self._definition.graph.order:
            self._tasks[name] = self._settle(self._definition.tasks[name], request)
        sent = [message for result in self._tasks.values() for message in result.messages]
        return RunResult(self._caller.run_id, self._response(), Pushed(self._merged(), self._values), [*messages, *sent], self._tasks, self._branches.skipped)

    def _settle(self, task: Task, request: TaskRequest) -> TaskResult:
        if self._branches.is_skipped(task.name):
            return TaskResult("skipped")
        if not task.enabled:
            self._branches.ended(task.name, {})
            return TaskResult("disabled")
        return self._execute(task, request)

    def _execute(self, task: Task, request: TaskRequest) -> TaskResult:
        for attempt in range(1, task.retries + 1):
            try:
                return self._attempt(task, attempt, request)
            except Exception:  # the next attempt may succeed
                continue
        return self._attempt(task, task.retries + 1, request)

    def _attempt(self, task: Task, attempt: int, request: TaskRequest) -> TaskResult:
        params = self._caller.params(self._definition.id, task.name, attempt, request.copy(), self._definition.graph.edges_from(task.name))
        ti = ObservedTaskInstance(self._surroundings(task.name), params)
        try:
            ti.run(self._codes.function(task.name))
            self._branches.ended(task.name, ti.skipped)
        except Exception as error:
            if hasattr(error, "add_note"):
                error.add_note(f"in task {task.name!r} of workflow {self._definition.id!r}, attempt {attempt}")
            raise
        finally:
            ti.end()
        self._stored[task.name] = ti.stored
        return TaskResult("succeeded", attempt, ti.pushed, ti.response, ti.messages, ti.log)

    def _surroundings(self, task: str) -> Surroundings:
        visible = {key: stored for each in self._definition.graph.before(task) for key, stored in self._stored.get(each, {}).items()}
        return Surroundings(self._values, self._objects, self._definition.response, visible)

    def _merged(self) -> Dict[str, Stored]:
        return {key: stored for task in self._definition.graph.order for key, stored in self._stored.get(task, {}).items()}

    def _response(self) -> Dict[str, Any]:
        """Rows in the order of the graph, every declared item."""
        data: Dict[str, List[Any]] = {item: [] for item in self._definition.response}
        meta: Dict[str, Dict[str, Any]] = {item: {} for item in self._definition.response}
        for task in self._definition.graph.order:
            for key, item in self._tasks[task].response.items():
                data[key].extend(item.rows)
                meta[key].update(item.meta)
        return {"data": data, "meta": meta}
