"""The server's side of the protocol, as much of it as tests need: starts real processes and answers what tasks ask for."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import threading
from typing import Any, Dict, List, Optional, Sequence

from tests import SOURCE

MARK = "6f1f0a7c9d3e4b5a8c7d6e5f4a3b2c1d"
_DEADLINE = 30


def start(module: str, **options: Any) -> "subprocess.Popen[bytes]":
    """A process of the package, started as the server starts it."""
    code = f"import sys; sys.path.insert(0, {SOURCE!r}); from {module} import main; main()"
    return subprocess.Popen([sys.executable, "-I", "-X", "faulthandler", "-c", code], bufsize=0, **options)


class WorkerClient:
    """One worker. A test that hangs ends by the deadline: the worker is killed and reads return nothing."""

    def __init__(self, *, initialize: bool = True, inline_value_bytes: int = 65536, max_message_bytes: int = 16 << 20, limits: Optional[Dict[str, int]] = None, **options: Any) -> None:
        self.folder = tempfile.mkdtemp(prefix="worker-")
        options.setdefault("cwd", self.folder)
        pipe = subprocess.PIPE
        self.process = start("beworkflows_worker.__main__", stdin=pipe, stdout=pipe, stderr=pipe, **options)
        self._timer = threading.Timer(_DEADLINE, self.process.kill)
        self._timer.start()
        self._lines = os.fdopen(os.dup(self.process.stdout.fileno()), "rb")
        self._log = os.fdopen(os.dup(self.process.stderr.fileno()), "rb")
        self.values: Dict[str, Any] = {}
        self.objects: Dict[str, Dict[str, Any]] = {}
        self.received: List[Dict[str, Any]] = []
        self.rows: Dict[str, List[Any]] = {}
        self.meta: Dict[str, Any] = {}
        self.messages: List[Any] = []
        self.ended: List[Dict[str, Any]] = []
        self.on_message = lambda message: None
        self._id = 0
        if initialize:
            self.pid = self.request(
                "initialize",
                protocol=1,
                output_mark=MARK,
                max_message_bytes=max_message_bytes,
                inline_value_bytes=inline_value_bytes,
                incoming_dir=self.folder,
                **({} if limits is None else {"limits": limits}),
            )["result"]["pid"]

    def __enter__(self) -> "WorkerClient":
        return self

    def __exit__(self, *error: Any) -> None:
        self._timer.cancel()
        try:
            os.killpg(self.process.pid, 9)
        except ProcessLookupError:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr, self._lines, self._log):
            stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def send_line(self, line: bytes) -> None:
        data = line + b"\n"
        while data:
            data = data[self.process.stdin.write(data) :]

    def receive(self) -> Dict[str, Any]:
        line = self._lines.readline()
        if not line:
            raise EOFError("the worker is gone")
        message = json.loads(line)
        self.received.append(message)
        return message

    def request(self, rpc: str, **params: Any) -> Dict[str, Any]:
        """Sends a request and returns its answer; serves the task meanwhile."""
        self._id += 1
        return self.exchange({"jsonrpc": "2.0", "id": self._id, "method": rpc, "params": params})

    def exchange(self, request: Dict[str, Any]) -> Dict[str, Any]:
        self.send_line(json.dumps(request).encode())
        while True:
            message = self.receive()
            if "method" not in message:
                return message
            self._serve(message)

    def run(self, source: Optional[str], *, function: str = "task", code_id: Optional[str] = None, following: Sequence[Any] = (), then: Sequence[Any] = (), **changes: Any) -> Dict[str, Any]:
        """The result of one `run_task`; `source` may be indented, None leaves it out. `following` and `then` are left out when they are empty. `changes` replace parameters, also those of the request and the code."""
        source = None if source is None else textwrap.dedent(source)
        code = {"id": code_id or str(hash(source)), "function": function, "module": f"hello.{function}", "file": f"hello/{function}.py", "source": source}
        if source is None:
            del code["source"]
        request = {"url_params": {}, "req_body": {}, "req_form": {}, "files": {}}
        params = {"kind": "task", "run_id": "run-1", "workflow_id": "hello", "version": 3, "task": function, "attempt": 1, "user": None}
        params.update(method="GET", headers={}, secrets={}, code=code, request=request, values_dir=self.folder)
        if following:
            params["following"] = following
        if "plain_items" in changes:
            params["plain_items"] = changes.pop("plain_items")
        if then:
            params["then"] = then
        for name, value in changes.items():
            next(part for part in (request, code, params) if name in part)[name] = value
        answer = self.request("run_task", **params)
        return answer.get("result") or answer

    def output(self) -> str:
        """What the call that ended before the next mark wrote to the descriptors 1 and 2."""
        lines = []
        for line in self._log:
            before, found, mark = line.partition(b"\x1e" + MARK.encode() + b" ")
            lines.append(before)
            if found:
                break
        return b"".join(lines).decode("utf-8", "backslashreplace")

    def _serve(self, message: Dict[str, Any]) -> None:
        method, params = message["method"], message["params"]
        answer = getattr(self, "_" + method)(params)
        if "id" in message:
            self.send_line(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer}).encode())

    def _task_ended(self, params: Dict[str, Any]) -> None:
        self.ended.append(params["result"])

    def _push(self, params: Dict[str, Any]) -> None:
        self.values[params["key"]] = params["value"]

    def _pull(self, params: Dict[str, Any]) -> Dict[str, Any]:
        if params["key"] in self.values:
            return {"result": {"value": self.values[params["key"]]}}
        message = f"no task before this one pushed {params['key']!r}"
        return {"error": {"code": -32001, "message": message, "data": {"keys": sorted(self.values)}}}

    def _response_data(self, params: Dict[str, Any]) -> Dict[str, Any]:
        self.rows.setdefault(params["item"], []).extend(params["rows"])
        return {"result": {}}

    def _response_meta(self, params: Dict[str, Any]) -> Dict[str, Any]:
        self.meta[params["item"]] = params["meta"]
        return {"result": {}}

    def _message(self, params: Dict[str, Any]) -> None:
        self.messages.append(params["message"])
        self.on_message(params["message"])

    def _object_put(self, params: Dict[str, Any]) -> Dict[str, Any]:
        id = f"object-{len(self.objects) + 1}"
        path = os.path.join(self.folder, id)
        os.rename(os.path.join(self.folder, params["file"]), path)
        self.objects[id] = {"id": id, "path": path, **{name: params[name] for name in ("filename", "content_type", "size")}}
        return {"result": {"id": id}}

    def _object_get(self, params: Dict[str, Any]) -> Dict[str, Any]:
        if params["id"] in self.objects:
            return {"result": self.objects[params["id"]]}
        return {"error": {"code": -32005, "message": f"the object store has no file {params['id']!r}", "data": {"id": params["id"]}}}

    def _object_delete(self, params: Dict[str, Any]) -> Dict[str, Any]:
        answer = self._object_get(params)
        self.objects.pop(params["id"], None)
        return answer if "error" in answer else {"result": {}}
