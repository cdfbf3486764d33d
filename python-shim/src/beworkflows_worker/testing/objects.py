"""The object store as the test itself uses it."""

from typing import Any, Optional

from beworkflows_worker.call import Call, in_call
from beworkflows_worker.masks import Masks
from beworkflows_worker.testing.object_folder import ObjectFolder
from beworkflows_worker.testing.server_side import ServerSide
from beworkflows_worker.uploaded_file import StoredObject
from common.framework.utils import object_store


class Objects:
    """Shared by all that one workflow of a test runs: what a test puts here its tasks get, and the other way round. `id in objects` and `len(objects)` work, too."""

    def __init__(self, folder: ObjectFolder) -> None:
        self._folder = folder

    def put(self, data: Any, filename: Optional[str] = None, content_type: Optional[str] = None) -> str:
        """As `object_store.put` in a task: takes bytes, str, a pathlib.Path or an open file; returns the id."""
        with self._call():
            return object_store.put(data, filename, content_type)

    def get(self, object_id: str) -> StoredObject:
        """The file, with `filename`, `size` (bytes), `path`, `read()`. Raises FileNotFoundError for an unknown id."""
        with self._call():
            return object_store.get(object_id)

    def delete(self, object_id: str) -> None:
        """Raises FileNotFoundError for an unknown id."""
        with self._call():
            object_store.delete(object_id)

    def __contains__(self, object_id: object) -> bool:
        return object_id in self._folder

    def __len__(self) -> int:
        return len(self._folder)

    def _call(self) -> Any:
        return in_call(Call(ServerSide("test", {}, {}, self._folder, Masks({})), 0, "test", self._folder.incoming))  # type: ignore[arg-type]
