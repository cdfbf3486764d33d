"""Any value that responses and messages may hold, as JSON text. numpy and pandas are never imported here, only recognised."""

import base64
import datetime
import decimal
import enum
import itertools
import math
import os
import uuid
from dataclasses import fields, is_dataclass
from typing import Any, Callable, Dict, List, Optional, Set

from beworkflows_worker.channel import compact_encoder, to_text

DEEPEST = 200
_CONTAINERS = (dict, list, tuple)


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
    return _comes_from(value, "pandas") and type(value).__name__ == "DataFrame"


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
            return _leaf(value)
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
            plain = _leaf(key)
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
    if _comes_from(value, "numpy") and type(value).__name__ != "void" and getattr(value, "shape", ()) != ():
        return value.tolist() if value.dtype.kind in "biufUSO" else list(value)
    if _comes_from(value, "pandas"):
        return _pandas_children(value)
    return None


def _pandas_children(value: Any) -> Optional[List[Any]]:
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        return value.to_dict("records")
    return value.tolist() if hasattr(value, "tolist") else None


def _leaf(value: Any) -> Any:
    """A `str`, `int`, `float`, `bool` or `None`. Raises TypeError."""
    if value is None or isinstance(value, (bool, str)) and not isinstance(value, enum.Enum):
        return value
    for kind, convert in _LEAVES.items():
        if isinstance(value, kind):
            return convert(value)
    if _comes_from(value, "numpy") and getattr(value, "shape", None) == ():
        return _numpy_leaf(value)
    if type(value).__name__ == "NAType" and _comes_from(value, "pandas"):
        return None
    raise TypeError


def _numpy_leaf(value: Any) -> Any:
    if value.dtype.kind == "M":
        text = str(value)
        return None if text == "NaT" else text
    if value.dtype.kind == "m":
        return _leaf(value.astype("timedelta64[us]").item())
    return _leaf(value.item()) if value.dtype.kind in "biufUSO" else _no_leaf()


def _no_leaf() -> Any:
    raise TypeError


def _decimal(value: decimal.Decimal) -> Any:
    """Integral ones as `int`; others as `float`, which keeps 15 significant digits."""
    if not value.is_finite():
        return None
    if value.adjusted() > 307:
        raise ValueError("it is too large for a number")
    return int(value) if value == value.to_integral_value() else float(value)


def _date(value: Any) -> Optional[str]:
    return None if type(value).__name__ == "NaTType" else value.isoformat()


def _duration(value: datetime.timedelta) -> str:
    """ISO 8601, `P1DT2H3M4.5S`; a negative one has its sign in front."""
    sign, rest = ("-", -value) if value < datetime.timedelta(0) else ("", value)
    minutes, seconds = divmod(rest.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{rest.microseconds:06d}".rstrip("0") if rest.microseconds else ""
    return f"{sign}P{rest.days}DT{hours}H{minutes}M{seconds}{fraction}S"


_LEAVES: Dict[type, Callable[[Any], Any]] = {
    enum.Enum: lambda value: _leaf(value.value),
    int: int,
    float: lambda value: float(value) if math.isfinite(value) else None,
    datetime.date: _date,
    datetime.time: lambda value: value.isoformat(),
    datetime.timedelta: _duration,
    decimal.Decimal: _decimal,
    uuid.UUID: str,
    bytes: lambda value: base64.b64encode(value).decode("ascii"),
    bytearray: lambda value: base64.b64encode(value).decode("ascii"),
    memoryview: lambda value: base64.b64encode(value).decode("ascii"),
    os.PathLike: os.fspath,
}
_fast = compact_encoder(default=_leaf)


def _sorted(value: Any) -> List[Any]:
    try:
        return sorted(value)
    except TypeError:
        return list(value)


def _comes_from(value: Any, package: str) -> bool:
    return type(value).__module__.partition(".")[0] == package


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
