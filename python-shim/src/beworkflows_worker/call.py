"""The `run_task` that is being answered: the door through which a task asks the server for something."""

from contextlib import contextmanager
from typing import Any, Dict, Iterator, Optional

from beworkflows_worker.channel import Channel

_EXCEPTIONS = {
    -32001: KeyError,
    -32002: ValueError,
    -32003: KeyError,
    -32005: FileNotFoundError,
    -32006: ValueError,
}
_current: Optional["Call"] = None


class Call:
    """Open while the task runs. Threads that outlive their task get RuntimeError. Thread safe."""

    def __init__(self, channel: Channel, call_id: int, task: str, incoming_dir: str, pushed: Optional[Dict[str, str]] = None) -> None:
        """`pushed` has by key what this task, and those before it in its chain, pushed: JSON text of the protocol's values."""
        self.task = task
        self.incoming_dir = incoming_dir
        self.pushed: Dict[str, str] = {} if pushed is None else pushed
        self._channel = channel
        self._params = f'{{"call":{call_id}'
        self._closed = False

    def notify(self, method: str, **fields: str) -> None:
        """The values of `fields` are JSON text."""
        self._check_open()
        self._channel.notify(method, self._with_call(fields))

    def notify_later(self, method: str, **fields: str) -> None:
        """The same, for what the server needs to know by the end of the task only."""
        self._check_open()
        self._channel.notify_later(method, self._with_call(fields))

    def request(self, method: str, **fields: str) -> Dict[str, Any]:
        """The result of the server; its errors are raised as the exceptions of PROTOCOL.md. The values of `fields` are JSON text."""
        self._check_open()
        answer = self._channel.request(method, self._with_call(fields), self._is_closed)
        if answer is None:
            self._check_open()
        if "error" in answer:
            raise _exception(answer["error"])
        return answer["result"]

    def open(self) -> None:
        global _current
        _current = self

    def close(self) -> None:
        global _current
        self._closed = True
        if _current is self:
            _current = None

    def _with_call(self, fields: Dict[str, str]) -> str:
        return self._params + "".join([f',"{name}":{text}' for name, text in fields.items()]) + "}"

    def _is_closed(self) -> bool:
        return self._closed

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError(f"task {self.task!r} has ended, its task instance cannot be used any more")


@contextmanager
def in_call(call: Call) -> Iterator[None]:
    """Opens a call for a while; the one before it is current again afterwards."""
    global _current
    before = _current
    call.open()
    try:
        yield
    finally:
        _current = before


def current_call(purpose: str) -> Call:
    """Of the task that runs in this process; in any of its threads."""
    if _current is None:
        raise RuntimeError(f"{purpose} works only while a task runs")
    return _current


def _exception(error: Dict[str, Any]) -> Exception:
    code, message, data = error["code"], error["message"], error.get("data") or {}
    if code == -32001:
        message += "; keys that can be pulled: " + (", ".join(map(repr, data.get("keys", []))) or "none")
    if code == -32005:
        return FileNotFoundError(message)
    return _EXCEPTIONS.get(code, RuntimeError)(message)
