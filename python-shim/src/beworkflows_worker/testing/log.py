"""What a task prints and logs."""

import io
import logging
import sys
import threading
from contextlib import contextmanager
from typing import Any, Iterator, TextIO

_FORMAT = "%(levelname)s %(name)s: %(message)s"


class Log:
    """Keeps what goes through `sys.stdout`, `sys.stderr` and `logging` (from INFO on), which goes where it always goes, too.

    Output of C libraries and of child processes is in the log of a real task, but not in this one.
    """

    def __init__(self) -> None:
        self._kept = io.StringIO()
        self._lock = threading.Lock()

    @property
    def text(self) -> str:
        return self._kept.getvalue()

    def write(self, text: str) -> int:
        with self._lock:
            return self._kept.write(text)

    def flush(self) -> None:
        """There is nothing to flush."""

    @contextmanager
    def listening(self) -> Iterator[None]:
        """One test at a time: streams and logging belong to the process."""
        root, streams, handler = logging.getLogger(), (sys.stdout, sys.stderr), self._handler()
        level = root.level
        sys.stdout, sys.stderr = _Both(sys.stdout, self), _Both(sys.stderr, self)
        root.addHandler(handler)
        root.setLevel(min(level, logging.INFO))
        try:
            yield
        finally:
            root.setLevel(level)
            root.removeHandler(handler)
            sys.stdout, sys.stderr = streams

    def _handler(self) -> logging.Handler:
        handler = logging.StreamHandler(self)  # type: ignore[type-var]
        handler.setFormatter(logging.Formatter(_FORMAT))
        handler.setLevel(logging.INFO)
        return handler


class _Both:
    """A stream whose text is kept, too."""

    def __init__(self, stream: TextIO, log: Log) -> None:
        self._stream = stream
        self._log = log

    def write(self, text: str) -> int:
        self._log.write(text)
        return self._stream.write(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
