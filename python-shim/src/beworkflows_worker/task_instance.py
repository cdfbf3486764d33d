"""The `ti` that a task function gets."""

from typing import Any, Dict, List, Mapping, Optional

from beworkflows_worker import data_frames, json_values, plain_items, values
from beworkflows_worker.call import Call
from beworkflows_worker.channel import from_text, to_text
from beworkflows_worker.following import NAMES, Following
from beworkflows_worker.uploaded_file import UploadedFile

_UNASKED = 16 << 10  # characters of rows; beyond that waiting for the server costs little


class Headers(Dict[str, str]):
    """Headers of the request; names in lower case, `get`, `in` and `[]` take any case."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__((name.lower(), value) for name, value in headers.items())

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name.lower() if isinstance(name, str) else name)

    def get(self, name: str, default: Optional[str] = None) -> Optional[str]:
        return super().get(name.lower(), default)


class TaskInstance:
    """The request, where the task runs and for whom, and what it can share and answer. Usable in all threads of the task."""

    def __init__(self, call: Call, values_store: "values.Values", params: Mapping[str, Any]) -> None:
        self._call = call
        self._values = values_store
        self._is_interceptor = params["kind"] == "interceptor"
        request = params["request"]
        self.url_params: Dict[str, Any] = request["url_params"]
        self.req_body: Dict[str, Any] = request["req_body"]
        self.req_form: Dict[str, Any] = request["req_form"]
        for field, files in request["files"].items():
            uploaded = [UploadedFile(**file) for file in files]
            self.req_form[field] = uploaded[0] if len(uploaded) == 1 else uploaded
        self.run_id: str = params["run_id"]
        self.workflow_id: str = params["workflow_id"]
        self.version: int = params["version"]
        self.task_name: str = params["task"]
        self.attempt: int = params["attempt"]
        self.user: Optional[str] = params["user"]
        self.method: str = params["method"]
        self._headers: Any = params["headers"]
        self.secrets = values_store.secrets
        self._plain_items = plain_items.find(params["plain_items"]) if "plain_items" in params else plain_items.NONE
        self._following = Following(f"{self.workflow_id}/workflow.yaml", self.task_name, params.get("following", ()))

    @property
    def headers(self) -> "Headers":
        """Of the request. Made when they are first asked for, which most tasks never do."""
        if type(self._headers) is not Headers:
            self._headers = Headers(self._headers)
        return self._headers

    def push(self, key: str, value: Any) -> None:
        """Shares a snapshot of any picklable value with later tasks. Raises TypeError when it cannot be pickled, ValueError when it is too large."""
        _check_name("push", "key", key)
        self._check_task("push")
        snapshot = self._values.snapshot(key, value)
        try:
            self._call.notify_later("push", key=to_text(key), value=snapshot)
        except (RuntimeError, ValueError):  # it was not sent: the task has ended meanwhile, or the message is too long
            self._values.discard(snapshot)
            raise
        self._call.pushed[key] = snapshot

    def pull(self, key: str) -> Any:
        """This task's own copy of the value that tasks before this one shared. Raises KeyError naming the keys that exist."""
        _check_name("pull", "key", key)
        snapshot = self._call.pushed.get(key)
        return self._values.rebuild(self._call.request("pull", key=to_text(key))["value"] if snapshot is None else from_text(snapshot))

    def response_data(self, item: str, rows: Any) -> None:
        """Appends rows, a list of dicts or a DataFrame, to a response item. Raises ValueError when they do not fit its schema."""
        _check_name("response_data", "item", item)
        self._check_task("response_data")
        text = json_values.encode(_rows(rows), f"response item {item!r}")
        if len(text) <= _UNASKED and self._plain_items.surely_take(item, rows):
            self._call.notify_later("response_data", item=to_text(item), rows=text)
        else:
            self._call.request("response_data", item=to_text(item), rows=text)

    def response_meta(self, item: str, meta: Mapping[str, Any]) -> None:
        """Merges a dict into the metadata of a response item."""
        _check_name("response_meta", "item", item)
        self._check_task("response_meta")
        if not isinstance(meta, dict):
            raise TypeError(f"response_meta takes a dict, not {json_values.type_name(meta)}")
        self._call.request("response_meta", item=to_text(item), meta=json_values.encode(meta, f"metadata of response item {item!r}"))

    def skip_following(self, *tasks: str, reason: str = "") -> None:
        """Leaves out the named ones of the tasks with an edge from this one; all of them when none is named. Raises ValueError for a task that does not follow."""
        self._check_task("skip_following")
        self._following.skip(tasks, reason)

    def not_taken(self) -> List[Dict[str, str]]:
        """The edges from this task that are not taken, as in the answer. Raises ConditionRaised."""
        names = {name: getattr(self, name) for name in NAMES}
        return self._following.not_taken(names)

    def is_unconditional(self) -> bool:
        """Whether all edges from this task are taken and nobody has to be asked."""
        return self._following.is_unconditional()

    def changed_request(self) -> str:
        """JSON text of the request's parts as an interceptor left them; of files the paths, by form field."""
        for name in ("url_params", "req_body", "req_form"):
            part = getattr(self, name)
            if not isinstance(part, dict):
                raise TypeError(f"the interceptor has to leave a dict in ti.{name}, not {json_values.type_name(part)}")
        form = {name: value for name, value in self.req_form.items() if not _is_file(value)}
        files = {name: _paths(value) for name, value in self.req_form.items() if _is_file(value)}
        parts = {"url_params": self.url_params, "req_body": self.req_body, "req_form": form, "files": files}
        return json_values.encode(parts, "request")

    def _check_task(self, method: str) -> None:
        if self._is_interceptor:
            raise RuntimeError(f"an interceptor has nothing to do with ti.{method}: there is no run yet; change ti.req_body instead")


def _check_name(method: str, argument: str, name: Any) -> None:
    if not isinstance(name, str):
        raise TypeError(f"{method} takes a str as {argument}, not {json_values.type_name(name)}")


def _rows(rows: Any) -> List[Any]:
    if json_values.is_data_frame(rows):
        return data_frames.rows(rows)
    if not isinstance(rows, (list, tuple)):
        raise TypeError(f"response_data takes a list of dicts or a DataFrame as rows, not {json_values.type_name(rows)}")
    return rows


def _is_file(value: Any) -> bool:
    return isinstance(value, UploadedFile) or (isinstance(value, list) and bool(value) and all(isinstance(file, UploadedFile) for file in value))


def _paths(value: Any) -> List[str]:
    return [file.path for file in (value if isinstance(value, list) else [value])]
