"""The tasks and their order, as the server has it."""

import heapq
from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Set


@dataclass(frozen=True)
class Edge:
    """`target` starts after `source` has ended. `when` is a Python expression on pushed values; None: always taken."""

    source: str
    target: str
    when: Optional[str] = None


class Graph:
    """Directed, without cycles. Raises ValueError for edges to nowhere and for cycles."""

    def __init__(self, tasks: Sequence[str], edges: Sequence[Edge]) -> None:
        self.edges = tuple(edges)
        for edge in edges:
            for end in (edge.source, edge.target):
                if end not in tasks:
                    raise ValueError(f"there is no task named {end!r}")
        self.order = _order(list(tasks), self.edges)
        self._before = self._all_before()

    def edges_to(self, task: str) -> List[Edge]:
        return [edge for edge in self.edges if edge.target == task]

    def edges_from(self, task: str) -> List[Edge]:
        return [edge for edge in self.edges if edge.source == task]

    def before(self, task: str) -> List[str]:
        """All tasks from which a path leads to this one, in the order of the graph."""
        return [each for each in self.order if each in self._before[task]]

    def _all_before(self) -> Dict[str, Set[str]]:
        before: Dict[str, Set[str]] = {}
        for task in self.order:
            direct = {edge.source for edge in self.edges_to(task)}
            before[task] = direct.union(*(before[each] for each in direct))
        return before


def _order(tasks: List[str], edges: Sequence[Edge]) -> List[str]:
    """Each after those before it; of the tasks that are free the one that is listed first comes first."""
    waits_for = {task: {edge.source for edge in edges if edge.target == task} for task in tasks}
    free = [index for index, task in enumerate(tasks) if not waits_for[task]]
    order: List[str] = []
    while free:
        placed = tasks[heapq.heappop(free)]
        order.append(placed)
        for index, task in enumerate(tasks):
            if placed in waits_for[task]:
                waits_for[task].discard(placed)
                if not waits_for[task]:
                    heapq.heappush(free, index)
    if len(order) < len(tasks):
        raise ValueError("the tasks wait for each other: " + ", ".join(task for task in tasks if task not in order))
    return order
