"""Files that a task gets: uploaded with the request, or out of the object store."""

from dataclasses import dataclass
from typing import IO, Any, Optional


@dataclass(frozen=True)
class StoredFile:
    """A file on disk. `size` in bytes, `path` where it can be read while the task runs."""

    filename: Optional[str]
    content_type: Optional[str]
    size: int
    path: str

    def open(self, mode: str = "rb", **options: Any) -> IO[Any]:
        """Opens the file for reading; `options` are those of the builtin `open`."""
        if set(mode) - set("rbt"):
            raise ValueError(f"files are opened for reading ('rb' or 'r'), not with mode {mode!r}")
        return open(self.path, mode, **options)

    def read(self) -> bytes:
        """The whole content."""
        with self.open() as file:
            return file.read()

    def text(self, encoding: str = "utf-8") -> str:
        """The whole content as text."""
        return self.read().decode(encoding)


@dataclass(frozen=True)
class UploadedFile(StoredFile):
    """A file of the request's form. It is gone when the run has ended, unless it was saved."""

    def save(self) -> str:
        """Puts the file into the object store and returns its id."""
        from common.framework.utils import object_store

        return object_store.put(self)


@dataclass(frozen=True)
class StoredObject(StoredFile):
    """A file of the object store."""

    id: str
