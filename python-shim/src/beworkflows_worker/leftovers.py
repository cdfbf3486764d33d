"""What becomes of what a task leaves behind in its worker: PROTOCOL.md has the table.

What is put back costs a task that changed nothing a few microseconds. What Python cannot undo ends the worker, after its answer.
"""

from typing import Callable, List

from beworkflows_worker import children
from beworkflows_worker.interpreter import Interpreter
from beworkflows_worker.surroundings import Surroundings
from beworkflows_worker.threads import Threads
from beworkflows_worker.tracked_names import TrackedNames
from beworkflows_worker.wear import Wear

_WEAR_EVERY = 32  # tasks: looking costs as much as all the rest


class Leftovers:
    """Belongs to the main thread."""

    def __init__(self, note: Callable[[str], None]) -> None:
        """`note` writes a line to the output of the task."""
        children.adopt_orphans()
        self._note = note
        self._names = TrackedNames()
        self._threads = Threads()
        self._surroundings = Surroundings()
        self._interpreter = Interpreter()
        self._wear = Wear()  # begun anew when the worker has made its own settings
        self._tasks = 0
        self._reasons: List[str] = []

    def begin(self) -> None:
        """The worker has set its own limits: what is lower from now on was lowered by a task."""
        self._wear = Wear()

    def reasons(self) -> str:
        """Why the worker must not be used any more; empty when it may."""
        return "; ".join(dict.fromkeys(self._reasons))  # each once, though a chain of tasks finds it again and again

    def keep_of_module(self) -> None:
        """A module was executed: what it set and the threads that it started stay, as its imports do."""
        self._threads.keep()
        self._interpreter.keep()

    def end(self) -> None:
        """Before a task is said to have ended: what would disturb the answer, or go on behind it."""
        put_back = self._names.put_back()
        if put_back:
            self._note("put back after the task: " + ", ".join(put_back))
        if children.are_left() and not children.end():
            self._reasons.append("processes of the task cannot be ended")
        if self._threads.are_left():
            self._reasons += [f"thread {name!r} of the task goes on" for name in self._threads.wait()]
        self._tasks += 1
        if self._tasks % _WEAR_EVERY == 0:
            self._reasons += self._wear.reasons()

    def restore(self) -> None:
        """What nobody need wait for."""
        self._surroundings.restore()
        self._interpreter.restore()
