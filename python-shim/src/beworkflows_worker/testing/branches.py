"""Which tasks of a run are left out."""

from typing import Dict, List, Optional

from beworkflows_worker.testing.definition import Definition

_REASONS_SHOWN = 3


class Branches:
    """Asked for each task in the order of the graph, told how each ended. A task that joins all is skipped when an edge to it is not taken; one that joins any when none is."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._not_taken: Dict[str, Dict[str, str]] = {}
        self.skipped: Dict[str, str] = {}

    def is_skipped(self, task: str) -> bool:
        """Skips it, when that is so."""
        sources = [edge.source for edge in self._definition.graph.edges_to(task)]
        reasons = [reason for reason in (self._reason(source, task) for source in sources) if reason is not None]
        needed = 1 if self._definition.tasks[task].join == "any" else len(sources)
        if not reasons or len(sources) - len(reasons) >= needed:
            return False
        self.skipped[task] = _joined(reasons)
        return True

    def ended(self, task: str, not_taken: Dict[str, str]) -> None:
        """`not_taken` is the reason by each task whose edge from this one is not taken; a disabled task takes all."""
        self._not_taken[task] = not_taken

    def _reason(self, source: str, task: str) -> Optional[str]:
        if source in self.skipped:
            return f"'{source}' was skipped"
        return self._not_taken[source].get(task)


def _joined(reasons: List[str]) -> str:
    more = len(reasons) - _REASONS_SHOWN
    return "; ".join(reasons[:_REASONS_SHOWN]) + (f"; and {more} more" if more > 0 else "")
