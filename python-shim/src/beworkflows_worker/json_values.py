"""Any value that responses and messages may hold, as JSON text. numpy and pandas are never imported here, only recognised."""

import enum
import itertools
import math
from dataclasses import fields, is_dataclass
from typing import Any, Dict, Iterator, List, Optional, Set

from beworkflows_worker import data_frames
from beworkflows_worker.channel import compact_encoder, to_text
from beworkflows_worker.json_leaves import comes_from, leaf

DEEPEST = 200
_CONTAINERS = (dict, list, tuple)
_TEXT = frozenset({str})
_AS_THEY_ARE = frozenset({str, int, bool, type(None)})
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
    return to_text(_Walk(place).plain(value))


def type_name(value: Any) -> str:
    kind = type(value)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def is_data_frame(value: Any) -> bool:
    return comes_from(value, "pandas") and type(value).__name__ == "DataFrame"


class _Walk:
    """Turns a value into plain ones; knows where it is. Two calls a level: values nest as deep as CPython's stack of calls allows."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._above: Set[int] = set()
        self._path: List[Any] = []

    def plain(self, value: Any) -> Any:
        if value is None or isinstance(value, (bool, str)):
            return value.value if isinstance(value, enum.Enum) else value
        if isinstance(value, float):
            return float(value) if math.isfinite(value) else None
        children = _children(value)
        if children is None:
            return self._leaf(value)
        self._enter(value)
        try:
            return self._dict(children) if isinstance(children, dict) else self._list(children)
        finally:
            self._above.discard(id(value))

    def _leaf(self, value: Any) -> Any:
        try:
            return leaf(value)
        except (TypeError, ValueError) as error:
            raise TypeError(self._problem(f"object of type {type_name(value)} cannot be turned into JSON{_reason(error)}")) from None

    def _enter(self, value: Any) -> None:
        if id(value) in self._above:
            raise TypeError(self._problem(f"the {type_name(value)} contains itself"))
        if len(self._above) >= DEEPEST:
            raise TypeError(f"{self._place}: nested more than {DEEPEST} deep")
        self._above.add(id(value))

    def _dict(self, children: Any) -> Any:
        """The path stays as it is when something in there raises."""
        names = None if set(map(type, children)) <= _TEXT else {key: self._key(key) for key in children}
        plain: Dict[str, Any] = {}
        for key, child in children.items():
            name = key if names is None else names[key]
            if type(child) in _AS_THEY_ARE:
                plain[name] = child
            else:
                self._path.append(name)
                plain[name] = self.plain(child)
                self._path.pop()
        return plain

    def _list(self, children: Any) -> Any:
        """The path stays as it is when something in there raises."""
        plain: List[Any] = []
        for index, child in enumerate(children):
            if type(child) in _AS_THEY_ARE:
                plain.append(child)
            elif type(child) is float:
                plain.append(child if math.isfinite(child) else None)
            else:
                self._path.append(index)
                plain.append(self.plain(child))
                self._path.pop()
        return plain

    def _key(self, key: Any) -> str:
        try:
            plain = leaf(key)
        except (TypeError, ValueError):
            plain = ()
        if isinstance(plain, str):
            return plain
        if plain is None or isinstance(plain, (bool, int, float)):
            return "NaN" if plain != plain else to_text(plain)
        raise TypeError(self._problem(f"a key of type {type_name(key)} cannot be turned into JSON"))

    def _problem(self, problem: str) -> str:
        path = "".join(["/" + _escape(step) if isinstance(step, str) else f"/{step}" for step in self._path])
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
        return data_frames.rows(value)
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
        kinds = {kind for kind in set(map(type, _inside(level))) if issubclass(kind, _CONTAINERS)}
        if not kinds:
            return False
        level = [each for each in _inside(level) if type(each) in kinds]
    return True


def _inside(level: List[Any]) -> Iterator[Any]:
    return itertools.chain.from_iterable([each.values() if isinstance(each, dict) else each for each in level])


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _reason(error: Exception) -> str:
    return f": {error}" if error.args else ""
