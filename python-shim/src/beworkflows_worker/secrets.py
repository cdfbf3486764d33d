"""The secrets that a task may read, as `ti.secrets`."""

import json
from typing import Dict, Iterable, Iterator, List, Mapping


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

    def found_in(self, pieces: Iterable[bytes]) -> List[str]:
        """The names of those whose value stands in one of the pieces, as it is or as JSON writes it."""
        if not self._values:
            return []
        forms = {name: {value, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]} for name, value in self._values.items()}
        return [name for name, texts in forms.items() if any(text.encode() in bytes(piece) for text in texts for piece in pieces)]
