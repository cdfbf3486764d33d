"""Every example of PROTOCOL.md goes through the real thing: requests to a worker process, answers to the code that asked, the worker's messages out of it."""

import base64
import datetime
import itertools
import json
import os
import re
import tempfile
import unittest
from typing import Any, Dict, Iterator, Tuple

from tests import SHIM
from tests.worker_client import WorkerClient

from beworkflows_worker.call import Call
from beworkflows_worker.channel import Channel
from beworkflows_worker.task_instance import TaskInstance
from beworkflows_worker.value_room import ValueRoom
from beworkflows_worker.values import Values
from common.framework.utils import events, object_store


def examples() -> Iterator[Tuple[str, str, Dict[str, Any]]]:
    """Side that speaks first in the section, heading, message."""
    with open(os.path.join(SHIM, "PROTOCOL.md"), encoding="utf-8") as file:
        text = file.read()
    side = heading = ""
    for match in re.finditer(r"^## ([^\n]+)$|^### ([^\n]+)$|^```json\n(.*?)\n```$", text, re.M | re.S):
        side, heading = match[1] or side, match[2] or heading
        if match[3]:
            yield side, heading, json.loads(match[3])


def shape(value: Any) -> Any:
    """Names and types without the values."""
    if isinstance(value, dict):
        return {name: shape(child) for name, child in value.items()}
    return [shape(child) for child in value] if isinstance(value, list) else type(value).__name__


class ServerMessages(unittest.TestCase):
    def test_everyRequestOfTheServerIsAnswered(self) -> None:
        requests = [message for side, _, message in examples() if side == "Server to worker" and "method" in message]
        self.assertEqual({"initialize", "run_task", "load_code", "check_code"}, {message["method"] for message in requests})
        with WorkerClient(initialize=False) as worker:
            for request in requests:
                answer = worker.exchange(request)
                self.assertEqual(request["id"], answer["id"])
                self.assertIn("result", answer, answer)
            self.assertEqual([{"text": "Hello Ada"}] * 2, worker.rows["greeting"])

    def test_everyAnswerOfTheWorkerHasTheShapeOfTheExample(self) -> None:
        answers = [(heading, message["result"]) for side, heading, message in examples() if side == "Server to worker" and "result" in message]
        with WorkerClient() as worker:
            real = {
                "initialize": [worker.received[0]["result"]],
                "run_task": [
                    worker.run("def task(ti): pass"),
                    worker.run("def task(ti):\n    raise ValueError('no such cut')\n", function="greet", code_id="x"),
                    worker.run("def task(ti): raise ValueError('no such cut')"),
                    worker.exchange(next(message for _, _, message in examples() if "following" in message.get("params", {})))["result"],
                    worker.run(
                        "def intercept(ti):\n    ti.req_body['var'] = 84\n    ti.req_form['data'] = ti.req_form.pop('csv')",
                        function="intercept",
                        kind="interceptor",
                        files={"csv": [{"filename": "a.csv", "content_type": "text/csv", "size": 1, "path": "/data/uploads/5f0c"}]},
                    ),
                    worker.run("import threading, time\ndef task(ti): threading.Thread(target=time.sleep, args=(600,), name='poller').start()"),
                ],
                "load_code": [worker.exchange(message)["result"] for _, _, message in examples() if message.get("method") == "load_code"],
                "check_code": [worker.exchange(message)["result"] for _, _, message in examples() if message.get("method") == "check_code"],
            }
        for heading, result in answers:
            name = heading.split()[0]
            self.assertIn(shape(result), [shape(each) for each in real[name]], heading)

    def test_theCheckOfTheExampleHasTheVeryAnswerOfTheExample(self) -> None:
        request, expected = [message for _, heading, message in examples() if heading.startswith("check_code")]
        with WorkerClient() as worker:
            answer = worker.exchange(request)
        for result in (answer, expected):
            for function in result["result"]["functions"]:
                for problem in function["problems"]:
                    problem.pop("message")  # worded by the interpreter, anew in each version
                    problem.pop("column")
        self.assertEqual(expected, answer)


class WorkerMessages(unittest.TestCase):
    """Each example is produced by the call that a task makes, against a channel on pipes."""

    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        to_worker, from_worker = os.pipe(), os.pipe()
        for descriptor in (*to_worker, *from_worker):
            self.addCleanup(os.close, descriptor)
        self.server_output, self.server_input = to_worker[1], from_worker[0]
        self.channel = Channel(to_worker[0], from_worker[1], on_end=lambda: self.fail("ended"))
        self.next_id = 1
        self.pushed: Dict[str, str] = {}
        call = Call(self.channel, 7, "greet", self.folder.name, self.pushed)
        call.open()
        self.addCleanup(call.close)
        request = {"url_params": {}, "req_body": {}, "req_form": {}, "files": {}}
        params = {"kind": "task", "request": request, "run_id": "r", "workflow_id": "w", "version": 1, "task": "greet", "attempt": 1, "user": None, "method": "GET", "headers": {}}
        rooms = [ValueRoom(self.folder.name), ValueRoom("/nowhere/run", spill_folder=self.folder.name)]
        self.ti, self.spilling_ti = (TaskInstance(call, Values(room, "greet-1", 65536, itertools.count(1)), params) for room in rooms)

    @staticmethod
    def is_unasked(example: Dict[str, Any]) -> bool:
        return example["method"] == "response_data" and "id" not in example

    def produce(self, example: Dict[str, Any]) -> Any:
        self.pushed.clear()  # what the task pushed itself is not asked for
        params = example["params"]
        value = params.get("value", {})
        if example["method"] == "push":
            content = value["json"] if "json" in value else datetime.date(2026, 1, 2) if "pickle" in value else bytearray(value["bytes"] // 100)
            return lambda: (self.spilling_ti if value.get("spilled") else self.ti).push(params["key"], content)
        return {
            "pull": lambda: self.ti.pull(params.get("key")),
            "response_data": lambda: self.ti.response_data(params.get("item"), params.get("rows")),
            "response_meta": lambda: self.ti.response_meta(params.get("item"), params.get("meta")),
            "message": lambda: events.send_user_task_sse(params.get("message")),
            "object_put": lambda: object_store.put(bytes(params["size"]), filename=params["filename"], content_type=params["content_type"]),
            "object_get": lambda: object_store.get(params["id"]),
            "object_delete": lambda: object_store.delete(params["id"]),
        }[example["method"]]

    def test_everyMessageIsProducedByACallOfTaskCode(self) -> None:
        for side, _, example in examples():
            if side != "Worker to server" or example.get("method") in (None, "task_ended") or self.is_unasked(example):  # test_chain and test_plain_items have these
                continue
            with self.subTest(example=example):
                self.answer_next({"result": {"id": "x", "value": {"json": 1}, "filename": "a", "content_type": "b", "size": 1, "path": "c"}})
                self.produce(example)()
                self.channel.notify("message", "{}")  # takes along what was kept back
                sent = json.loads(os.read(self.server_input, 1 << 20).splitlines()[0])
                self.assertEqual(shape(example), shape(sent))
                for name, expected in example["params"].items():
                    if name not in ("value", "file"):
                        self.assertEqual(expected, sent["params"][name])
                if "json" in example["params"].get("value", {}):
                    self.assertEqual(example["params"]["value"], sent["params"]["value"])

    def test_thePickleOfTheExampleCanBeRead(self) -> None:
        pickles = [message["params"]["value"] for _, _, message in examples() if "pickle" in message.get("params", {}).get("value", {})]
        self.assertEqual(1, len(pickles))
        base64.b64decode(pickles[0]["pickle"], validate=True)
        self.assertEqual(datetime.date(2026, 1, 2), Values(ValueRoom(""), "", 0, itertools.count()).rebuild(pickles[0]))

    def test_everyAnswerOfTheServerIsAResultOrTheExceptionOfTheErrorTable(self) -> None:
        exceptions = {-32001: KeyError, -32002: ValueError, -32003: KeyError, -32005: FileNotFoundError}
        request = None
        for side, _, example in examples():
            if side != "Worker to server":
                continue
            if "method" in example:
                request = example
                continue
            with self.subTest(example=example):
                self.answer_next(example)
                if "error" in example:
                    with self.assertRaises(exceptions[example["error"]["code"]]) as raised:
                        self.produce(request)()
                    self.assertIn(example["error"]["message"].split("'")[0], str(raised.exception))
                elif "file" in example["result"].get("value", {}):
                    with self.assertRaises(FileNotFoundError):  # recognised: it looks for the file
                        self.produce(request)()
                else:
                    self.produce(request)()
                os.read(self.server_input, 1 << 20)

    def answer_next(self, answer: Dict[str, Any]) -> None:
        message = {**answer, "jsonrpc": "2.0", "id": self.next_id}
        self.next_id += 1
        os.write(self.server_output, json.dumps(message).encode() + b"\n")
