"""The file of a large value: a pickle and its buffers, laid out so that a reader maps them instead of copying. PROTOCOL.md has the format."""

import contextlib
import mmap
import os
import pickle
import struct
from typing import Any, BinaryIO, List

_MAGIC = b"BEWVAL01"
_ALIGNMENT = 64


def write(path: str, key: str, pickled: bytes, buffers: List[memoryview]) -> int:
    """Size of the file, which has its name only when it is complete; its folder is made where it is missing. Raises OSError that names `key`; nothing is left behind then."""
    parts = [pickled, *buffers]
    header = _header(parts)
    size = _end(len(header), parts)
    try:
        with contextlib.suppress(FileExistsError):
            os.mkdir(os.path.dirname(path), 0o700)
        with open(path + ".tmp", "xb") as file:
            _reserve(file, size)
            _write_parts(file, header, parts)
            file.flush()
            os.fsync(file.fileno())
        os.rename(path + ".tmp", path)
        _sync_folder(os.path.dirname(path))
    except BaseException as error:
        _remove(path + ".tmp")
        if not isinstance(error, OSError):
            raise
        raise OSError(error.errno, f"no room for the {size} bytes of {key!r}: {error.strerror}", os.path.dirname(path)) from None
    return size


def _sync_folder(folder: str) -> None:
    """So that the name lasts, too. In shared memory this costs nothing."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _header(parts: List[Any]) -> bytes:
    lengths = [memoryview(part).nbytes for part in parts]
    return _MAGIC + struct.pack(f"<{len(lengths) + 1}Q", len(parts) - 1, *lengths)


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGNMENT) * _ALIGNMENT


def _end(offset: int, parts: List[Any]) -> int:
    for part in parts:
        offset = _aligned(offset) + memoryview(part).nbytes
    return offset


def _reserve(file: BinaryIO, size: int) -> None:
    """A full file system is an error here, before gigabytes are copied, and no file gets holes: their reader would get SIGBUS."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file.fileno(), 0, size)


def _write_parts(file: BinaryIO, header: bytes, parts: List[Any]) -> None:
    file.write(header)
    for part in parts:
        position = file.tell()
        file.write(bytes(_aligned(position) - position))
        file.write(part)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass


def read(path: str) -> Any:
    """The value. Its buffers are parts of a private mapping: writable, not copied, unseen by others."""
    with open(path, "rb") as file:
        mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
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
