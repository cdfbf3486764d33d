"""What a task may change around itself, and what is put back after it: environment, working directory, umask, signals."""

import os
from typing import Dict

from beworkflows_worker import process


class Surroundings:
    """Remembers how the worker started. One thread."""

    def __init__(self) -> None:
        self._directory = os.getcwd()
        self._environment = dict(_environment())
        self._umask = os.umask(0o022)
        os.umask(self._umask)

    def restore(self) -> None:
        os.umask(self._umask)
        process.settle_signals()
        if _environment() != self._environment:
            os.environb.clear()
            os.environb.update(self._environment)
        try:
            os.chdir(self._directory)
        except OSError:  # somebody removed it; the next task can work without
            pass


def _environment() -> Dict[bytes, bytes]:
    """The dict inside of `os.environb`: comparing it costs a microsecond, comparing the mapping around it twenty."""
    return os.environb._data  # type: ignore[attr-defined]
