"""Where two JSON values differ."""

import math
from typing import Any, Iterator, List, Sequence

from beworkflows_worker.testing import words

_MOST = 20


def expect(expected: Any, actual: Any, tolerance: float, ignore: Sequence[str]) -> None:
    """Raises AssertionError with at most 20 differences, each with its JSON pointer."""
    found: List[str] = []
    for difference in _differences(expected, actual, "", tolerance, [pointer.split("/")[1:] for pointer in ignore]):
        found.append(difference)
        if len(found) > _MOST:
            found[_MOST:] = ["and more"]
            break
    if found:
        raise AssertionError("the response is not the expected one\n" + "\n".join(found))


def _differences(expected: Any, actual: Any, pointer: str, tolerance: float, ignore: List[List[str]]) -> Iterator[str]:
    if [] in ignore or _is_same(expected, actual, tolerance):
        return
    if isinstance(expected, dict) and isinstance(actual, dict):
        for name in dict.fromkeys([*expected, *actual]):
            yield from _member(name, expected, actual, pointer + words.step(name), tolerance, _below(ignore, name))
    elif isinstance(expected, list) and isinstance(actual, list):
        for index, (left, right) in enumerate(zip(expected, actual)):
            yield from _differences(left, right, f"{pointer}/{index}", tolerance, _below(ignore, str(index)))
        if len(expected) != len(actual):
            yield f"{pointer}: expected {len(expected)} elements, got {len(actual)}"
    else:
        yield f"{pointer}: expected {words.shown(expected)}, got {words.shown(actual)}"


def _member(name: str, expected: Any, actual: Any, pointer: str, tolerance: float, ignore: List[List[str]]) -> Iterator[str]:
    if name in expected and name in actual:
        yield from _differences(expected[name], actual[name], pointer, tolerance, ignore)
    elif [] not in ignore:
        yield f"{pointer}: is missing" if name in expected else f"{pointer}: is not expected"


def _below(ignore: List[List[str]], name: str) -> List[List[str]]:
    """What is to be ignored of one member; `*` stands for any."""
    return [steps[1:] for steps in ignore if steps and steps[0] in ("*", words.step(name)[1:])]


def _is_same(expected: Any, actual: Any, tolerance: float) -> bool:
    """Of single values. `1` and `1.0` are one number, `true` is none."""
    if isinstance(expected, (dict, list)) or isinstance(actual, (dict, list)):
        return False
    if isinstance(expected, bool) or isinstance(actual, bool) or isinstance(expected, str) or isinstance(actual, str):
        return type(expected) is type(actual) and expected == actual
    if expected is None or actual is None:
        return expected is actual
    return expected == actual or math.isclose(expected, actual, rel_tol=tolerance, abs_tol=tolerance)
