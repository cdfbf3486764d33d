"""What a task raised, as the server and the author want to see it."""

import os
import traceback
from typing import Any, Callable, Dict, List, Optional, Set

from beworkflows_worker import task_code

_LONGEST_TRACEBACK = 64 << 10
_LONGEST_MESSAGE = 8 << 10
_OWN_FOLDERS = tuple(
    os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), package, "") for package in ("beworkflows_worker", "common")
)


def describe(error: BaseException, file: str, where: str = "", masked: Callable[[str], str] = str) -> Dict[str, Any]:
    """The `error` of a `raised` result. `file` is the author's, `where` goes before the message, `masked` takes secrets out before anything is cut in two; never raises."""
    try:
        summary = traceback.TracebackException.from_exception(error)
        _strip(summary, set(), file)
        text = "".join(summary.format())
        line = _last_line(summary, file)
    except Exception as failure:  # RecursionError and what an author's exception class may raise
        text, line = f"(the traceback cannot be shown: {type(failure).__name__})\n", None
    return {"type": type_name(type(error)), "message": where + _message(error, masked), "traceback": _cut(masked(text), _LONGEST_TRACEBACK), "line": line}


def _strip(summary: Optional[traceback.TracebackException], seen: Set[int], file: str) -> None:
    """Drops what stands before the author's first frame, and the frames of this package after it; also in the causes."""
    if summary is None or id(summary) in seen:
        return
    seen.add(id(summary))
    frames: List[traceback.FrameSummary] = list(summary.stack)
    first = next((index for index, frame in enumerate(frames) if frame.filename == file or task_code.is_author_file(frame.filename)), len(frames))
    kept = [frame for frame in frames[first:] if not frame.filename.startswith(_OWN_FOLDERS)]
    summary.stack[:] = kept
    for other in (summary.__cause__, summary.__context__, *(getattr(summary, "exceptions", None) or ())):
        _strip(other, seen, file)


def _last_line(summary: traceback.TracebackException, file: str) -> Optional[int]:
    lines = [frame.lineno for frame in summary.stack if frame.filename == file]
    if lines:
        return lines[-1]
    number = getattr(summary, "lineno", None)  # of a SyntaxError; text in some versions
    return int(number) if number is not None and getattr(summary, "filename", None) == file else None


def type_name(kind: type) -> str:
    """Qualified, unless it is a builtin."""
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _message(error: BaseException, masked: Callable[[str], str]) -> str:
    try:
        return _cut(masked(str(error)), _LONGEST_MESSAGE)
    except Exception as failure:
        return f"(the message cannot be shown: {type(failure).__name__})"


def _cut(text: str, longest: int) -> str:
    """Cuts the middle: the beginning says where, the end says what. `longest` in bytes."""
    encoded = text.encode("utf-8", "replace")
    if len(encoded) <= longest:
        return text
    half = longest // 2 - 32
    left, right = encoded[:half].decode("utf-8", "ignore"), encoded[-half:].decode("utf-8", "ignore")
    return f"{left}\n... {len(encoded) - 2 * half} bytes cut ...\n{right}"
