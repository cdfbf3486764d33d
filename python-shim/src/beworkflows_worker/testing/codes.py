"""The code of one loaded workflow as modules."""

import itertools
from types import ModuleType
from typing import Any, Callable, Dict

from beworkflows_worker import task_code
from beworkflows_worker.task_code import TaskCode
from beworkflows_worker.testing.definition import Definition

INTERCEPTOR = "intercept"
_loaded = itertools.count(1)


class Codes:
    """Each workflow that a test loads has modules of its own, executed once, when the first of its functions is needed. Tracebacks and coverage show the author's files."""

    def __init__(self, definition: Definition) -> None:
        number = next(_loaded)
        package = definition.id.replace("-", "_")
        self._workflow = definition.id
        self._codes: Dict[str, TaskCode] = {
            name: task_code.remember(f"test {number} {name}", f"{package}.{name}", task.file, task.code) for name, task in definition.tasks.items()
        }
        if definition.interceptor is not None:
            interceptor = definition.interceptor
            module = f"{package}.interceptor"
            self._codes[INTERCEPTOR] = task_code.remember(f"test {number} {INTERCEPTOR}", module, interceptor.file, interceptor.code)

    def module(self, name: str) -> ModuleType:
        """Of a task, or of `intercept`. Raises KeyError for an unknown name, and whatever the source raises."""
        return self._code(name).load()

    def function(self, name: str) -> Callable[[Any], Any]:
        """Raises KeyError for an unknown name, NameError when the code has no such function, and whatever the source raises."""
        return self._code(name).function(name)

    def _code(self, name: str) -> TaskCode:
        if name == INTERCEPTOR and name not in self._codes:
            raise KeyError(f"the workflow {self._workflow!r} has no interceptor")
        if name not in self._codes:
            raise KeyError(f"the workflow {self._workflow!r} has no task {name!r}; it has: {', '.join(self._codes)}")
        return self._codes[name]
