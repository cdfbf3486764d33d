"""Lets joblib, and with it scikit-learn's `n_jobs`, send functions of task code to its processes.

cloudpickle sends functions of importable modules by name, and its processes cannot import task code. It has a list of modules whose content it sends by value:
task code has to be on that list, also when cloudpickle is imported only after the task has begun.
"""

import importlib.machinery
import sys
from importlib.abc import Loader, MetaPathFinder
from types import ModuleType
from typing import Any, List, Optional

_NAMES = ("cloudpickle.cloudpickle", "joblib.externals.cloudpickle.cloudpickle")
_by_value: List[ModuleType] = []


def send_by_value(module: ModuleType) -> None:
    """`module` is in `sys.modules`."""
    _by_value.append(module)
    for name in _NAMES:
        if name in sys.modules:
            _list(sys.modules[name], module)


def _list(cloudpickle: ModuleType, module: ModuleType) -> None:
    if hasattr(cloudpickle, "register_pickle_by_value"):  # since 2.0
        cloudpickle.register_pickle_by_value(module)


class _Finder(MetaPathFinder):
    """Finds what the usual finder finds, and looks at it once more after it was executed."""

    def find_spec(self, name: str, path: Any, target: Any = None) -> Optional[importlib.machinery.ModuleSpec]:
        spec = importlib.machinery.PathFinder.find_spec(name, path, target) if name in _NAMES else None
        if spec is not None and spec.loader is not None:
            spec.loader = _Listing(spec.loader)
        return spec


class _Listing(Loader):
    def __init__(self, loader: Loader) -> None:
        self._loader = loader

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> Optional[ModuleType]:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        for each in _by_value:
            _list(module, each)


sys.meta_path.insert(0, _Finder())
