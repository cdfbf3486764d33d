"""Functions that the worker and every task rely on: whoever replaced one finds it put back when its task has ended.

Comparing costs some ten nanoseconds a name, so these are the ones that matter and not all that there are.
"""

import sys
from operator import itemgetter
from typing import Any, Dict, List, Tuple

_NAMES = {
    "builtins": "__import__ compile dict eval exec filter float getattr hasattr hash id input int isinstance iter len list map max min next open print range repr setattr"
    " sorted str sum type zip",
    "os": "chdir close dup2 environ environb fork getpid kill listdir open read remove set_blocking system umask write",
    "sys": "displayhook excepthook exit meta_path modules path_hooks unraisablehook",
    "time": "monotonic perf_counter sleep time",
    "json": "dump dumps load loads",
    "pickle": "dumps loads",
    "threading": "Thread excepthook _profile_hook _trace_hook",
    "io": "TextIOWrapper open",
    "datetime": "date datetime",
    "warnings": "showwarning warn",
    "logging": "disable getLogger",
}


class TrackedNames:
    """As they were when the worker started. One thread."""

    def __init__(self) -> None:
        modules = {name: sys.modules[name] for name in _NAMES if name in sys.modules}
        self._known = [_Known(name, vars(module), _NAMES[name].split()) for name, module in modules.items()]
        self._known.append(_Known("sys.modules", sys.modules, [*modules]))
        self._unchanged = [(known.get, known.namespace, known.all) for known in self._known]

    def put_back(self) -> List[str]:
        """What had been replaced or removed."""
        try:
            for get, namespace, values in self._unchanged:
                if get(namespace) != values:  # the same objects are found equal without asking them
                    break
            else:
                return []
        except Exception:  # a name is missing, or what replaced it cannot be compared
            pass
        return [name for known in self._known for name in known.put_back()]


class _Known:
    """Some names of a namespace, and what they stand for."""

    def __init__(self, title: str, namespace: Dict[str, Any], names: List[str]) -> None:
        self._title = title
        self.namespace = namespace
        self._values = {name: namespace[name] for name in names if name in namespace}
        self.get = itemgetter(*self._values)
        self.all: Tuple[Any, ...] = self.get(namespace)

    def put_back(self) -> List[str]:
        changed = [name for name, value in self._values.items() if self.namespace.get(name) is not value]
        self.namespace.update(self._values)
        return [f"{self._title}.{name}" for name in changed]
