"""Values between tasks: a snapshot at the push, an own copy at the pull."""

import base64
import io
import os
import pickle
from types import FunctionType
from typing import Any, Iterator, List, Mapping, Optional, Sequence, Tuple

from beworkflows_worker import task_code, value_file
from beworkflows_worker.channel import to_text
from beworkflows_worker.json_values import type_name
from beworkflows_worker.secrets import Secrets

_DEEPEST_JSON = 32
_LARGEST_INT = 1 << 63
_TEXT = frozenset({str})
_SCALARS = frozenset({str, float, bool, type(None)})


class Values:
    """Reads and writes the values of one run in `folder`; its files are `prefix` and the next of `numbers`. Thread safe."""

    def __init__(self, folder: str, prefix: str, inline_bytes: int, numbers: Iterator[int], secrets: Optional[Secrets] = None) -> None:
        self.secrets = Secrets({}) if secrets is None else secrets
        self._folder = folder
        self._prefix = prefix
        self._inline_bytes = inline_bytes
        self._numbers = numbers

    def snapshot(self, key: str, value: Any) -> str:
        """JSON text of the value as it is now. Raises TypeError when it cannot be pickled, OSError when the folder is full, ValueError when it holds a secret."""
        text = _json_text(value, self._inline_bytes)
        if text is not None:
            self._refuse_secrets(key, [text.encode()])
            return f'{{"json":{text}}}'
        pickled, buffers = _pickle(key, value, self._inline_bytes)
        self._refuse_secrets(key, [pickled, *buffers])
        if not buffers and len(pickled) <= self._inline_bytes:
            return f'{{"pickle":"{base64.b64encode(pickled).decode("ascii")}"}}'
        return self._write(key, pickled, buffers)

    def _refuse_secrets(self, key: str, pieces: Sequence[Any]) -> None:
        """What is pushed may be written to a disk."""
        found = self.secrets.found_in(pieces)
        if found:
            raise ValueError(f"push of {key!r}: the value holds the secret {found[0]!r}; read ti.secrets in the task that needs it")

    def rebuild(self, stored: Mapping[str, Any]) -> Any:
        """The value of a `pull`, never shared with anybody."""
        if "json" in stored:
            return stored["json"]
        if "pickle" in stored:
            return pickle.loads(base64.b64decode(stored["pickle"]))
        return value_file.read(os.path.join(self._folder, stored["file"]))

    def _write(self, key: str, pickled: bytes, buffers: List[memoryview]) -> str:
        name = f"{self._prefix}-{next(self._numbers)}"
        size = value_file.write(os.path.join(self._folder, name), key, pickled, buffers)
        return f'{{"file":{to_text(name)},"bytes":{size}}}'


class _Pickler(pickle.Pickler):
    def reducer_override(self, thing: Any) -> Any:
        """Classes and functions of task code take their source along; read-only arrays are copied, so that pulled ones can be written."""
        if isinstance(thing, (type, FunctionType)):
            origin = task_code.origin(thing)
            return NotImplemented if origin is None else (task_code.attribute, origin)
        if type(thing).__name__ == "ndarray" and type(thing).__module__ == "numpy" and not thing.flags.writeable:
            return thing.copy().__reduce_ex__(5)
        return NotImplemented


def _pickle(key: str, value: Any, inline_bytes: int) -> Tuple[bytes, List[memoryview]]:
    buffers: List[memoryview] = []

    def keep_in_pickle(buffer: pickle.PickleBuffer) -> bool:
        raw = buffer.raw()
        if raw.nbytes <= inline_bytes:
            return True
        buffers.append(raw)
        return False

    file = io.BytesIO()
    try:
        _Pickler(file, 5, buffer_callback=keep_in_pickle).dump(bytes(value) if type(value) is memoryview else value)
    except RecursionError:
        raise TypeError(f"push of {key!r}: the {type_name(value)} is nested too deeply to be pickled") from None
    except (pickle.PicklingError, TypeError, AttributeError, BufferError) as error:
        raise TypeError(f"push of {key!r}: {type_name(value)} cannot be pickled: {error}") from error
    return file.getvalue(), buffers


def _json_text(value: Any, limit: int) -> Optional[str]:
    """None when the value is not exactly of JSON's types, or too large."""
    if not _is_plain(value, _DEEPEST_JSON, limit):
        return None
    try:
        text = to_text(value)
        return text if len(text.encode()) <= limit else None
    except ValueError:  # NaN, infinity or a lone surrogate
        return None


def _is_plain(value: Any, depth: int, limit: int) -> bool:
    kind = type(value)
    if kind is dict:
        return len(value) <= limit and set(map(type, value)) <= _TEXT and _are_plain(list(value.values()), depth, limit)
    if kind is list:
        return len(value) <= limit and _are_plain(value, depth, limit)
    return kind in _SCALARS or (kind is int and -_LARGEST_INT <= value < _LARGEST_INT)


def _are_plain(items: List[Any], depth: int, limit: int) -> bool:
    if set(map(type, items)) <= _SCALARS:
        return True
    return depth > 0 and all(_is_plain(item, depth - 1, limit) for item in items)
