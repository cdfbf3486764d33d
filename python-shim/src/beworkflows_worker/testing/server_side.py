"""The server's side of the worker protocol in memory: what a task asks for is answered as the server answers it."""

import json
import threading
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence

from beworkflows_worker.channel import to_line, to_text
from beworkflows_worker.testing.definition import Field
from beworkflows_worker.masks import Masks
from beworkflows_worker.testing.object_folder import ObjectFolder
from beworkflows_worker.testing.rows_check import problems

_MAX_MESSAGE_BYTES = 16 << 20
Stored = str
"""JSON text of a pushed value, as `Values.snapshot` writes it."""


class ServerSide:
    """Answers one attempt of one task, and collects what it leaves. Stands where a `Channel` stands in a worker. Thread safe.

    `visible` is what the task can pull, `items` the fields of each response item; None: any item, any objects.
    """

    def __init__(
        self, task: str, visible: Mapping[str, Stored], items: Optional[Mapping[str, Sequence[Field]]], objects: ObjectFolder, masks: Masks
    ) -> None:
        self.pushed: Dict[str, Stored] = {}
        self.rows: Dict[str, List[Any]] = {}
        self.meta: Dict[str, Dict[str, Any]] = {}
        self.messages: List[Any] = []
        self._task = task
        self._visible = visible
        self._items = items
        self._objects = objects
        self._masks = masks
        self._lock = threading.Lock()

    def notify(self, method: str, params: str) -> None:
        """`params` is JSON text. Raises ValueError when the message is too long."""
        self.request(method, params)

    notify_later = notify

    def request(self, method: str, params: str, is_over: Callable[[], bool] = lambda: False) -> Dict[str, Any]:
        """A message with `result` or `error`."""
        line = to_line(f'{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}', _MAX_MESSAGE_BYTES)
        with self._lock:
            return getattr(self, f"_{method}")(json.loads(line)["params"])

    def _push(self, params: Dict[str, Any]) -> Dict[str, Any]:
        self.pushed[params["key"]] = to_text(params["value"])
        return _result()

    def _pull(self, params: Dict[str, Any]) -> Dict[str, Any]:
        """What this task pushed itself comes before what earlier tasks pushed."""
        key = params["key"]
        stored = self.pushed.get(key, self._visible.get(key))
        if stored is not None:
            return _result(value=json.loads(stored))
        return _error(-32001, f"no task before {self._task!r} pushed {key!r}", keys=sorted({*self._visible, *self.pushed}))

    def _response_data(self, params: Dict[str, Any]) -> Dict[str, Any]:
        item, rows = params["item"], params["rows"]
        if self._items is not None and item not in self._items:
            return self._unknown_item(item)
        found = problems(self._items[item] if self._items is not None else (), rows)
        if found:
            more = "" if len(found) == 1 else f" (and {len(found) - 1} more)"
            first = f"{found[0]['pointer']}: {found[0]['message']}"
            return _error(-32002, f"response item '{item}' does not fit its schema: {first}{more}", problems=found)
        self.rows.setdefault(item, []).extend(self._masks.json(rows))
        return _result()

    def _response_meta(self, params: Dict[str, Any]) -> Dict[str, Any]:
        item = params["item"]
        if self._items is not None and item not in self._items:
            return self._unknown_item(item)
        self.meta.setdefault(item, {}).update(self._masks.json(params["meta"]))
        return _result()

    def _unknown_item(self, item: str) -> Dict[str, Any]:
        items = list(self._items or ())
        existing = "response items: " + ", ".join(items) if items else "there are no response items"
        return _error(-32003, f"the workflow declares no response item '{item}'; {existing}", items=items)

    def _message(self, params: Dict[str, Any]) -> Dict[str, Any]:
        self.messages.append(self._masks.json(params["message"]))
        return _result()

    def _object_put(self, params: Dict[str, Any]) -> Dict[str, Any]:
        return _result(id=self._objects.take(params["file"], params["filename"], params["content_type"], params["size"]))

    def _object_get(self, params: Dict[str, Any]) -> Dict[str, Any]:
        found = self._objects.find(params["id"])
        return _result(**found) if found is not None else _unknown_object(params["id"])

    def _object_delete(self, params: Dict[str, Any]) -> Dict[str, Any]:
        return _result() if self._objects.remove(params["id"]) else _unknown_object(params["id"])


def _unknown_object(object_id: str) -> Dict[str, Any]:
    return _error(-32005, f"the object store has no file '{object_id}'", id=object_id)


def _result(**members: Any) -> Dict[str, Any]:
    return {"result": members}


def _error(code: int, message: str, **data: Any) -> Dict[str, Any]:
    return {"error": {"code": code, "message": message, "data": data}}
