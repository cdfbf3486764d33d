"""Expects of a run that it fails as a past one did."""

from contextlib import contextmanager
from typing import Iterator

from beworkflows_worker.tracebacks import type_name


@contextmanager
def fails(type: str, message: str) -> Iterator[None]:
    """`with fails("ValueError", "no such cut"): flow.run(...)`. Raises AssertionError unless an exception comes out that has this `type`, qualified unless it is a builtin, and `message`."""
    expected = f"expected {type}: {message}"
    try:
        yield
    except (Exception, SystemExit) as error:
        got = type_name(error.__class__)
        if (got, str(error)) != (type, message):
            raise AssertionError(f"{expected}, got {got}: {error}") from error
    else:
        raise AssertionError(f"{expected}, but nothing was raised")
