"""Outlives the server for a moment: kills the process groups of the workers when the server is gone, however it went.

Workers die with the server by themselves, but what their tasks started does not. Lines on standard input: `watch GROUP MARK`, `kill GROUP MARK`, `forget GROUP`.
What has left its group is known by the mark in its environment.
"""

import os
import signal
import sys
from typing import Dict, Iterable, List, Set

_VARIABLE = b"BE_WORKFLOWS_WORKER="
_MOST_ROUNDS = 20


def main() -> None:
    _survive()
    marks: Dict[int, str] = {}
    try:
        for line in sys.stdin.buffer:
            _obey(line, marks)
    finally:
        kill_all(marks, marks.values())


def kill_all(groups: Iterable[int], marks: Iterable[str]) -> None:
    """SIGKILL to each group and to whatever has one of the marks; what is gone already is passed over."""
    for group in groups:
        try:
            os.killpg(group, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
    wanted = {_VARIABLE + mark.encode() for mark in marks if mark}
    rounds = 0
    while wanted and rounds < _MOST_ROUNDS and _kill_marked(wanted):  # again: one may have started another meanwhile
        rounds += 1


def _kill_marked(wanted: Set[bytes]) -> bool:
    """Whether there was any."""
    found = False
    for pid in _processes():
        try:
            handle = os.pidfd_open(pid)  # stands for this process, whatever becomes of its number
        except OSError:
            continue
        try:
            if not wanted.isdisjoint(_environment(pid)):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
                found = True
        except OSError:
            pass
        finally:
            os.close(handle)
    return found


def _processes() -> List[int]:
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdecimal() and int(name) != os.getpid()]
    except OSError:  # not Linux
        return []


def _environment(pid: int) -> List[bytes]:
    """As the process got it; empty for one that has ended, and for those of others."""
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:
            return file.read().split(b"\0")
    except OSError:
        return []


def _survive() -> None:
    """What ends the server, a Ctrl-C or the end of its session, must not end the warden before it has done its work."""
    try:
        os.setsid()
    except PermissionError:  # it leads a group already
        pass
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _obey(line: bytes, marks: Dict[int, str]) -> None:
    """A line that is none of the three is reported and passed over: the groups that are watched depend on this process."""
    command, number, mark = (line.decode("ascii", "replace").strip() + "  ").split(" ", 2)
    group = int(number) if number.isdecimal() else 0
    if command not in ("watch", "kill", "forget") or group <= 1 or group == os.getpgrp():
        print(f"warden: not understood: {line!r}", file=sys.stderr, flush=True)
        return
    if command == "watch":
        marks[group] = mark.strip()
        return
    marks.pop(group, None)
    if command == "kill":
        kill_all([group], [mark.strip()])


if __name__ == "__main__":
    main()
