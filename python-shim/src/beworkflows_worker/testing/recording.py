"""A past run as a file, to be run again in a test. `be-workflows test-from-run` writes such files; the form is this one:

    {
      "format": "be-workflows-run/1",
      "workflow": "squares", "version": 3, "run_id": "01932f5e-8c2b-7d11-9a4e-0c5f3b7a2d10",
      "user": "ada", "method": "POST", "headers": {"accept": "*/*"},
      "request": {
        "url_params": {"n": 4}, "req_body": {}, "req_form": {},
        "files": {"csv": [{"filename": "rows.csv", "content_type": "text/csv", "path": "rows.csv"}]}
      },
      "response": {"data": {"squares": [{"square": 9}]}, "meta": {"squares": {}}}
    }

`request` is what the tasks got: checked and converted, and as the interceptor left it. `path` is relative to the recording; without one the file is looked for under its
`filename`. A run that failed has `"error": {"task": "compute", "type": "ValueError", "message": "..."}` instead of `response`. `user` and `version` may be null, `headers` empty.
Secrets are never in it.
"""

import json
import os
import pathlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Mapping, Optional, Union

from beworkflows_worker.testing.uploads import upload

FORMAT = "be-workflows-run/1"


@dataclass(frozen=True)
class Recording:
    """A past run. `response` is None of one that failed, `error` of one that succeeded. `folder` is where its files are."""

    workflow: str
    run_id: str
    user: Optional[str]
    method: str
    headers: Dict[str, str]
    request: Dict[str, Any]
    response: Optional[Dict[str, Any]]
    error: Optional[Dict[str, str]]
    folder: str

    def files(self) -> Dict[str, List[Dict[str, Any]]]:
        """For `uploads`. Raises FileNotFoundError that says where a file has to be."""
        return {field: [self._file(field, file) for file in files] for field, files in self.request.get("files", {}).items()}

    def _file(self, field: str, file: Mapping[str, Any]) -> Dict[str, Any]:
        path = pathlib.Path(self.folder, file.get("path") or os.path.basename(file["filename"]))
        if not path.is_file():
            raise FileNotFoundError(f"the recorded run had the file {file['filename']!r} in the field {field!r}; put it at {path}")
        return upload(path, file["filename"], file.get("content_type"))

    @contextmanager
    def fails(self) -> Iterator[None]:
        """`with recorded.fails(): flow.rerun(recorded)` raises AssertionError unless what is raised in it is of the recorded type and has the recorded message."""
        expected = self.error or {}
        try:
            yield
        except Exception as error:
            kind = type(error)
            name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
            if (name, str(error)) != (expected.get("type"), expected.get("message")):
                raise AssertionError(f"expected {expected.get('type')}: {expected.get('message')}, got {name}: {error}") from error
        else:
            raise AssertionError(f"expected {expected.get('type')}: {expected.get('message')}, but the run succeeded")


def recording(path: "Union[str, os.PathLike[str]]") -> Recording:
    """Reads a recording. Raises ValueError for what is none."""
    with open(path, encoding="utf-8") as file:
        members = json.load(file)
    if not isinstance(members, dict) or members.get("format") != FORMAT:
        raise ValueError(f"{os.fspath(path)} is not a recorded run: its format is not {FORMAT!r}")
    return Recording(
        workflow=members["workflow"],
        run_id=members["run_id"],
        user=members.get("user"),
        method=members.get("method") or "GET",
        headers=members.get("headers") or {},
        request=members["request"],
        response=members.get("response"),
        error=members.get("error"),
        folder=os.path.dirname(os.path.abspath(path)),
    )
