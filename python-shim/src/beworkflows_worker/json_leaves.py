"""Single values that have a JSON form without being JSON: dates, numbers in other clothes, bytes."""

import base64
import datetime
import decimal
import enum
import math
import os
import uuid
from typing import Any, Callable, Dict, Optional


def comes_from(value: Any, package: str) -> bool:
    """By the name of its class: numpy and pandas are not imported to look."""
    return type(value).__module__.partition(".")[0] == package


def leaf(value: Any) -> Any:
    """A `str`, `int`, `float`, `bool` or `None`. Raises TypeError."""
    if value is None or isinstance(value, (bool, str)) and not isinstance(value, enum.Enum):
        return value
    convert = _found.get(type(value))
    return _converter(value)(value) if convert is None else convert(value)


def _converter(value: Any) -> Callable[[Any], Any]:
    """How values of its class are converted. Kept, but not for classes of task code, which come and go."""
    convert = next((convert for kind, convert in _LEAVES.items() if isinstance(value, kind)), None)
    if convert is None and comes_from(value, "numpy"):
        convert = _numpy
    if convert is None and type(value).__name__ == "NAType" and comes_from(value, "pandas"):
        convert = _nothing
    if convert is None:
        raise TypeError
    if type(value).__module__.partition(".")[0] in _LASTING:
        _found[type(value)] = convert
    return convert


def _nothing(value: Any) -> None:
    return None


def _numpy(value: Any) -> Any:
    if getattr(value, "shape", None) != () or not hasattr(value, "dtype"):
        raise TypeError
    if value.dtype.kind == "M":
        text = str(value)
        return None if text == "NaT" else text
    if value.dtype.kind == "m":
        return leaf(value.astype("timedelta64[us]").item())
    if value.dtype.kind in "biufUSO":
        return leaf(value.item())
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
    enum.Enum: lambda value: leaf(value.value),
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
_LASTING = frozenset({"builtins", "datetime", "decimal", "numpy", "pandas", "pathlib", "uuid"})
_found: Dict[type, Callable[[Any], Any]] = {}
