"""Files that outlive a run: put one, get it back by its id from any later task or workflow."""

import itertools
import mimetypes
import os
import shutil
from typing import IO, Any, BinaryIO, Dict, Optional, Union

from beworkflows_worker.call import current_call
from beworkflows_worker.channel import to_text
from beworkflows_worker.uploaded_file import StoredFile, StoredObject

_numbers = itertools.count(1)


def put(
    data: Union[bytes, str, "os.PathLike[str]", IO[Any], StoredFile], filename: Optional[str] = None, content_type: Optional[str] = None
) -> str:
    """Stores a file and returns its id.

    `data` is the content as `bytes` or `str` (stored as UTF-8), the path of a file as `pathlib.Path`, an open file, or a file of `ti.req_form`.
    Name and type are taken from `data` when they are not given. Raises OSError when there is no room.
    """
    call = current_call("object_store.put")
    filename = filename or _filename(data)
    content_type = content_type or _content_type(data, filename)
    name = f"{os.urandom(16).hex()}-{next(_numbers)}"  # other workers put theirs into the same folder, which they cannot list
    path = os.path.join(call.incoming_dir, name)
    try:
        with open(path, "xb") as file:
            _copy(data, file)
            size = file.tell()
        fields = {"file": name, "filename": filename, "content_type": content_type, "size": size}
        return call.request("object_put", **{field: to_text(value) for field, value in fields.items()})["id"]
    except BaseException:
        _remove(path)
        raise


def get(id: str) -> StoredObject:
    """The stored file, readable while the task runs. Raises FileNotFoundError for an unknown id."""
    answer = _request("object_get", id)
    return StoredObject(**{field: answer[field] for field in ("id", "filename", "content_type", "size", "path")})


def info(id: str) -> Dict[str, Any]:
    """`id`, `filename`, `content_type` and `size` (bytes) of a stored file. Raises FileNotFoundError for an unknown id."""
    answer = _request("object_get", id)
    return {field: answer[field] for field in ("id", "filename", "content_type", "size")}


def delete(id: str) -> None:
    """Removes a stored file. Raises FileNotFoundError for an unknown id."""
    _request("object_delete", id)


def _request(method: str, id: str) -> Dict[str, Any]:
    if not isinstance(id, str):
        raise TypeError(f"the id of a stored file is a str, not {type(id).__qualname__}")
    return current_call(method).request(method, id=to_text(id))


def _copy(data: Any, file: BinaryIO) -> None:
    if isinstance(data, (str, bytes, bytearray, memoryview)):
        file.write(data.encode() if isinstance(data, str) else data)
    elif isinstance(data, (StoredFile, os.PathLike)):
        with open(data.path if isinstance(data, StoredFile) else data, "rb") as source:
            shutil.copyfileobj(source, file, 1 << 20)
    elif hasattr(data, "read"):
        for chunk in iter(lambda: data.read(1 << 20), None):
            if not chunk:
                break
            file.write(chunk.encode() if isinstance(chunk, str) else chunk)
    else:
        raise TypeError(f"put takes bytes, str, a pathlib.Path, an open file or an uploaded file, not {type(data).__qualname__}")


def _filename(data: Any) -> str:
    name = data.filename if isinstance(data, StoredFile) else data if isinstance(data, os.PathLike) else getattr(data, "name", None)
    return os.path.basename(os.fspath(name)) if isinstance(name, (str, os.PathLike)) and name else "file"


def _content_type(data: Any, filename: str) -> str:
    if isinstance(data, StoredFile) and data.content_type:
        return data.content_type
    guessed = mimetypes.guess_type(filename)[0]
    return guessed or ("text/plain; charset=utf-8" if isinstance(data, str) else "application/octet-stream")


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass
