"""Where a task's output goes: standard streams, logging, and the mark that says where the output of a call ends."""

import ctypes
import io
import logging
import os
import sys
from typing import TextIO

from beworkflows_worker.descriptors import Descriptors

_LOG_FORMAT = "%(levelname)s %(name)s: %(message)s"


class Output:
    """Owns 0, 1 and 2 and the Python streams on them. One thread."""

    def __init__(self, descriptors: Descriptors) -> None:
        self.mark = ""
        self._descriptors = descriptors
        self._stdin = sys.stdin
        self._stdout = _settle(sys.stdout)
        self._stderr = _settle(sys.stderr)
        self._log_handler = logging.StreamHandler(self._stderr)
        self._log_handler.setFormatter(logging.Formatter(_LOG_FORMAT))
        self._flush_c = _c_flush()
        self._reset_logging()

    def end_call(self, call_id: int) -> None:
        """Flushes, puts streams and descriptors back in place and writes the end mark."""
        self.flush()
        self._descriptors.restore()
        self._reset_streams()
        self._reset_logging()
        self.flush()  # what had no descriptor to go to
        os.write(self._descriptors.log, f"\x1e{self.mark} {call_id}\n".encode())

    def note(self, text: str) -> None:
        """A line of the worker's own, behind what the task has printed."""
        self.flush()
        os.write(self._descriptors.log, f"beworkflows: {text}\n".encode())

    def flush(self) -> None:
        """What a task replaced, closed or broke is passed over."""
        for stream in (sys.stdout, sys.stderr, self._stdout, self._stderr):
            try:
                stream.flush()
            except Exception:  # a closed or replaced stream may raise anything
                pass
        self._flush_c()

    def _reset_streams(self) -> None:
        if self._stdin.closed:
            self._stdin = sys.__stdin__ = open(0, closefd=False)
        if self._stdout.closed:
            self._stdout = sys.__stdout__ = _stream(1)
        if self._stderr.closed:
            self._stderr = sys.__stderr__ = _stream(2)
            self._log_handler.stream = self._stderr  # setStream() would flush the closed one
        sys.stdin, sys.stdout, sys.stderr = self._stdin, self._stdout, self._stderr

    def _reset_logging(self) -> None:
        root = logging.getLogger()
        if root.handlers != [self._log_handler]:
            root.handlers[:] = [self._log_handler]
        if root.level != logging.INFO:
            root.setLevel(logging.INFO)
        if root.manager.disable:
            logging.disable(logging.NOTSET)


def _settle(stream: TextIO) -> TextIO:
    stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    return stream


def _stream(descriptor: int) -> TextIO:
    return io.TextIOWrapper(open(descriptor, "wb", closefd=False), encoding="utf-8", errors="backslashreplace", line_buffering=True)


def _c_flush():
    """Flushes what C libraries wrote with stdio. Only `stdout`: flushing all streams could wait for one that a thread reads."""
    try:
        libc = ctypes.CDLL(None)
        stdout = ctypes.c_void_p.in_dll(libc, "stdout")
        fflush = libc.fflush
    except (OSError, AttributeError, ValueError):
        return lambda: None
    return lambda: fflush(stdout)
