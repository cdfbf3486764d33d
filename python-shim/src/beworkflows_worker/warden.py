"""Outlives the server for a moment: kills the process groups of the workers when the server is gone, however it went.

Workers die with the server by themselves, but what their tasks started does not. Lines on standard input: `watch GROUP`, `kill GROUP`, `forget GROUP`.
"""

import os
import signal
import sys
from typing import Iterable, Set


def main() -> None:
    _survive()
    groups: Set[int] = set()
    try:
        for line in sys.stdin.buffer:
            _obey(line, groups)
    finally:
        kill_all(groups)


def kill_all(groups: Iterable[int]) -> None:
    """SIGKILL to each group; one that is gone already is passed over."""
    for group in groups:
        try:
            os.killpg(group, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass


def _survive() -> None:
    """What ends the server, a Ctrl-C or the end of its session, must not end the warden before it has done its work."""
    try:
        os.setsid()
    except PermissionError:  # it leads a group already
        pass
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _obey(line: bytes, groups: Set[int]) -> None:
    """A line that is none of the three is reported and passed over: the groups that are watched depend on this process."""
    command, _, number = line.decode("ascii", "replace").strip().partition(" ")
    group = int(number) if number.isdecimal() else 0
    if command not in ("watch", "kill", "forget") or group <= 1 or group == os.getpgrp():
        print(f"warden: not understood: {line!r}", file=sys.stderr, flush=True)
        return
    if command == "watch":
        groups.add(group)
        return
    groups.discard(group)
    if command == "kill":
        kill_all([group])


if __name__ == "__main__":
    main()
