"""Files that a test uploads."""

import mimetypes
import os
import pathlib
import shutil
import uuid
from typing import Any, Dict, List, Mapping, Optional, Union

from beworkflows_worker.uploaded_file import StoredFile

Content = Union[bytes, str, "os.PathLike[str]"]


def upload(content: Content, filename: Optional[str] = None, content_type: Optional[str] = None) -> Dict[str, Any]:
    """A file for `files`, with a name and type of its own. `content` is bytes, a str (sent as UTF-8) or the path of a file as pathlib.Path."""
    if isinstance(content, StoredFile):
        return upload(pathlib.Path(content.path), filename or content.filename, content_type or content.content_type)
    if not isinstance(content, (bytes, str, os.PathLike)):
        raise TypeError(f"a file is given as bytes, str, a pathlib.Path or upload(...), not as {type(content).__qualname__}")
    return {"content": content, "filename": filename, "content_type": content_type}


def receive(files: Mapping[str, Any], folder: str) -> Dict[str, List[Dict[str, Any]]]:
    """Copies each file into the folder, as an upload is a copy: `filename`, `content_type`, `size` (bytes) and `path` of each, by form field."""
    received: Dict[str, List[Dict[str, Any]]] = {}
    for field, given in files.items():
        several = given if isinstance(given, (list, tuple)) else [given]
        received[field] = [_receive(field, each if _is_upload(each) else upload(each), folder) for each in several if each is not None]
    return {field: several for field, several in received.items() if several}


def _receive(field: str, file: Dict[str, Any], folder: str) -> Dict[str, Any]:
    content = file["content"]
    filename = file["filename"] or (os.path.basename(os.fspath(content)) if isinstance(content, os.PathLike) else field)
    path = os.path.join(folder, uuid.uuid4().hex)
    if isinstance(content, os.PathLike):
        shutil.copyfile(content, path)
    else:
        with open(path, "xb") as target:
            target.write(content.encode() if isinstance(content, str) else content)
    content_type = file["content_type"] or mimetypes.guess_type(filename)[0] or "application/octet-stream"
    return {"filename": filename, "content_type": content_type, "size": os.path.getsize(path), "path": path}


def _is_upload(given: Any) -> bool:
    return isinstance(given, dict) and "content" in given

