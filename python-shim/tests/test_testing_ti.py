"""The `ti` of tests: what the real one does it does, and it tells what a task left."""

import datetime
import logging
import pathlib
import tempfile
import threading
import unittest
from typing import Any

from beworkflows_worker import testing
from beworkflows_worker.call import current_call
from common.framework.utils import object_store
from common.framework.utils.events import send_user_task_sse


class Values(unittest.TestCase):
    def test_aPushIsASnapshot(self) -> None:
        ti = testing.ti()
        rows = [1, 2]
        ti.push("rows", rows)
        rows.append(3)
        self.assertEqual({"rows": [1, 2]}, ti.pushed)

    def test_whatWasPushedBeforeIsASnapshotToo(self) -> None:
        rows = {"a": [1]}
        ti = testing.ti(pushed={"rows": rows})
        rows["a"].append(2)
        self.assertEqual({"a": [1]}, ti.pull("rows"))

    def test_everyPullAndEveryLookIsAnOwnCopy(self) -> None:
        ti = testing.ti(pushed={"rows": [1, 2], "sets": [{1, 2}]})
        ti.push("mine", [1])
        ti.push("large", bytearray(100_000))
        for look in (*(lambda key=key: ti.pull(key) for key in ("rows", "sets", "mine", "large")), lambda: ti.pushed["mine"], lambda: ti.pushed["large"]):
            self.assertIsNot(look(), look())

    def test_largeValuesOutliveTheInstance(self) -> None:
        pushed = testing.ti().run(lambda ti: ti.push("large", bytes(100_000))).pushed
        testing.ti()
        self.assertEqual(bytes(100_000), pushed["large"])

    def test_whatCannotBePickledIsRefused(self) -> None:
        ti = testing.ti()
        with self.assertRaisesRegex(TypeError, "push of 'lock': _thread.lock cannot be pickled"):
            ti.push("lock", threading.Lock())
        with self.assertRaisesRegex(TypeError, "push of 'lock'"):
            testing.ti(pushed={"lock": threading.Lock()})
        self.assertEqual({}, ti.pushed)

    def test_anUnknownKeyNamesThoseThatExist(self) -> None:
        ti = testing.ti(task="train", pushed={"rows": 1})
        ti.push("model", 2)
        with self.assertRaisesRegex(KeyError, "no task before 'train' pushed 'row'; keys that can be pulled: 'model', 'rows'"):
            ti.pull("row")
        with self.assertRaisesRegex(KeyError, "nobody pushed 'rows'; pushed keys: 'model'"):
            ti.pushed["rows"]

    def test_itsOwnPushComesBeforeThatOfOthers(self) -> None:
        ti = testing.ti(pushed={"rows": 1})
        ti.push("rows", 2)
        self.assertEqual(2, ti.pull("rows"))

    def test_aMessageThatIsTooLongIsRefused(self) -> None:
        with self.assertRaisesRegex(ValueError, r"the limit is 16777216 \(max_message_bytes\)"):
            testing.ti().response_data("text", [{"a": "x" * (16 << 20)}])


class Answers(unittest.TestCase):
    def test_rowsAreAppendedAndMetadataMerged(self) -> None:
        ti = testing.ti()
        ti.response_data("a", [{"x": 1}])
        ti.response_data("a", [{"x": datetime.date(2026, 1, 31)}, {"x": float("nan")}])
        ti.response_meta("a", {"count": 1, "kind": "old"})
        ti.response_meta("a", {"kind": "new"})
        self.assertEqual([{"x": 1}, {"x": "2026-01-31"}, {"x": None}], ti.response["a"].rows)
        self.assertEqual({"count": 1, "kind": "new"}, ti.response["a"].meta)

    def test_rowsAreCheckedAtOnce(self) -> None:
        ti = testing.ti(response=[{"key": "a", "fields": [{"name": "x", "type": "integer", "required": True}]}])
        with self.assertRaisesRegex(ValueError, r"response item 'a' does not fit its schema: /1/x: expected an integer, got 'b' \(and 1 more\)"):
            ti.response_data("a", [{"x": 1}, {"x": "b"}, {"y": 1}][:2] + [{}])
        self.assertEqual([], ti.response["a"].rows)

    def test_anUndeclaredItemIsRefused(self) -> None:
        ti = testing.ti(response=["a"])
        for answer in (lambda: ti.response_data("b", []), lambda: ti.response_meta("b", {})):
            with self.assertRaisesRegex(KeyError, "the workflow declares no response item 'b'; response items: a"):
                answer()
        with self.assertRaisesRegex(KeyError, "there is no response item 'b'; there are: a"):
            ti.response["b"]

    def test_whatIsNoObjectIsNoRow(self) -> None:
        with self.assertRaisesRegex(ValueError, "/0: is 3"):
            testing.ti().response_data("a", [3])


class Calls(unittest.TestCase):
    def test_messagesAreKept(self) -> None:
        ti = testing.ti()
        send_user_task_sse("half")
        send_user_task_sse({"done": datetime.date(2026, 1, 31)})
        self.assertEqual(["half", {"done": "2026-01-31"}], ti.messages)

    def test_runMakesTheInstanceTheCurrentOneForAWhile(self) -> None:
        first, second = testing.ti(), testing.ti()
        first.run(lambda ti: send_user_task_sse("first"))
        send_user_task_sse("second")
        self.assertEqual((["first"], ["second"]), (first.messages, second.messages))

    def test_anAsynchronousFunctionIsAwaitedByRun(self) -> None:
        async def task(ti: Any) -> None:
            ti.push("a", 1)

        self.assertEqual({"a": 1}, testing.ti().run(task).pushed)

    def test_aGeneratorIsRefused(self) -> None:
        def task(ti: Any) -> Any:
            yield 1

        with self.assertRaisesRegex(TypeError, "the task function is a generator"):
            testing.ti().run(task)

    def test_whatIsPrintedAndLoggedIsKept(self) -> None:
        def task(ti: Any) -> None:
            print("printed")
            logging.getLogger("a.b").info("logged %d", 1)
            logging.getLogger("a.b").debug("too fine")

        level = logging.getLogger().level
        self.assertEqual("printed\nINFO a.b: logged 1\n", testing.ti().run(task).log)
        self.assertEqual(level, logging.getLogger().level)

    def test_theRequestIsTakenAsItIs(self) -> None:
        ti = testing.ti(url_params={"n": 3}, req_body={"day": datetime.date(2026, 1, 31)}, user="ada", headers={"X-A": "1"}, attempt=2, run_id="r", workflow_id="w")
        self.assertEqual(({"n": 3}, {"day": "2026-01-31"}, {}), (ti.url_params, ti.req_body, ti.req_form))
        self.assertEqual(("ada", "1", 2, "r", "w", "task", "GET"), (ti.user, ti.headers["x-a"], ti.attempt, ti.run_id, ti.workflow_id, ti.task_name, ti.method))

    def test_withoutAFunctionRunNeedsOne(self) -> None:
        with self.assertRaisesRegex(TypeError, r"ti\.run\(function\)"):
            testing.ti().run()


class Files(unittest.TestCase):
    def test_uploadedFilesAreReal(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "a.csv")
            path.write_bytes(b"a,b")
            ti = testing.ti(files={"path": path, "text": "ü", "bytes": b"\x00", "named": testing.upload("x", "b.json"), "two": ["1", "2"], "none": None})
        form = ti.req_form
        self.assertEqual(("a.csv", "text/csv", 3, b"a,b"), (form["path"].filename, form["path"].content_type, form["path"].size, form["path"].read()))
        self.assertEqual(("text", 2, "ü"), (form["text"].filename, form["text"].size, form["text"].text()))
        self.assertEqual(("b.json", "application/json"), (form["named"].filename, form["named"].content_type))
        self.assertEqual([b"1", b"2"], [file.read() for file in form["two"]])
        with form["bytes"].open() as file:
            self.assertEqual(b"\x00", file.read())
        self.assertNotIn("none", form)

    def test_anythingElseIsNoFile(self) -> None:
        with self.assertRaisesRegex(TypeError, "bytes, str, a pathlib.Path or upload"):
            testing.ti(files={"a": 3})

    def test_theObjectStoreKeepsWhatIsSaved(self) -> None:
        ti = testing.ti(files={"csv": testing.upload("a,b", "a.csv")})
        saved = ti.req_form["csv"].save()
        self.assertEqual(("a.csv", b"a,b"), (object_store.get(saved).filename, object_store.get(saved).read()))
        self.assertEqual(3, object_store.info(object_store.put(b"abc"))["size"])
        object_store.delete(saved)
        with self.assertRaisesRegex(FileNotFoundError, "the object store has no file"):
            object_store.get(saved)

    def test_filesAreGoneWithTheInstance(self) -> None:
        ti = testing.ti(files={"a": "x"})
        path = pathlib.Path(ti.req_form["a"].path)
        self.assertTrue(path.exists())
        testing.ti()  # this one is now the one that outside calls belong to
        del ti
        self.assertFalse(path.exists())


class OfTheProcess(unittest.TestCase):
    def test_anInstanceThatIsGoneGetsNothingMore(self) -> None:
        ti = testing.ti()
        del ti
        with self.assertRaisesRegex(RuntimeError, "send_user_task_sse works only while a task runs"):
            send_user_task_sse("x")

    def test_aCallThatEndedLeavesTheCurrentOneAlone(self) -> None:
        ti = testing.ti()
        other = testing.ti()
        ti.end()
        self.assertIs(other._call, current_call("a test"))
