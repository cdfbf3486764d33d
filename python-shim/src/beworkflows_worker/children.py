"""The processes that a task leaves: they are gone when it has ended, also those that made a session of their own."""

import ctypes
import gc
import os
import signal
import sys
import time
from typing import Any, Iterator, List, Set

_PR_SET_CHILD_SUBREAPER = 36
_LONGEST = 1.0  # seconds in which all must be gone
_NAP = 0.0005

# processes that close down, and tidy up, when the pipe to them is closed
_TRACKERS = ("multiprocessing.resource_tracker", "joblib.externals.loky.backend.resource_tracker", "loky.backend.resource_tracker")
_FORK_SERVER = ("multiprocessing.forkserver",)
_REUSED_EXECUTORS = ("joblib.externals.loky.reusable_executor", "loky.reusable_executor")


def adopt_orphans() -> None:
    """A process whose parent has ended becomes a child of the worker, instead of one of the machine's first process."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def are_left() -> bool:
    """Whether there is any. One system call, when there is none."""
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True


def end() -> bool:
    """Kills and collects all of them, and tells their libraries, so that the next task can start others. False when some could not be ended in time."""
    deadline = time.monotonic() + _LONGEST
    _end_executors()
    _kill_all(deadline, spared=_library_processes())
    _end_fork_server()
    _end_trackers(deadline)
    gone = _kill_all(time.monotonic() + _LONGEST, spared=set())
    _tell_multiprocessing()
    return gone


def _kill_all(deadline: float, spared: Set[int]) -> bool:
    """Only children are killed: their number cannot be somebody else's before they are collected. Theirs become ours then, for the next round."""
    while True:
        children = [pid for pid in _children() if pid not in spared]
        if not children:
            return True
        for pid in children:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:  # it has other rights than the worker, or was collected by a thread of the task
                pass
        for pid in children:
            if not _is_collected(pid, deadline):
                return False


def _is_collected(pid: int, deadline: float) -> bool:
    while True:
        try:
            if os.waitpid(pid, os.WNOHANG)[0]:
                return True
        except ChildProcessError:
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(_NAP)


def _children() -> List[int]:
    own = os.getpid()
    return [pid for pid in _processes() if _parent(pid) == own]


def _processes() -> Iterator[int]:
    try:
        return (int(name) for name in os.listdir("/proc") if name.isdecimal())
    except OSError:  # not Linux
        return iter(())


def _parent(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return int(file.read().rpartition(b")")[2].split()[1])
    except OSError:
        return 0


def _loaded(names: "tuple[str, ...]", attribute: str) -> Iterator[Any]:
    for name in names:
        found = getattr(sys.modules.get(name), attribute, None)
        if found is not None:
            yield found


def _library_processes() -> Set[int]:
    trackers = {tracker._pid for tracker in _loaded(_TRACKERS, "_resource_tracker")}
    return trackers | {server._forkserver_pid for server in _loaded(_FORK_SERVER, "_forkserver")}


def _end_trackers(deadline: float) -> None:
    """They remove the shared memory and the folders that the task forgot. `multiprocessing` and joblib start others when they need them."""
    trackers = [tracker for tracker in _loaded(_TRACKERS, "_resource_tracker") if tracker._fd is not None]
    for tracker in trackers:
        os.close(tracker._fd)
        tracker._fd = None
    for tracker in trackers:
        if tracker._pid is not None:
            _is_collected(tracker._pid, deadline)
        tracker._pid = None


def _end_fork_server() -> None:
    """`_stop` waits for it, so it must not have been collected before."""
    for server in _loaded(_FORK_SERVER, "_forkserver"):
        if server._forkserver_pid is not None:
            os.kill(server._forkserver_pid, signal.SIGKILL)
            server._stop()


def _end_executors() -> None:
    """joblib makes another one when there is none; its own `terminate` also removes the folder of its memory maps."""
    for name in _REUSED_EXECUTORS:
        for executor in _loaded((name,), "_executor"):
            getattr(executor, "terminate", executor.shutdown)(kill_workers=True)
            sys.modules[name]._executor = None  # type: ignore[attr-defined]
            del executor
            gc.collect()  # its locks tell their tracker that they are gone, which complains of others


def _tell_multiprocessing() -> None:
    """It would wait for ever for processes that somebody else has collected."""
    for left in _loaded(("multiprocessing.process",), "_children"):
        for process in left:
            popen = process._popen
            if popen is not None and popen.returncode is None:
                popen.returncode = -signal.SIGKILL
        left.clear()
