"""The file of a large value: a pickle and its buffers, laid out so that a reader maps them instead of copying. PROTOCOL.md has the format."""

import contextlib
import mmap
import os
import pickle
import struct
import sys
from typing import Any, Iterator, List, Sequence

_MAGIC = b"BEWVAL01"
_ALIGNMENT = 64
_PIECES_AT_ONCE = 1024  # IOV_MAX of Linux
# the mapping stays without its descriptor; before 3.13 each one keeps a descriptor open
_MAP_ONLY = {"trackfd": False} if sys.version_info >= (3, 13) else {}


def size(pickled: Sequence[bytes], buffers: Sequence[memoryview]) -> int:
    """What `write` would write, in bytes."""
    lengths = _lengths(pickled, buffers)
    offset = len(_header(lengths))
    for length in lengths:
        offset = _aligned(offset) + length
    return offset


def write(path: str, key: str, pickled: Sequence[bytes], buffers: Sequence[memoryview], *, durable: bool) -> None:
    """The file has its name only when it is complete; its folder is made where it is missing. Raises OSError that names `key`; nothing is left behind then.

    `pickled` are the pieces of one pickle. `durable`: it outlives the machine's sudden end.
    """
    folder = os.path.dirname(path)
    reserved = size(pickled, buffers)
    try:
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, 0o700)
        descriptor = os.open(path + ".tmp", os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            _reserve(descriptor, reserved)
            _write_all(descriptor, list(_pieces(pickled, buffers)))
            if durable:
                os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.rename(path + ".tmp", path)
        if durable:
            _sync_folder(folder)
    except BaseException as error:
        remove(path + ".tmp")
        if not isinstance(error, OSError):
            raise
        raise OSError(error.errno, f"no room for the {reserved} bytes of {key!r}: {error.strerror}", folder) from None


def remove(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


def _sync_folder(folder: str) -> None:
    """So that the name lasts, too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lengths(pickled: Sequence[bytes], buffers: Sequence[memoryview]) -> List[int]:
    return [sum(map(len, pickled)), *[buffer.nbytes for buffer in buffers]]


def _header(lengths: List[int]) -> bytes:
    return _MAGIC + struct.pack(f"<{len(lengths) + 1}Q", len(lengths) - 1, *lengths)


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGNMENT) * _ALIGNMENT


def _reserve(descriptor: int, length: int) -> None:
    """A full file system is an error here, before gigabytes are copied, and no file gets holes: their reader would get SIGBUS."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, length)


def _pieces(pickled: Sequence[bytes], buffers: Sequence[memoryview]) -> Iterator[Any]:
    """The content of the file, not copied."""
    lengths = _lengths(pickled, buffers)
    header = _header(lengths)
    yield header
    offset = len(header)
    for length, parts in zip(lengths, [pickled, *[[buffer] for buffer in buffers]]):
        yield bytes(_aligned(offset) - offset)
        yield from parts
        offset = _aligned(offset) + length


def _write_all(descriptor: int, pieces: List[Any]) -> None:
    """As few system calls as can be: the kernel takes about 2 GiB and 1,024 pieces in one."""
    first = 0
    while first < len(pieces):
        written = os.writev(descriptor, pieces[first : first + _PIECES_AT_ONCE])
        while first < len(pieces) and written >= len(pieces[first]):
            written -= len(pieces[first])
            first += 1
        if written:
            pieces[first] = memoryview(pieces[first])[written:]


def read(path: str) -> Any:
    """The value. Its buffers are parts of a private mapping, which lives as long as one of them: writable, not copied, unseen by others. The file may be removed meanwhile."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        mapped = memoryview(mmap.mmap(descriptor, 0, access=mmap.ACCESS_COPY, **_MAP_ONLY))
    finally:
        os.close(descriptor)
    if mapped[:8] != _MAGIC:
        raise ValueError(f"{path} is not a value file")
    (count,) = struct.unpack_from("<Q", mapped, 8)
    lengths = struct.unpack_from(f"<{count + 1}Q", mapped, 16)
    offset = 16 + 8 * len(lengths)
    parts = []
    for length in lengths:
        offset = _aligned(offset)
        parts.append(mapped[offset : offset + length])
        offset += length
    return pickle.loads(parts[0], buffers=parts[1:])
