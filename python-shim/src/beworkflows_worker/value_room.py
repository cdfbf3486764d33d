"""Where the large values of one run go, and how much of them there may be."""

import contextlib
import os
import re
import threading
from typing import Any, Dict, Iterator, List, Mapping, Optional, Tuple

_UPLOAD = re.compile("upload-[0-9]+")  # durable runs have their uploaded files beside their values
_FEW = 1000


class ValueRoom:
    """`folder` comes first; `spill_folder`, when there is one, takes what has no room there. Thread safe.

    `keep_free`: so many bytes of the first one's file system stay free. `limit`: most bytes of all files of the run; None: any number. `durable`: values outlive the machine's sudden end.
    """

    def __init__(self, folder: str, *, spill_folder: Optional[str] = None, keep_free: int = 0, limit: Optional[int] = None, durable: bool = True) -> None:
        self.folder = folder
        self.spill_folder = spill_folder
        self.durable = durable
        self._keep_free = keep_free
        self._limit = limit
        self._lock = threading.Lock()
        self._writing: Dict[str, int] = {}
        self._left = 0
        self._look_again_at = 0

    @classmethod
    def read(cls, params: Mapping[str, Any]) -> "ValueRoom":
        """From the parameters of `run_task`; a server that does not know spilling and quotas sends the folder alone."""
        values = params.get("values", {})
        return cls(
            params["values_dir"],
            spill_folder=values.get("spill_dir"),
            keep_free=values.get("keep_free", 0),
            limit=values.get("limit"),
            durable=values.get("durable", True),
        )

    @contextlib.contextmanager
    def taken(self, key: str, name: str, size: int) -> Iterator[None]:
        """Holds `size` bytes for the file `name` while it is written. Raises ValueError when the run would have too much.

        What lies in the folders is looked at, since other tasks of the run write at the same time and workers that died left files; less often when there are many.
        """
        with self._lock:
            if self._limit is not None:
                self._take(key, size, self._limit)
            self._writing[name] = size
        try:
            yield
        finally:
            with self._lock:
                del self._writing[name]

    def _take(self, key: str, size: int, limit: int) -> None:
        if self._left - size < self._look_again_at:
            sizes = self._sizes()
            self._left = max(0, limit - sum(sizes))
            self._look_again_at = self._left if len(sizes) < _FEW else self._left - self._left // 8
        if size > self._left:
            raise ValueError(f"push of {key!r}: its {size} bytes are more than the {self._left} that are left of {limit} for the large values of one run (limits.values of the workflow, at most BEW_RUN_VALUES)")
        self._left -= size

    def _sizes(self) -> List[int]:
        """Of all files of values; of those that this worker is writing, what they will be."""
        sizes = list(self._writing.values())
        for folder in (self.folder, self.spill_folder):
            if folder is not None:
                sizes.extend(size for name, size in _files(folder) if name.partition(".")[0] not in self._writing and not _UPLOAD.fullmatch(name))
        return sizes

    def fits(self, size: int) -> bool:
        """Whether the first folder can take it. What others write at the same time may prove this wrong."""
        try:
            found = os.statvfs(os.path.dirname(self.folder))
        except OSError:
            return False
        return found.f_bavail * found.f_frsize - size >= self._keep_free

    def path(self, name: str, spilled: bool) -> str:
        return os.path.join(self.spill_folder if spilled and self.spill_folder else self.folder, name)


def _files(folder: str) -> Iterator[Tuple[str, int]]:
    """Names and sizes, those included that others are writing."""
    with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(FileNotFoundError):
                yield entry.name, entry.stat(follow_symlinks=False).st_size
