"""The secrets that a task may read, as `ti.secrets`."""

from typing import Dict, Iterator, List, Mapping, Sequence

from beworkflows_worker.masks import Masks


class Secrets(Mapping[str, str]):
    """Values by name: those that the workflow declares and that are set. `[]` raises KeyError naming them; showing the mapping shows no value."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values: Dict[str, str] = dict(values)

    def __getitem__(self, name: str) -> str:
        if name not in self._values:
            known = ", ".join(map(repr, sorted(self._values))) or "none"
            raise KeyError(f"the secret {name!r} is not set, or the workflow does not declare it; there are: {known}")
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Secrets({sorted(self._values)})"

    def found_in(self, pieces: Sequence[bytes]) -> List[str]:
        """The names of those that stand in one of the pieces, in a form that `Masks` finds."""
        return [name for name, value in self._values.items() if Masks({name: value}).are_in(pieces)]

    def masked(self, text: str) -> str:
        """The text without them. The server does this to whatever a task leaves, but cannot to what was cut in two before."""
        return Masks(self._values).text(text) if self._values else text
