"""Takes secrets out of texts, as the server does with whatever a task says, prints, answers or raises."""

import base64
import json
from typing import Any, List, Mapping, Sequence, Set
from urllib.parse import quote_plus

_MASK = "***"
_SHORTEST_LINE = 8


class Masks:
    """Found are the values of `secrets`, their lines, and both as JSON, percent and base64 write them."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        texts = [text for value in secrets.values() for text in (value, *(line for line in value.splitlines() if len(line) >= _SHORTEST_LINE))]
        self._forms: List[str] = sorted({form for text in texts if text for form in _forms(text)}, key=len, reverse=True)

    def text(self, text: str) -> str:
        for form in self._forms:
            text = text.replace(form, _MASK)
        return text

    def are_in(self, pieces: Sequence[bytes]) -> bool:
        """Whether one of the pieces holds something to mask."""
        return any(form.encode() in bytes(piece) for form in self._forms for piece in pieces)

    def json(self, value: Any) -> Any:
        """The same value with every string masked, names of members included."""
        if not self._forms:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.json(each) for each in value]
        return {self.text(name): self.json(each) for name, each in value.items()} if isinstance(value, dict) else value


def _forms(text: str) -> Set[str]:
    encoded = base64.b64encode(text.encode()).decode("ascii")
    return {text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], quote_plus(text, safe="*").replace("~", "%7E"), encoded}
