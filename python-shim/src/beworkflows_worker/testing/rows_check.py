"""Checks rows for a response item against the fields that the workflow declares for it."""

from typing import Any, Dict, Iterator, List, Sequence

from beworkflows_worker.testing import words
from beworkflows_worker.testing.definition import Field
from beworkflows_worker.testing.field_check import fits

_MOST = 20


def problems(fields: Sequence[Field], rows: List[Any]) -> List[Dict[str, str]]:
    """At most 20, each with `pointer`, `message` and `expected`. Without fields any object is a row."""
    found: List[Dict[str, str]] = []
    for index, row in enumerate(rows):
        found.extend(_of_row(fields, row, f"/{index}"))
        if len(found) >= _MOST:
            break
    return found[:_MOST]


def _of_row(fields: Sequence[Field], row: Any, pointer: str) -> Iterator[Dict[str, str]]:
    if not isinstance(row, dict):
        yield _problem(pointer, f"is {words.shown(row)}", "an object")
        return
    for field in fields:
        if field.name in row and not fits(field, row[field.name], nullable=True):
            yield _problem(pointer + words.step(field.name), words.mismatch(field, row[field.name]), words.expected(field))
    for field in fields:
        if field.name not in row and field.required:
            yield _problem(pointer + words.step(field.name), "is required", words.expected(field))
    declared = [field.name for field in fields]
    for name in row:
        if fields and name not in declared:
            yield _problem(pointer + words.step(name), "is not declared", "one of: " + ", ".join(declared))


def _problem(pointer: str, message: str, expected: str) -> Dict[str, str]:
    return {"pointer": pointer, "message": message, "expected": expected}
