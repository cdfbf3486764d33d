"""What the operating system refuses a worker, so that a task that goes too far fails by itself. The server watches what cannot be refused."""

import resource
from typing import Any, Mapping

_OOM_SCORE = "/proc/self/oom_score_adj"
_EARLY = 500  # of 1000: before the server and its database, after what is meant to go first


def apply(limits: Mapping[str, Any]) -> None:
    """`address_space` in bytes and `open_files`; 0 or absent: as it is. What is stricter already stays. Processes that tasks start inherit it."""
    _lower(resource.RLIMIT_AS, limits.get("address_space", 0))
    _lower(resource.RLIMIT_NOFILE, limits.get("open_files", 0))
    _die_before_the_server()


def _lower(kind: int, most: int) -> None:
    """The hard limit too, so that a task cannot take it back."""
    if most <= 0:
        return
    hard = resource.getrlimit(kind)[1]
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(kind, (most, most))
    else:
        resource.setrlimit(kind, (hard, hard))


def _die_before_the_server() -> None:
    """When the machine has no memory left the kernel looks for whom to end."""
    try:
        with open(_OOM_SCORE, "w") as file:
            file.write(str(_EARLY))
    except OSError:
        pass
