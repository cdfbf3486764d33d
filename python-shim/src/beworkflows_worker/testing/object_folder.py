"""The object store of a test: a temporary folder."""

import os
import uuid
from typing import Any, Dict, Optional

from beworkflows_worker.testing.temporary_folder import TemporaryFolder


class ObjectFolder:
    """Keeps what tasks put, and what was uploaded."""

    def __init__(self) -> None:
        self._temporary = TemporaryFolder()
        self._objects: Dict[str, Dict[str, Any]] = {}

    @property
    def incoming(self) -> str:
        """Where tasks write what they are about to put."""
        return self._temporary.folder("incoming")

    @property
    def uploads(self) -> str:
        """For the files of requests, which are there as long as this is."""
        return self._temporary.folder("uploads")

    def take(self, file: str, filename: str, content_type: str, size: int) -> str:
        """Takes a file of `incoming` over and returns its id."""
        object_id = str(uuid.uuid4())
        path = os.path.join(self._temporary.folder("objects"), object_id)
        os.replace(os.path.join(self.incoming, file), path)
        self._objects[object_id] = {"id": object_id, "filename": filename, "content_type": content_type, "size": size, "path": path}
        return object_id

    def find(self, object_id: str) -> Optional[Dict[str, Any]]:
        """`id`, `filename`, `content_type`, `size` and `path`; None for an unknown id."""
        return self._objects.get(object_id)

    def remove(self, object_id: str) -> bool:
        found = self._objects.pop(object_id, None)
        if found is not None:
            os.unlink(found["path"])
        return found is not None

    def __contains__(self, object_id: object) -> bool:
        return object_id in self._objects

    def __len__(self) -> int:
        return len(self._objects)
