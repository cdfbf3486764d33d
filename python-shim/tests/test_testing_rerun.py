"""A past run as a test."""

import unittest
from typing import Any

from beworkflows_worker.testing import Workflow, fails
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
    def flow(self, body: str, **members: Any) -> Workflow:
        return Workflow.of({"id": "w", "tasks": [{"name": "a", "code": f"class Own(Exception): pass\ndef a(ti):\n    {body}\n"}], **members})

    def test_tasksGetTheRequestAsItWasRecorded(self) -> None:
        body = "ti.push('seen', [ti.url_params, ti.req_body, ti.user, ti.method, ti.run_id, ti.headers['A']])"
        flow = self.flow(body, methods=["POST"], url_args=[{"name": "l", "type": "array", "required": True}])
        result = flow.rerun(url_params={"l": [1, 2]}, req_body={"added": 1}, user="ada", method="PUT", headers={"a": "b"}, run_id="r-1")
        self.assertEqual([{"l": [1, 2]}, {"added": 1}, "ada", "PUT", "r-1", "b"], result.pushed["seen"])

    def test_theInterceptorIsNotAskedAgain(self) -> None:
        flow = self.flow("pass", mode="background", interceptor="def intercept(ti): 1 / 0")
        self.assertEqual({}, flow.rerun().pushed)

    def test_filesAreThoseOfTheTest(self) -> None:
        flow = self.flow("ti.push('text', ti.req_form['csv'].text())", form=[{"name": "csv", "type": "file"}])
        self.assertEqual("1,2", flow.rerun(req_form={"csv": None}, files={"csv": "1,2"}).pushed["text"])

    def test_aFailureIsExpectedWithTypeAndMessage(self) -> None:
        with fails("ValueError", "no"):
            self.flow("raise ValueError('no')").rerun()
        with fails("w.a.Own", "no"):
            self.flow("raise Own('no')").rerun()
        for body, got in (("raise ValueError('yes')", "got ValueError: yes"), ("raise KeyError('no')", "got KeyError: 'no'"), ("pass", "but nothing was raised")):
            with self.subTest(body), self.assertRaisesRegex(AssertionError, f"expected ValueError: no, {got}"):
                with fails("ValueError", "no"):
                    self.flow(body).rerun()
