"""Who calls, and how."""

import uuid
from dataclasses import dataclass, field
from typing import Any, Dict, Mapping, Optional, Sequence

from beworkflows_worker.testing.graph import Edge


@dataclass(frozen=True)
class Caller:
    """`secrets` are the values of those that the workflow declares."""

    user: Optional[str] = None
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    run_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @classmethod
    def of(
        cls, user: Optional[str], method: str, headers: Optional[Mapping[str, str]], secrets: Optional[Mapping[str, str]], run_id: Optional[str]
    ) -> "Caller":
        return cls(user, method, headers or {}, secrets or {}, run_id or str(uuid.uuid4()))

    def params(self, workflow_id: str, task: str, attempt: int, request: Mapping[str, Any], following: Sequence[Edge] = ()) -> Dict[str, Any]:
        """Of a `run_task`, without code. `following` are the edges from the task."""
        return {
            "kind": "task",
            "run_id": self.run_id,
            "workflow_id": workflow_id,
            "version": 1,
            "task": task,
            "attempt": attempt,
            "user": self.user,
            "method": self.method,
            "headers": dict(self.headers),
            "request": request,
            "following": [{"to": edge.target, "when": edge.when} for edge in following],
        }
