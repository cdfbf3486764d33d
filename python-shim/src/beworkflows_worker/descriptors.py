"""Who owns which file descriptor: the protocol's are moved away before user code runs, 0, 1 and 2 belong to the tasks."""

import fcntl
import os
from dataclasses import dataclass

_FIRST = 100


@dataclass(frozen=True)
class Descriptors:
    """Numbers of 100 and more, none inherited by child processes. `log` is a copy of the original 2, `null` reads nothing."""

    protocol_input: int
    protocol_output: int
    log: int
    null: int

    def restore(self) -> None:
        """Puts 0, 1 and 2 back in place, whatever became of them. The log is blocking again: tasks share its open file."""
        os.dup2(self.null, 0)
        os.dup2(self.log, 1)
        os.dup2(self.log, 2)
        os.set_blocking(self.log, True)


def claim() -> Descriptors:
    """Moves the protocol away from 0 and 1. Call it once, before anything was read or written."""
    null = os.open(os.devnull, os.O_RDWR)
    claimed = Descriptors(protocol_input=_move(0), protocol_output=_move(1), log=_move(2), null=_move(null))
    os.close(null)
    claimed.restore()
    return claimed


def _move(descriptor: int) -> int:
    return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _FIRST)
