"""What a task may do to its process that nobody can put back: such a worker must not be used any more."""

import fcntl
import gc
import os
import resource
from typing import Dict, List

_MANY = 200  # descriptors that stay open
_LIMITS = {getattr(resource, name): name for name in dir(resource) if name.startswith("RLIMIT_") and name != "RLIMIT_OFILE"}  # which is RLIMIT_NOFILE


class Wear:
    """Compares with how the worker started. One thread."""

    def __init__(self) -> None:
        self._free = _lowest_free()
        self._priority = os.getpriority(os.PRIO_PROCESS, 0)
        self._limits = _hard_limits()

    def reasons(self) -> List[str]:
        """Why the worker must not be used any more; empty when it may."""
        reasons = []
        if self._leaks():
            gc.collect()  # descriptors of objects that refer to each other
            if self._leaks():
                reasons.append(f"more than {_MANY} files or sockets stay open")
        if os.getpriority(os.PRIO_PROCESS, 0) != self._priority:
            reasons.append("the priority of the process was changed")
        limits = _hard_limits()
        reasons += [f"{name} was lowered" for limit, name in _LIMITS.items() if limits[limit] != self._limits[limit]]
        return reasons

    def _leaks(self) -> bool:
        return _lowest_free() > self._free + _MANY


def _lowest_free() -> int:
    """The number that the next file would get: all below it are in use."""
    try:
        descriptor = fcntl.fcntl(2, fcntl.F_DUPFD_CLOEXEC, 0)
    except OSError:  # no number is left
        return 1 << 30
    os.close(descriptor)
    return descriptor


def _hard_limits() -> Dict[int, int]:
    return {limit: resource.getrlimit(limit)[1] for limit in _LIMITS}
