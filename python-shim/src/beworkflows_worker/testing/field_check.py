"""Whether a JSON value is one that a field takes."""

import datetime
import decimal
import math
import re
from typing import Any

from beworkflows_worker.testing.definition import Field

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATETIME = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})[Tt ](?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2})(?:\.\d{1,9})?(?P<offset>[Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_LARGEST_OFFSET = 18 * 60
_LEAPS = frozenset(
    [f"{year}-06" for year in (1972, 1981, 1982, 1983, 1985, 1992, 1993, 1994, 1997, 2012, 2015)]
    + [f"{year}-12" for year in (1972, 1973, 1974, 1975, 1976, 1977, 1978, 1979, 1987, 1989, 1990, 1995, 1998, 2005, 2008, 2016)]
)


def fits(field: Field, value: Any, nullable: bool = False) -> bool:
    """`nullable`: a field that is not required takes None, as rows of responses may have it."""
    if value is None and nullable and not field.required:
        return True
    return _CHECKS[field.type](field, value)


def whole(value: Any) -> Any:
    """JSON knows one kind of number: `4.0` for an integer is `4`."""
    return int(decimal.Decimal(repr(value))) if isinstance(value, float) and math.isfinite(value) and value.is_integer() else value


def _is_string(field: Field, value: Any) -> bool:
    return isinstance(value, str) and (field.pattern is None or field.pattern.matches(value))


def _is_number(field: Field, value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_integer(field: Field, value: Any) -> bool:
    return isinstance(whole(value), int) and not isinstance(value, bool)


def _is_option(field: Field, value: Any) -> bool:
    return any(_is_number(field, option) == _is_number(field, value) and type(whole(option)) is type(whole(value)) and option == value for option in field.options)


def _is_date(field: Field, value: Any) -> bool:
    return isinstance(value, str) and _DATE.fullmatch(value) is not None and _is_day(value)


def _is_datetime(field: Field, value: Any) -> bool:
    """RFC 3339, with offset. Seconds of 60 only where a leap second was."""
    match = _DATETIME.fullmatch(value) if isinstance(value, str) else None
    if match is None or not _is_day(match["day"]) or match["offset"] == "-00:00":
        return False
    hour, minute, second = (int(match[part]) for part in ("hour", "minute", "second"))
    offset = 0 if match["offset"] in "Zz" else int(match["offset"][0] + "1") * (60 * int(match["offset"][1:3]) + int(match["offset"][4:6]))
    if hour > 23 or minute > 59 or abs(offset) > _LARGEST_OFFSET or (match["offset"] not in "Zz" and int(match["offset"][4:6]) > 59):
        return False
    return second < 60 or (second == 60 and _is_leap(match["day"], 60 * hour + minute - offset))


def _is_leap(day: str, minute: int) -> bool:
    """`minute` of the day in UTC: the last one of the last day of a month that had a leap second."""
    return minute == 24 * 60 - 1 and day[:7] in _LEAPS and day[8:] == ("30" if day[5:7] == "06" else "31")


def _is_day(text: str) -> bool:
    """Of the years 0000 to 9999, of which Python knows no year 0."""
    try:
        datetime.date.fromisoformat("2000" + text[4:] if text.startswith("0000") else text)
        return True
    except ValueError:
        return False


_CHECKS = {
    "string": _is_string,
    "number": _is_number,
    "integer": _is_integer,
    "boolean": lambda field, value: isinstance(value, bool),
    "enum": _is_option,
    "date": _is_date,
    "datetime": _is_datetime,
    "object": lambda field, value: isinstance(value, dict),
    "array": lambda field, value: isinstance(value, list),
    "any": lambda field, value: True,
    "file": lambda field, value: True,
}
