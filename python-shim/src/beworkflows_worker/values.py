"""Values between tasks: a snapshot at the push, an own copy at the pull."""

import base64
import contextlib
import json
import pickle
from itertools import chain
from types import FunctionType
from typing import Any, Iterator, List, Mapping, Optional, Sequence, Tuple

from beworkflows_worker import string_arrays, task_code, value_file
from beworkflows_worker.channel import to_text
from beworkflows_worker.json_values import type_name
from beworkflows_worker.secrets import Secrets
from beworkflows_worker.value_room import ValueRoom

_DEEPEST_JSON = 34
_LARGEST_INT = 1 << 63
_TEXT = frozenset({str})
_SCALARS = frozenset({str, int, float, bool, type(None)})
_SIMPLE = _SCALARS - {int}
_CONTAINERS = frozenset({dict, list})
_JSON = _SCALARS | _CONTAINERS


class Values:
    """Reads and writes the values of one run; its files are called `prefix` and the next of `numbers`. Thread safe."""

    def __init__(self, room: ValueRoom, prefix: str, inline_bytes: int, numbers: Iterator[int], secrets: Optional[Secrets] = None) -> None:
        self.secrets = Secrets({}) if secrets is None else secrets
        self._room = room
        self._prefix = prefix
        self._inline_bytes = inline_bytes
        self._numbers = numbers

    def snapshot(self, key: str, value: Any) -> str:
        """JSON text of the value as it is now. Raises TypeError when it cannot be pickled, OSError when there is no room, ValueError when it holds a secret or the run has too much."""
        text = _json_text(value, self._inline_bytes)
        if text is not None:
            if self.secrets:
                self._refuse_secrets(key, [text.encode()])
            return f'{{"json":{text}}}'
        pickled, buffers = _pickle(key, value, self._inline_bytes)
        if self.secrets:
            self._refuse_secrets(key, [b"".join(pickled), *buffers])
        if not buffers and sum(map(len, pickled)) <= self._inline_bytes:
            return f'{{"pickle":"{base64.b64encode(b"".join(pickled)).decode("ascii")}"}}'
        return self._keep(key, pickled, buffers)

    def _refuse_secrets(self, key: str, pieces: Sequence[Any]) -> None:
        """What is pushed may be written to a disk."""
        found = self.secrets.found_in(pieces)
        if found:
            raise ValueError(f"push of {key!r}: the value holds the secret {found[0]!r}; read ti.secrets in the task that needs it")

    def discard(self, snapshot: str) -> None:
        """Of a snapshot that nobody was told of: without this its file would outlive the run."""
        stored = json.loads(snapshot)
        if "file" in stored:
            value_file.remove(self._room.path(stored["file"], stored.get("spilled", False)))

    def rebuild(self, stored: Mapping[str, Any]) -> Any:
        """The value of a `pull`, never shared with anybody."""
        if "json" in stored:
            return stored["json"]
        if "pickle" in stored:
            return pickle.loads(base64.b64decode(stored["pickle"]))
        return value_file.read(self._room.path(stored["file"], stored.get("spilled", False)))

    def _keep(self, key: str, pickled: List[bytes], buffers: List[memoryview]) -> str:
        """In a file; JSON text that says which."""
        size = value_file.size(pickled, buffers)
        name = f"{self._prefix}-{next(self._numbers)}"
        with self._room.taken(key, name, size):
            spilled = self._write(name, key, pickled, buffers, size)
        spill_mark = ',"spilled":true' if spilled else ""
        return f'{{"file":{to_text(name)},"bytes":{size}{spill_mark}}}'

    def _write(self, name: str, key: str, pickled: List[bytes], buffers: List[memoryview], size: int) -> bool:
        """Whether it went to the second folder."""
        if self._room.spill_folder is None:
            value_file.write(self._room.path(name, False), key, pickled, buffers, durable=self._room.durable)
            return False
        if self._room.fits(size):
            with contextlib.suppress(OSError):  # full, or gone
                value_file.write(self._room.path(name, False), key, pickled, buffers, durable=self._room.durable)
                return False
        value_file.write(self._room.path(name, True), key, pickled, buffers, durable=self._room.durable)
        return True


class _Pickler(pickle.Pickler):
    def reducer_override(self, thing: Any) -> Any:
        """Classes and functions of task code take their source along; read-only arrays are copied, so that pulled ones can be written."""
        if isinstance(thing, (type, FunctionType)):
            origin = task_code.origin(thing)
            return NotImplemented if origin is None else (task_code.attribute, origin)
        if type(thing).__name__ == "ndarray" and type(thing).__module__ == "numpy":
            return _reduced(thing)
        return NotImplemented


def _reduced(array: Any) -> Any:
    strings = string_arrays.reduced(array)
    if strings is not None:
        return strings
    return NotImplemented if array.flags.writeable else array.copy().__reduce_ex__(5)


class _Pieces(List[bytes]):
    """What a pickler writes, as it writes it: large strings of bytes are not copied."""

    def write(self, piece: Any) -> None:
        self.append(bytes(piece))


def _pickle(key: str, value: Any, inline_bytes: int) -> Tuple[List[bytes], List[memoryview]]:
    """The pieces of a pickle, and its buffers."""
    pickled = _Pieces()
    buffers: List[memoryview] = []

    def keep_in_pickle(buffer: pickle.PickleBuffer) -> bool:
        raw = buffer.raw()
        if raw.nbytes <= inline_bytes:
            return True
        buffers.append(raw)
        return False

    try:
        _Pickler(pickled, 5, buffer_callback=keep_in_pickle).dump(bytes(value) if type(value) is memoryview else value)
    except RecursionError:
        raise TypeError(f"push of {key!r}: the {type_name(value)} is nested too deeply to be pickled") from None
    except (pickle.PicklingError, TypeError, AttributeError, BufferError) as error:
        raise TypeError(f"push of {key!r}: {type_name(value)} cannot be pickled: {error}") from error
    return pickled, buffers


def _json_text(value: Any, limit: int) -> Optional[str]:
    """None when the value is not exactly of JSON's types, or too large."""
    if not _is_plain(value, limit):
        return None
    try:
        text = to_text(value)
        return text if len(text.encode()) <= limit else None
    except ValueError:  # NaN, infinity or a lone surrogate
        return None


def _is_plain(value: Any, limit: int) -> bool:
    """Whether it is exactly of JSON's types and not larger than `limit`, by the number of its parts. Level by level, at the speed of `map`."""
    if type(value) in _SIMPLE:
        return True
    level = [value]
    for _ in range(_DEEPEST_JSON):
        kinds = set(map(type, level))
        if int in kinds and not _are_small([item for item in level if type(item) is int]):
            return False
        if kinds <= _SCALARS:
            return True
        if not kinds <= _JSON or not _TEXT.issuperset(map(type, chain.from_iterable([item for item in level if type(item) is dict]))):
            return False
        level = list(chain.from_iterable([item.values() if type(item) is dict else item for item in level if type(item) in _CONTAINERS]))
        if len(level) > limit:
            return False
    return False


def _are_small(numbers: List[int]) -> bool:
    """Whether they fit in 64 bits: no JSON parser makes something else of them."""
    return -_LARGEST_INT <= min(numbers) and max(numbers) < _LARGEST_INT
