"""The end of processes as an event."""

import os
import select
import unittest

_DEADLINE = 20


class Lifeline:
    """A pipe that every process of a group holds: its end is the event that all of them are gone."""

    def __init__(self, test: unittest.TestCase) -> None:
        self._reader, self.held = os.pipe()
        test.addCleanup(os.close, self._reader)

    def let_go(self) -> None:
        os.close(self.held)

    def is_cut(self, seconds: float = _DEADLINE) -> bool:
        ready, _, _ = select.select([self._reader], [], [], seconds)
        return bool(ready) and os.read(self._reader, 1) == b""
