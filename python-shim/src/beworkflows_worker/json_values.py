"""Any value that responses and messages may hold, as JSON text. numpy and pandas are never imported here, only recognised."""

import enum
import itertools
import math
from dataclasses import fields, is_dataclass
from typing import Any, List, Optional, Set

from beworkflows_worker.channel import compact_encoder, to_text
from beworkflows_worker.json_leaves import comes_from, leaf

DEEPEST = 200
_CONTAINERS = (dict, list, tuple)
_fast = compact_encoder(default=leaf)


def encode(value: Any, place: str) -> str:
    """JSON text. Raises TypeError that names `place`, the path in it as a JSON pointer and the type of what has no JSON form.

    Plain values take the fast way of the `json` module; the walk, which knows the path, comes only for what that one refuses.
    """
    try:
        text = _fast(value)
        if text.count("{") + text.count("[") <= DEEPEST or not _is_deep(value):
            return text
    except (TypeError, ValueError, RecursionError):
        pass
    return to_text(_Walk(place).plain(value, ""))


def type_name(value: Any) -> str:
    kind = type(value)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def is_data_frame(value: Any) -> bool:
    return comes_from(value, "pandas") and type(value).__name__ == "DataFrame"


class _Walk:
    """Turns a value into plain ones; knows where it is."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._above: Set[int] = set()

    def plain(self, value: Any, path: str) -> Any:
        if value is None or isinstance(value, (bool, str)):
            return value.value if isinstance(value, enum.Enum) else value
        if isinstance(value, float):
            return float(value) if math.isfinite(value) else None
        children = _children(value)
        if children is not None:
            return self._below(value, children, path)
        try:
            return leaf(value)
        except (TypeError, ValueError) as error:
            raise TypeError(self._problem(path, f"object of type {type_name(value)} cannot be turned into JSON{_reason(error)}")) from None

    def _below(self, value: Any, children: Any, path: str) -> Any:
        if id(value) in self._above:
            raise TypeError(self._problem(path, f"the {type_name(value)} contains itself"))
        if len(self._above) >= DEEPEST:
            raise TypeError(self._problem("", f"nested more than {DEEPEST} deep"))
        self._above.add(id(value))
        try:
            if isinstance(children, dict):
                keys = {key: self._key(key, path) for key in children}
                return {keys[key]: self.plain(child, f"{path}/{_escape(keys[key])}") for key, child in children.items()}
            return [self.plain(child, f"{path}/{index}") for index, child in enumerate(children)]
        finally:
            self._above.discard(id(value))

    def _key(self, key: Any, path: str) -> str:
        try:
            plain = leaf(key)
        except (TypeError, ValueError):
            plain = ()
        if isinstance(plain, str):
            return plain
        if plain is None or isinstance(plain, (bool, int, float)):
            return "NaN" if plain != plain else to_text(plain)
        raise TypeError(self._problem(path, f"a key of type {type_name(key)} cannot be turned into JSON"))

    def _problem(self, path: str, problem: str) -> str:
        return f"{self._place}: {path + ': ' if path else ''}{problem}"


def _children(value: Any) -> Optional[Any]:
    """A dict or list of what is inside; None for what has no inside."""
    if isinstance(value, _CONTAINERS):
        return value
    if isinstance(value, (set, frozenset)):
        return _sorted(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if comes_from(value, "numpy") and type(value).__name__ != "void" and getattr(value, "shape", ()) != ():
        return value.tolist() if value.dtype.kind in "biufUSO" else list(value)
    if comes_from(value, "pandas"):
        return _pandas_children(value)
    return None


def _pandas_children(value: Any) -> Optional[List[Any]]:
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        return value.to_dict("records")
    return value.tolist() if hasattr(value, "tolist") else None


def _sorted(value: Any) -> List[Any]:
    try:
        return sorted(value)
    except TypeError:
        return list(value)


def _is_deep(value: Any) -> bool:
    """Whether containers nest deeper than DEEPEST. Level by level, at the speed of `map`."""
    level = [value]
    for _ in range(DEEPEST):
        inside = list(itertools.chain.from_iterable(each.values() if isinstance(each, dict) else each for each in level))
        kinds = {kind for kind in set(map(type, inside)) if issubclass(kind, _CONTAINERS)}
        if not kinds:
            return False
        level = [each for each in inside if type(each) in kinds]
    return True


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _reason(error: Exception) -> str:
    return f": {error}" if error.args else ""
