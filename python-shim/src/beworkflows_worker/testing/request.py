"""A request as a test gives it, and as tasks get it."""

import json
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping

from beworkflows_worker import json_values


@dataclass(frozen=True)
class GivenRequest:
    """What a test says that is sent. `files` by form field, each as `uploads` takes it."""

    url_params: Mapping[str, Any] = field(default_factory=dict)
    req_body: Any = None
    req_form: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, Any] = field(default_factory=dict)

    @property
    def has_body(self) -> bool:
        return self.req_body is not None or bool(self.req_form) or bool(self.files)


@dataclass(frozen=True)
class TaskRequest:
    """What tasks get: JSON values, and the members of each UploadedFile by form field."""

    url_params: Dict[str, Any]
    req_body: Dict[str, Any]
    req_form: Dict[str, Any]
    files: Dict[str, List[Dict[str, Any]]]

    def copy(self) -> Dict[str, Any]:
        """The `request` of a `run_task`; each task has its own."""
        parts = {"url_params": self.url_params, "req_body": self.req_body, "req_form": self.req_form, "files": self.files}
        return json.loads(json_values.encode(parts, "request"))

    @classmethod
    def changed(cls, left: Mapping[str, Any], original: "TaskRequest") -> "TaskRequest":
        """As an interceptor left it; files are named by their paths."""
        by_path = {file["path"]: file for files in original.files.values() for file in files}
        files = {name: [by_path[path] for path in paths] for name, paths in left["files"].items()}
        return cls(left["url_params"], left["req_body"], left["req_form"], files)


class RequestRefused(ValueError):
    """The server would answer 400. `errors` is the list of that answer: `in` (query, body or form), `name`, `pointer`, `message` and `expected` of each problem."""

    def __init__(self, errors: List[Dict[str, str]]) -> None:
        self.errors = errors
        super().__init__("the request is refused\n" + "\n".join(f"{error['in']}{error['pointer']} {error['message']}" for error in errors))
