"""A folder for the files of a test."""

import os
import shutil
import tempfile
import weakref


class TemporaryFolder:
    """Removed when nothing refers to it any more, at the latest when the process ends."""

    def __init__(self) -> None:
        self.path = tempfile.mkdtemp(prefix="beworkflows-test-")
        self._remove = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def folder(self, name: str) -> str:
        """A folder in it, made where it is missing."""
        path = os.path.join(self.path, name)
        os.makedirs(path, mode=0o700, exist_ok=True)
        return path
