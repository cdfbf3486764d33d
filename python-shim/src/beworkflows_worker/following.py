"""The edges from a task, and which of them are taken when it has ended."""

import builtins
import functools
import linecache
from types import CodeType
from typing import Any, Callable, Dict, Iterable, List, Mapping, Sequence

from beworkflows_worker.json_values import type_name

NAMES = ("pull", "url_params", "req_body", "req_form")
"""What conditions can use besides builtins and pushed values."""


class ConditionRaised(Exception):
    """The condition of `edge` raised `error`; tracebacks call the condition `file`."""

    def __init__(self, edge: str, file: str, error: BaseException) -> None:
        super().__init__(edge)
        self.edge = edge
        self.file = file
        self.error = error


class Following:
    """Of one call. `edges` are the protocol's `following`; `file` is where an author finds them."""

    def __init__(self, file: str, task: str, edges: Iterable[Mapping[str, Any]]) -> None:
        self._file = file
        self._task = task
        self._conditions = {edge["to"]: edge.get("when") for edge in edges}
        self._skipped: Dict[str, str] = {}

    def is_unconditional(self) -> bool:
        """Whether all edges are taken and nobody has to be asked."""
        return not self._skipped and not any(self._conditions.values())

    def skip(self, tasks: Sequence[str], reason: str) -> None:
        if not isinstance(reason, str):
            raise TypeError(f"skip_following takes a str as reason, not {type_name(reason)}")
        for task in tasks:
            if task not in self._conditions:
                names = ", ".join(map(repr, self._conditions)) or "none"
                raise ValueError(f"{task!r} does not follow {self._task!r}; tasks that do: {names}")
        because = f"{self._task!r} called skip_following" + (f": {reason}" if reason else "")
        self._skipped.update({task: because for task in tasks or self._conditions})

    def not_taken(self, names: Mapping[str, Any]) -> List[Dict[str, str]]:
        """The protocol's `not_taken`. `names` are those of NAMES; by `pull` every other one is looked up. Raises ConditionRaised."""
        reasons = dict(self._skipped)
        values = _Names(names)
        for to, when in self._conditions.items():
            if when and to not in reasons and not self._is_true(to, when, values):
                reasons[to] = f"the condition of {self._task} -> {to} was false: {when.strip()}"
        return [{"to": to, "reason": reason} for to, reason in reasons.items()]

    def _is_true(self, to: str, when: str, values: Dict[str, Any]) -> bool:
        edge = f"{self._task} -> {to}"
        file = f"{self._file} edge {edge}"
        try:
            return bool(eval(compiled(file, when), values, values))
        except BaseException as error:  # SystemExit and KeyboardInterrupt are results too
            linecache.cache[file] = (len(when), None, when.strip().splitlines(True), file)
            raise ConditionRaised(edge, file, error) from None


@functools.lru_cache(maxsize=1000)
def compiled(file: str, condition: str) -> CodeType:
    """Raises SyntaxError, with lines and columns of the condition without the space around it."""
    return compile(condition.strip(), file, "eval", dont_inherit=True)


class _Names(Dict[str, Any]):
    """Globals and locals of conditions: the interpreter asks a subclass of dict for what is missing, also from inside of comprehensions. Each value is pulled once."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        super().__init__(names, __builtins__=builtins)
        self._pull: Callable[[str], Any] = names["pull"]

    def __missing__(self, name: str) -> Any:
        try:
            value = self._pull(name)
        except KeyError as error:
            if hasattr(builtins, name):
                return getattr(builtins, name)
            raise NameError(f"name {name!r} is not defined: {error.args[0]}") from None
        self[name] = value
        return value
