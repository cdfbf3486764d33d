"""Which edges are taken when a task has ended; with a real worker."""

from typing import Any, Dict, Optional

from tests.test_worker_process import WithWorker

PUSH = "def task(ti):\n    ti.push('n', 3)\n    ti.push('key with spaces', [1])\n"


class WithFollowing(WithWorker):
    def not_taken(self, source: str, **when: Optional[str]) -> Dict[str, str]:
        result = self.run_task(source, **when)
        self.assertEqual("succeeded", result["status"], result)
        return {entry["to"]: entry["reason"] for entry in result["not_taken"]}

    def error(self, source: str, **when: Optional[str]) -> Dict[str, Any]:
        result = self.run_task(source, **when)
        self.assertEqual("raised", result["status"], result)
        return result["error"]

    def run_task(self, source: str, **when: Optional[str]) -> Dict[str, Any]:
        following = [{"to": to, "when": condition} for to, condition in when.items()]
        return self.worker.run(source, following=following, url_params={"cut": 7})


class Conditions(WithFollowing):
    def test_anEdgeIsTakenWhenItsConditionIsTrue(self) -> None:
        reasons = self.not_taken(PUSH, a="n > 2", b="n > 3", c=None)
        self.assertEqual({"b": "the condition of task -> b was false: n > 3"}, reasons)

    def test_theTruthValueCounts(self) -> None:
        self.assertEqual({"b", "d", "f"}, set(self.not_taken(PUSH, a="[0]", b="[]", c="'x'", d="''", e="1", f="None")))

    def test_everyTaskSaysWhichEdgesAreNotTakenWhenThereAreConditionsAndNothingOtherwise(self) -> None:
        self.assertEqual({}, self.not_taken(PUSH, a="True"))
        self.assertNotIn("not_taken", self.run_task(PUSH, a=None))
        self.assertNotIn("not_taken", self.run_task(PUSH))

    def test_namesArePulledAsTheyAreNeededAndOnce(self) -> None:
        self.worker.values["earlier"] = {"json": 5}
        self.worker.received.clear()
        self.assertEqual({}, self.not_taken(PUSH, a="n and n", b="n + earlier == 8", c="True or nothing"))
        self.assertEqual(["earlier"], [message["params"]["key"] for message in self.worker.received if message.get("method") == "pull"])

    def test_whatConditionsCanUse(self) -> None:
        for condition in (
            "url_params['cut'] == 7 and req_body == {} and req_form == {}",
            "pull('key with spaces') == [1]",
            "len(pull('key with spaces')) == max(1, 0)",
            "all(i < n for i in range(n))",
            "[n for _ in [0]] == [3]",
            "(lambda x: x + n)(1) == 4",
            "(m := n + 1) == 4 and m == 4",
            "  n == 3\n",
            "(n ==\n 3)",
        ):
            with self.subTest(condition=condition):
                self.assertEqual({}, self.not_taken(PUSH, a=condition))

    def test_aPushedKeyComesBeforeABuiltin(self) -> None:
        self.assertEqual({}, self.not_taken("def task(ti): ti.push('max', 5)", a="max == 5"))

    def test_anUnknownNameSaysWhichKeysThereAre(self) -> None:
        error = self.error(PUSH, a="m > 3")
        self.assertEqual("NameError", error["type"])
        self.assertRegex(error["message"], r"\Athe condition of the edge task -> a: name 'm' is not defined: .*keys that can be pulled: 'key with spaces', 'n'")

    def test_aConditionThatRaisesIsShownWithItsEdge(self) -> None:
        error = self.error(PUSH, b="True", a="n >\\\n 1 / (n - 3)")
        self.assertEqual(("ZeroDivisionError", "the condition of the edge task -> a: division by zero"), (error["type"], error["message"]))
        self.assertTrue(error["traceback"].startswith('Traceback (most recent call last):\n  File "hello/workflow.yaml edge task -> a", line '), error["traceback"])
        self.assertIn("1 / (n - 3)", error["traceback"])
        self.assertNotIn("beworkflows_worker", error["traceback"])
        self.assertIn(error["line"], (1, 2))  # older versions of Python name the first line of an expression

    def test_everyWayToRaiseIsAResult(self) -> None:
        for condition, kind in (("exit(3)", "SystemExit"), ("n >", "SyntaxError"), ("pull(1)", "TypeError"), ("pull('m')", "KeyError")):
            with self.subTest(condition=condition):
                error = self.error(PUSH, a=condition)
                self.assertEqual(kind, error["type"])
                self.assertIn("task -> a", error["message"])
        self.assertEqual({}, self.not_taken(PUSH, a="n == 3"))

    def test_noConditionIsAskedWhenTheTaskRaised(self) -> None:
        self.assertEqual("first", self.error("def task(ti): raise ValueError('first')", a="1 / 0")["message"])

    def test_aTaskThatForksIsAnsweredOnce(self) -> None:
        reasons = self.not_taken("import os\ndef task(ti):\n    child = os.fork()\n    if child:\n        os.waitpid(child, 0)\n        ti.push('n', 1)", a="n > 1")
        self.assertEqual({"a"}, set(reasons))
        self.assertNotIn("Traceback", self.worker.output())


class SkipFollowing(WithFollowing):
    def test_allOrThoseThatAreNamed(self) -> None:
        skip = "def task(ti): ti.skip_following({})"
        self.assertEqual({"a", "b"}, set(self.not_taken(skip.format(""), a=None, b=None)))
        self.assertEqual({"b": "'task' called skip_following: no rows"}, self.not_taken(skip.format("'b', reason='no rows'"), a=None, b=None))
        self.assertEqual({"a": "'task' called skip_following"}, self.not_taken(skip.format("'a'"), a="1 / 0", b=None))
        self.assertNotIn("not_taken", self.run_task(skip.format("")))

    def test_mistakesAreToldInTheTask(self) -> None:
        error = self.error("def task(ti): ti.skip_following('a', 'c')", a=None, b=None)
        self.assertEqual(("ValueError", "'c' does not follow 'task'; tasks that do: 'a', 'b'"), (error["type"], error["message"]))
        error = self.error("def task(ti): ti.skip_following(reason=3)", a=None)
        self.assertEqual(("TypeError", "skip_following takes a str as reason, not int"), (error["type"], error["message"]))
        error = self.worker.run("def intercept(ti): ti.skip_following()", function="intercept", kind="interceptor")["error"]
        self.assertEqual("RuntimeError", error["type"])
