"""What is said to people about a value that does not fit; the server says the same."""

import math
from typing import Any

from beworkflows_worker.channel import compact_encoder
from beworkflows_worker.testing.definition import Field

_ECHO = 100
_EXPECTED = {
    "string": "a string",
    "number": "a number",
    "integer": "an integer",
    "boolean": "true or false",
    "date": "a date such as 2026-01-31",
    "datetime": "a date and time with offset such as 2026-01-31T12:00:00Z",
    "object": "a JSON object",
    "array": "a list",
    "any": "any value",
    "file": "a file",
}
_to_text = compact_encoder(default=str)


def expected(field: Field) -> str:
    """What would be right for the field."""
    if field.type == "enum":
        return "one of: " + ", ".join(map(as_text, field.options))
    if field.type == "string" and field.pattern is not None:
        return f"text that matches {field.pattern.regex} as a whole"
    return _EXPECTED[field.type]


def mismatch(field: Field, value: Any) -> str:
    return f"expected {expected(field)}, got {shown(value)}"


def shown(value: Any) -> str:
    """Text in quotes, anything else as JSON; both cut."""
    if isinstance(value, str):
        return quoted(value)
    return cut(_json(value))


def quoted(text: str) -> str:
    return f"'{cut(text)}'"


def cut(text: str) -> str:
    return text if len(text) <= _ECHO else text[:_ECHO] + "…"


def as_text(value: Any) -> str:
    """A single value without quotes, as it stands in a query."""
    return value if isinstance(value, str) else _json(value)


def step(name: str) -> str:
    """One step of an RFC 6901 pointer."""
    return "/" + name.replace("~", "~0").replace("/", "~1")


def _json(value: Any) -> str:
    if isinstance(value, float):
        return _double(value)
    return _to_text(value)


def _double(value: float) -> str:
    """As Java writes it: `1.0E10`."""
    if not math.isfinite(value):
        return {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN")
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        return _decimal(value)
    digits, _, exponent = f"{value!r}".partition("e")
    if not exponent:
        digits, _, exponent = _scientific(value).partition("e")
    return f"{digits if '.' in digits else digits + '.0'}E{int(exponent)}"


def _decimal(value: float) -> str:
    text = repr(value)
    return text if "e" not in text else f"{value:.{17}f}".rstrip("0")


def _scientific(value: float) -> str:
    """With as many digits as it takes to read the same number again."""
    return next(text for text in (f"{value:.{digits}e}" for digits in range(18)) if float(text) == value)
