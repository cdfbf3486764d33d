"""What a task may change around itself, and what is put back after it: environment, working directory, signals."""

import os

from beworkflows_worker import process


class Surroundings:
    """Remembers how the worker started. One thread."""

    def __init__(self) -> None:
        self._directory = os.getcwd()
        self._environment = dict(os.environb)
        self._umask = os.umask(0o022)
        os.umask(self._umask)

    def restore(self) -> None:
        os.umask(self._umask)
        os.chdir(self._directory)
        process.settle_signals()
        if os.environb != self._environment:
            os.environb.clear()
            os.environb.update(self._environment)
