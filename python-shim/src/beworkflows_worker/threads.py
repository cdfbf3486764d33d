"""The threads that a task leaves. Python cannot end them, so a worker in which one goes on must not be used any more."""

import _thread
import gc
import sys
import threading
import time
from types import FrameType
from typing import Any, List, Optional, Set

_GRACE = 0.25  # seconds in which a thread that is about to end may do so
_NAP = 0.001

# libraries whose threads do nothing that a task could notice
_HARMLESS = ("tqdm",)


class Threads:
    """Belongs to the main thread."""

    def __init__(self) -> None:
        self._kept: Set[threading.Thread] = set()
        self._kept_unnamed = 0
        self._quiet = 0
        self.keep()

    def keep(self) -> None:
        """Those that run now may go on: the worker's own, and those that a module started when it was executed."""
        self._kept = set(_threads())
        self._kept_unnamed = _unnamed()
        self._quiet = _thread._count() if len(self._kept) <= 1 else -1  # of several, one may end and another begin

    def are_left(self) -> bool:
        """Whether any other one may go on. Costs next to nothing when there was none."""
        return _thread._count() != self._quiet and bool(self._left())

    def wait(self) -> List[str]:
        """Lets those end that are about to. The names of those that go on."""
        deadline = time.monotonic() + _GRACE
        gc.collect()  # what has lost its owner, such as a pool, ends its threads
        while self._left() and time.monotonic() < deadline:
            time.sleep(_NAP)
        return self._left()

    def _left(self) -> List[str]:
        frames = sys._current_frames()
        left = [thread.name for thread in _threads() if thread not in self._kept and not _is_harmless(thread, frames.get(thread.ident or 0))]
        unnamed = _unnamed() - self._kept_unnamed
        return left if unnamed <= 0 else left + [f"{unnamed} without a name"]


def _threads() -> List[threading.Thread]:
    """All but the main one and those that C libraries started."""
    main = threading.main_thread()
    return [thread for thread in threading.enumerate() if thread is not main and not isinstance(thread, threading._DummyThread)]


def _unnamed() -> int:
    """How many were started without `threading`."""
    return _thread._count() - len(_threads())


def _is_harmless(thread: threading.Thread, frame: Optional[FrameType]) -> bool:
    """Of a library that is known, or of a pool of threads and waiting for work."""
    if type(thread).__module__.partition(".")[0] in _HARMLESS:
        return True
    work = None if frame is None else _queue(thread, frame)
    return work is not None and work.empty()


def _queue(thread: threading.Thread, frame: FrameType) -> Any:
    """Where a thread of a pool is waiting; None for one that does anything else."""
    executors, pools = sys.modules.get("concurrent.futures.thread"), sys.modules.get("multiprocessing.pool")
    if executors is not None and frame.f_code is executors._worker.__code__:
        return executors._threads_queues.get(thread)
    if pools is not None and frame.f_code is pools.worker.__code__:  # nobody waits for these when their pool is closed
        return frame.f_locals.get("inqueue")
    return None
