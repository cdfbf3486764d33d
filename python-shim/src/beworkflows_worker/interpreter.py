"""Settings of the interpreter that a task may change: put back after it."""

import _locale
import _signal
import faulthandler
import gc
import signal
import sys
import warnings
from typing import Any, Tuple

_set_timer = _signal.setitimer
_int_digits = getattr(sys, "get_int_max_str_digits", int)  # since 3.9.14

# besides SIGTERM and SIGINT: those that a program may get, or send itself, without meaning to end
_SIGNALS = [
    int(number)
    for number in (signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2, signal.SIGPIPE, signal.SIGALRM, signal.SIGCHLD, signal.SIGVTALRM, signal.SIGPROF)
]
_TIMERS = [int(timer) for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF)]


class Interpreter:
    """As it was when the worker started, or when a module was executed last. One thread."""

    def __init__(self) -> None:
        self._handlers = _handlers()
        self._locale = _locale.setlocale(_locale.LC_ALL, None)
        self._list_of_filters = warnings.filters
        self._list_of_folders = sys.path
        self.keep()

    def keep(self) -> None:
        """What a module set when it was executed stays in force: the search path, filters of warnings, and the like."""
        self._settings = _settings()
        self._filters = list(warnings.filters)
        self._folders = list(sys.path)

    def restore(self) -> None:
        for timer in _TIMERS:
            _set_timer(timer, 0)  # one that runs on would end the worker in the middle of the next task
        if _handlers() != self._handlers:
            for number, handler in zip(_SIGNALS, self._handlers):
                signal.signal(number, handler)
        _signal.set_wakeup_fd(-1)
        if _settings() != self._settings:
            _set(*self._settings)
        if _locale.setlocale(_locale.LC_ALL, None) != self._locale:
            _locale.setlocale(_locale.LC_ALL, self._locale)
        self._restore_lists()

    def _restore_lists(self) -> None:
        if sys.path is not self._list_of_folders or sys.path != self._folders:
            sys.path = self._list_of_folders
            sys.path[:] = self._folders
        if warnings.filters is not self._list_of_filters or warnings.filters != self._filters:
            warnings.filters = self._list_of_filters
            warnings.filters[:] = self._filters
            getattr(warnings, "_filters_mutated", getattr(warnings, "_filters_mutated_lock_held", int))()


def _handlers() -> Tuple[Any, ...]:
    return tuple(map(_signal.getsignal, _SIGNALS))


def _settings() -> Tuple[Any, ...]:
    return (
        sys.getrecursionlimit(),
        sys.getswitchinterval(),
        _int_digits(),
        sys.gettrace(),
        sys.getprofile(),
        gc.isenabled(),
        gc.get_threshold(),
        faulthandler.is_enabled(),
    )


def _set(recursion: int, switch: float, digits: int, trace: Any, profile: Any, collects: bool, thresholds: Any, reports_faults: bool) -> None:
    sys.setrecursionlimit(recursion)
    sys.setswitchinterval(switch)
    if digits != _int_digits():
        sys.set_int_max_str_digits(digits)
    sys.settrace(trace)
    sys.setprofile(profile)
    (gc.enable if collects else gc.disable)()
    gc.set_threshold(*thresholds)
    (faulthandler.enable if reports_faults else faulthandler.disable)()
