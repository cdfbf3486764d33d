"""The author's code: compiled and executed once, known to `sys.modules`, `linecache` and pickles."""

import importlib.util
import linecache
import sys
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Callable, Dict, Mapping, Optional, Set, Tuple

from beworkflows_worker import joblib_processes


@dataclass
class TaskCode:
    """The source of one task or interceptor. `id` stands for exactly this source. `module` gets another name when a package has that one."""

    id: str
    module: str
    file: str
    source: str
    loaded: Optional[ModuleType] = field(default=None, repr=False)
    context: Context = field(default_factory=copy_context, repr=False)

    def load(self) -> ModuleType:
        """Executes the source unless it was. Raises whatever the source raises, and is executed anew at the next call then."""
        self._show_source()
        if self.loaded is None:
            if _is_installed(self.module):
                self.module = "workflow_code." + self.module
            _add_missing_parents(self.module)
            _own_modules.add(self.module)
            module = sys.modules[self.module] = ModuleType(self.module)
            module.__file__ = self.file
            joblib_processes.send_by_value(module)
            code = compile(self.source.lstrip("\ufeff"), self.file, "exec", dont_inherit=True)
            self.context = copy_context()
            self.context.run(exec, code, module.__dict__)
            self.loaded = module
        sys.modules[self.module] = self.loaded  # another version of the workflow may have the name
        return self.loaded

    def function(self, name: str) -> Callable[[Any], Any]:
        function = getattr(self.load(), name, None)
        if not callable(function):
            raise NameError(f"{self.file} defines no function named {name!r}")
        return function

    def _show_source(self) -> None:
        """Lets tracebacks and `inspect` show the author's lines. No modification time: `linecache` never looks for the file."""
        if self.loaded is None:
            self._lines = (len(self.source), None, self.source.splitlines(True), self.file)
        linecache.cache[self.file] = self._lines


_known: Dict[str, TaskCode] = {}
_own_modules: Set[str] = set()


def remember(code_id: str, module: str, file: str, source: str) -> TaskCode:
    """The one TaskCode of this id in this process."""
    return _known.setdefault(code_id, TaskCode(id=code_id, module=module, file=file, source=source))


def find(params: Mapping[str, str]) -> Optional[TaskCode]:
    """For the `code` of a `run_task`; None when it came without source and is not known."""
    known = _known.get(params["id"])
    if known is None and params.get("source") is not None:
        return remember(params["id"], params["module"], params["file"], params["source"])
    return known


def is_author_file(file: str) -> bool:
    return any(code.file == file for code in _known.values())


def origin(thing: Any) -> Optional[Tuple[str, str, str, str, str]]:
    """Where a class or function of task code comes from: the arguments of `attribute`. None for anything else."""
    module = sys.modules.get(getattr(thing, "__module__", None) or "")
    code = next((code for code in _known.values() if code.loaded is module), None) if module is not None else None
    if code is None:
        return None
    name = thing.__qualname__
    try:
        found = _attribute(code.loaded, name)
    except AttributeError:
        return None
    return (code.id, code.module, code.file, code.source, name) if found is thing else None


def attribute(code_id: str, module: str, file: str, source: str, name: str) -> Any:
    """The class or function of task code in this process; pickles of `values` call it. Executes the source when this process never did."""
    return _attribute(remember(code_id, module, file, source).load(), name)


def call(function: Callable[[Any], Any], ti: Any) -> None:
    """What a task function returns is not used, unless it has to be awaited."""
    result = function(ti)
    if result is None:
        return
    if hasattr(result, "__await__"):
        import asyncio

        asyncio.run(_wait_for(result))
    elif hasattr(result, "send") and hasattr(result, "gi_frame") or hasattr(result, "ag_frame"):
        raise TypeError("the task function is a generator: it contains `yield` and nothing of it was executed")


async def _wait_for(awaitable: Any) -> None:
    await awaitable


def _attribute(module: ModuleType, name: str) -> Any:
    found: Any = module
    for part in name.split("."):
        found = getattr(found, part)
    return found


def _is_installed(module: str) -> bool:
    """Whether an import of this name would find, or found, something that is not task code."""
    if module in sys.modules:
        return module not in _own_modules
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _add_missing_parents(module: str) -> None:
    """`pickle` imports `hello` before it looks up `hello.greet`. An installed package of that name is never hidden."""
    parts = module.split(".")[:-1]
    for end in range(1, len(parts) + 1):
        name = ".".join(parts[:end])
        if name not in sys.modules and importlib.util.find_spec(name) is None:
            parent = sys.modules[name] = ModuleType(name)
            parent.__path__ = []
