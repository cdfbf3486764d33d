"""A past run as a test."""

import json
import pathlib
import tempfile
import unittest
from typing import Any

from beworkflows_worker.testing import Recording, Workflow, recording
from beworkflows_worker.testing.graph_run import RunResult


def result(response: Any) -> RunResult:
    return RunResult("r", response, {}, [], {}, {})


class Expecting(unittest.TestCase):
    def test_everyDifferenceIsTold(self) -> None:
        expected = {"data": {"a": [{"x": 1, "y": "z", "gone": 1}, {}], "b": []}, "meta": {"a/b": True}}
        actual = {"data": {"a": [{"x": 2, "y": ["z"], "new": None}], "b": {}}, "meta": {"a/b": 1}}
        with self.assertRaises(AssertionError) as raised:
            result(actual).expect(expected)
        self.assertEqual(
            [
                "the response is not the expected one",
                "/data/a/0/x: expected 1, got 2",
                "/data/a/0/y: expected 'z', got [\"z\"]",
                "/data/a/0/gone: is missing",
                "/data/a/0/new: is not expected",
                "/data/a: expected 2 elements, got 1",
                "/data/b: expected [], got {}",
                "/meta/a~1b: expected true, got 1",
            ],
            str(raised.exception).split("\n"),
        )

    def test_twentyDifferencesAreEnough(self) -> None:
        with self.assertRaises(AssertionError) as raised:
            result([0] * 30).expect([1] * 30)
        self.assertEqual(("and more", 22), (str(raised.exception).split("\n")[-1], len(str(raised.exception).split("\n"))))

    def test_numbersMayDifferByTheTolerance(self) -> None:
        result({"a": 0.1 + 0.2, "b": 1}).expect({"a": 0.3, "b": 1.0})
        result({"a": 0.978}).expect({"a": 0.97}, tolerance=0.01)
        with self.assertRaisesRegex(AssertionError, r"/a: expected 0\.3, got 0\.31"):
            result({"a": 0.31}).expect({"a": 0.3})
        with self.assertRaisesRegex(AssertionError, "/a: expected null, got 0"):
            result({"a": 0}).expect({"a": None})

    def test_whatIsIgnoredIsNotCompared(self) -> None:
        result({"a": [{"id": 1}, {"id": 2}], "b/c": 1, "d": 5}).expect({"a": [{"id": 3}, {}], "b/c": 2}, ignore=["/a/*/id", "/b~1c", "/d"])
        with self.assertRaisesRegex(AssertionError, "/a/1/x"):
            result({"a": [{}, {"x": 1}]}).expect({"a": [{}, {}]}, ignore=["/a/0"])


class Rerunning(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def recorded(self, **members: Any) -> Recording:
        whole = {"format": "be-workflows-run/1", "workflow": "w", "run_id": "r-1", "request": {}, **members}
        (self.folder / "run.json").write_text(json.dumps(whole), encoding="utf-8")
        return recording(self.folder / "run.json")

    def flow(self, body: str, **members: Any) -> Workflow:
        return Workflow.of({"id": "w", "tasks": [{"name": "a", "code": f"def a(ti):\n    {body}\n"}], **members})

    def test_tasksGetTheRequestAsItWasRecorded(self) -> None:
        flow = self.flow("ti.push('seen', [ti.url_params, ti.req_body, ti.user, ti.method, ti.run_id, ti.headers['A']])", url_args=[{"name": "l", "type": "array", "required": True}])
        recorded = self.recorded(request={"url_params": {"l": [1, 2]}, "req_body": {"added": 1}}, user="ada", method="PUT", headers={"a": "b"})
        self.assertEqual([{"l": [1, 2]}, {"added": 1}, "ada", "PUT", "r-1", "b"], flow.rerun(recorded).pushed["seen"])

    def test_theInterceptorIsNotAskedAgain(self) -> None:
        flow = self.flow("pass", mode="background", interceptor="def intercept(ti): 1 / 0")
        self.assertEqual({}, flow.rerun(self.recorded()).pushed)

    def test_aFileThatIsNotThereIsToldWithItsPlace(self) -> None:
        flow = self.flow("ti.push('text', ti.req_form['csv'].text())", form=[{"name": "csv", "type": "file"}])
        recorded = self.recorded(request={"files": {"csv": [{"filename": "dir/a.csv", "content_type": "text/csv"}]}})
        place = self.folder / "a.csv"
        with self.assertRaisesRegex(FileNotFoundError, f"the recorded run had the file 'dir/a.csv' in the field 'csv'; put it at {place}"):
            flow.rerun(recorded)
        place.write_text("1,2")
        self.assertEqual("1,2", flow.rerun(recorded).pushed["text"])

    def test_aFailureIsExpectedAsItWasRecorded(self) -> None:
        recorded = self.recorded(error={"task": "a", "type": "ValueError", "message": "no"})
        with recorded.fails():
            self.flow("raise ValueError('no')").rerun(recorded)
        for body, got in (("raise ValueError('yes')", "got ValueError: yes"), ("raise KeyError('no')", "got KeyError: 'no'"), ("pass", "but the run succeeded")):
            with self.subTest(body), self.assertRaisesRegex(AssertionError, f"expected ValueError: no, {got}"):
                with recorded.fails():
                    self.flow(body).rerun(recorded)

    def test_whatIsNoRecordingIsRefused(self) -> None:
        with self.assertRaisesRegex(ValueError, "is not a recorded run: its format is not 'be-workflows-run/1'"):
            self.recorded(format="be-workflows/1")
