"""What a worker is to the operating system: leader of its own group, gone when its server is gone."""

import _signal
import contextlib
import ctypes
import os
import select
import signal
import sys
import threading
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from beworkflows_worker.channel import Channel

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_MORE_THAN_THE_SERVER = 300  # of 1,000

# without the enums that `signal` wraps around them, which cost each task some microseconds
_handler = _signal.getsignal
_SIGTERM, _SIGINT, _DEFAULT = int(signal.SIGTERM), int(signal.SIGINT), int(signal.SIG_DFL)


def lead_own_group() -> None:
    """New session and process group, so that one kill reaches whatever the tasks start too."""
    try:
        os.setsid()
    except PermissionError:
        if os.getpgrp() != os.getpid():
            raise


def die_with_parent() -> None:
    """Asks the kernel for SIGKILL at the parent's death; the only way that also ends a C call which holds the GIL."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died between the two calls: the signal will not come any more
        end_group()


def offer_itself_first() -> None:
    """When the machine has no memory left, the kernel ends a worker rather than the server or the database."""
    with contextlib.suppress(OSError, ValueError), open("/proc/self/oom_score_adj", "r+") as score:
        own = min(1000, int(score.read()) + _MORE_THAN_THE_SERVER)
        score.seek(0)
        score.write(str(own))


def hide() -> None:
    """Other processes of the same user get neither at the memory of this one nor at its environment, by ptrace or by /proc."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def settle_signals() -> None:
    """SIGTERM ends the worker at once, in C calls and despite a bare `except:`; SIGINT does nothing.

    SIGTERM keeps the default action: a Python handler would wait for the interpreter and could be swallowed. SIGINT gets a handler that does nothing
    instead of SIG_IGN, because child processes of tasks would inherit SIG_IGN and could not be interrupted any more.
    """
    if _handler(_SIGTERM) != _DEFAULT:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if _handler(_SIGINT) is not _do_nothing:
        signal.signal(signal.SIGINT, _do_nothing)


def watch_for_hang_up(descriptor: int) -> None:
    """A thread that ends the group when the other side closes the pipe, also while a task runs. It reads nothing from it."""
    threading.Thread(target=_wait_for_hang_up, args=(descriptor,), name="hang-up", daemon=True).start()


def forbid_protocol_after_fork(channel: "Channel") -> None:
    """A forked process keeps neither the protocol's descriptors nor a way to use them."""
    os.register_at_fork(after_in_child=channel.abandon)


def end_group() -> NoReturn:
    """Kills the worker and everything in its process group; never a group that it does not lead."""
    try:
        os.killpg(os.getpid(), signal.SIGKILL)
    finally:
        os._exit(1)


def _wait_for_hang_up(descriptor: int) -> None:
    poller = select.poll()
    poller.register(descriptor, getattr(select, "POLLRDHUP", 0))  # hang-up and errors are reported without asking
    while not poller.poll():
        pass
    end_group()


def _do_nothing(number: int, frame: object) -> None:
    pass


def exit_status(raised: BaseException) -> int:
    """Of a forked process that ends with this exception."""
    if not isinstance(raised, SystemExit):
        return 1
    return raised.code if isinstance(raised.code, int) else int(raised.code is not None)
