"""Guesses which name was meant, as the server does."""

from typing import Iterable, Optional

_LONGEST = 60


def nearest(written: str, candidates: Iterable[str]) -> Optional[str]:
    """The candidate that was probably meant; None when none is close. Case, `-` and `_` make no difference."""
    if not written or len(written) > _LONGEST:
        return None
    near = [candidate for candidate in candidates if _is_near(_plain(written), _plain(candidate))]
    return min(near, key=lambda candidate: _distance(_plain(written), _plain(candidate)), default=None)


def hint(written: str, candidates: Iterable[str]) -> str:
    """`; did you mean 'color'?`, or nothing."""
    found = nearest(written, candidates)
    return "" if found is None else f"; did you mean {found!r}?"


def _is_near(a: str, b: str) -> bool:
    """A few letters to change, or one is the beginning of the other."""
    distance = _distance(a, b)
    begins = min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a))
    return begins or (distance <= max(1, len(b) // 3) and distance < max(len(a), len(b)))


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _distance(a: str, b: str) -> int:
    """Levenshtein's."""
    previous = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        current = [i]
        for j, other in enumerate(b, start=1):
            current.append(min(previous[j - 1] + (letter != other), previous[j] + 1, current[j - 1] + 1))
        previous = current
    return previous[-1]
