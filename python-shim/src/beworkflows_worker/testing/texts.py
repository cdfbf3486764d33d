"""Query arguments and form fields: how a value is sent as text, and what the server makes of a text."""

import json
import re
from typing import Any, List, Tuple

from beworkflows_worker import json_values
from beworkflows_worker.json_leaves import leaf
from beworkflows_worker.testing import words
from beworkflows_worker.testing.definition import Field

_MOST_DIGITS = 1000
_DEEPEST = 64
_INTEGER = re.compile(r"-?[0-9]{1,1000}")
_NUMBER = re.compile(r"[-0-9][-+.eE0-9]*")


class NotOfTypeError(ValueError):
    """The text is no value of the declared type."""


def sent(value: Any) -> List[str]:
    """The texts that a client sends for a value: none for None, several for a list of single values, JSON for anything with an inside. Text is sent as it is."""
    if value is None:
        return []
    plain = json.loads(json_values.encode(value, "parameter")) if not isinstance(value, str) else value
    if isinstance(plain, list) and plain and not any(isinstance(each, (list, dict)) or each is None for each in plain):
        return [words.as_text(each) for each in plain]
    return [str(leaf(value)) if plain is None else words.as_text(plain)]


def convert(field: Field, text: str) -> Any:
    """Raises NotOfTypeError. What is text stays text: its form is checked later."""
    return _CONVERSIONS[field.type](field, text)


def _integer(field: Field, text: str) -> int:
    if _INTEGER.fullmatch(text) is None:
        raise NotOfTypeError
    return int(text)


def _number(field: Field, text: str) -> Any:
    """Neither `.5` nor `5.`, blanks, `NaN` or `Infinity`."""
    if _INTEGER.fullmatch(text) is not None:
        return int(text)
    if _NUMBER.fullmatch(text) is None or len(text) > _MOST_DIGITS or not text[-1].isdigit():
        raise NotOfTypeError
    try:
        number = float(text)
    except ValueError:
        raise NotOfTypeError from None
    if number in (float("inf"), float("-inf")):
        raise NotOfTypeError
    return number


def _truth(field: Field, text: str) -> bool:
    if text.casefold() == "true" or text == "1":
        return True
    if text.casefold() == "false" or text == "0":
        return False
    raise NotOfTypeError


def _option(field: Field, text: str) -> Any:
    for option in field.options:
        if words.as_text(option) == text:
            return option
    raise NotOfTypeError


def _object(field: Field, text: str) -> Any:
    value = _json(text)
    if not isinstance(value, dict):
        raise NotOfTypeError
    return value


def _array(field: Field, text: str) -> Any:
    try:
        value = _json(text)
    except NotOfTypeError:
        return [text]
    return value if isinstance(value, list) else [text]


def _json(text: str) -> Any:
    """Strictly: every name once, no NaN, at most 64 deep."""
    if not text.startswith(("{", "[")):
        raise NotOfTypeError
    try:
        value = json.loads(text, object_pairs_hook=_members, parse_constant=_no_constant, parse_int=_bounded_int, parse_float=_bounded_float)
    except (ValueError, RecursionError):
        raise NotOfTypeError from None
    if _depth(value) > _DEEPEST:
        raise NotOfTypeError
    return value


def _members(pairs: List[Tuple[str, Any]]) -> Any:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a name is there twice")
    return members


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _bounded_int(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise ValueError("too many digits")
    return int(text)


def _bounded_float(text: str) -> float:
    if len(text) > _MOST_DIGITS:
        raise ValueError("too many digits")
    return float(text)


def _depth(value: Any) -> int:
    if isinstance(value, (dict, list)):
        return 1 + max(map(_depth, value.values() if isinstance(value, dict) else value), default=0)
    return 0


def _none(field: Field, text: str) -> Any:
    raise NotOfTypeError


def _same(field: Field, text: str) -> str:
    return text


_CONVERSIONS = {
    "string": _same,
    "any": _same,
    "date": _same,
    "datetime": _same,
    "integer": _integer,
    "number": _number,
    "boolean": _truth,
    "enum": _option,
    "object": _object,
    "array": _array,
    "file": _none,
}
