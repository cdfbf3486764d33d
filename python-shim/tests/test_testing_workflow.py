"""Workflows without a server: one task, the interceptor, the whole graph."""

import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback
import unittest
from typing import Any, Dict, Optional

from tests import SOURCE
from beworkflows_worker.testing import DefinitionError, RequestRefused, Workflow, upload, workflow

HAS_YAML = importlib.util.find_spec("yaml") is not None


def flow(tasks: Dict[str, str], edges: str = "", **members: Any) -> Workflow:
    """`tasks` are bodies of functions; `edges` such as `a b, b c`."""
    pairs = [pair.split() for pair in edges.split(",") if pair]
    return Workflow.of(
        {
            "id": "test-flow",
            "tasks": [{"name": name, "code": code(name, body)} for name, body in tasks.items()],
            "edges": [{"from": source, "to": target} for source, target in pairs],
            **members,
        }
    )


def code(name: str, body: str) -> str:
    return f"def {name}(ti):\n" + "".join(f"    {line}\n" for line in body.splitlines())


class OneTask(unittest.TestCase):
    def test_theRequestIsConvertedAsDeclared(self) -> None:
        loaded = flow(
            {"a": "pass"},
            url_args=[{"name": "n", "type": "integer"}, {"name": "on", "type": "boolean", "default": True}, {"name": "day", "type": "date"}, {"name": "list", "type": "array"}],
            body=[{"name": "x", "type": "number", "required": True}],
            form=[{"name": "f", "type": "file"}, {"name": "kind", "type": "enum", "options": ["a", 2]}],
        )
        ti = loaded.ti("a", url_params={"n": "3", "on": False, "list": [1, 2]}, req_body={"x": 1.5}, req_form={"kind": 2})
        self.assertEqual({"n": 3, "on": False, "day": None, "list": ["1", "2"]}, ti.url_params)
        self.assertEqual(({"x": 1.5}, {"f": None, "kind": 2}), (ti.req_body, ti.req_form))

    def test_allProblemsComeAtOnce(self) -> None:
        loaded = flow({"a": "pass"}, url_args=[{"name": "color", "type": "string", "required": True}, {"name": "n", "type": "integer"}])
        with self.assertRaises(RequestRefused) as refused:
            loaded.ti("a", url_params={"colour": "red", "n": 1.5}, req_body={"x": 1})
        self.assertEqual(
            "the request is refused\n"
            "query/n expected an integer, got '1.5'\n"
            "query/colour is not declared; did you mean 'color'?\n"
            "query/color is required\n"
            "body/x is not declared",
            str(refused.exception),
        )
        self.assertEqual({"in": "query", "name": "n", "pointer": "/n", "message": "expected an integer, got '1.5'", "expected": "an integer"}, refused.exception.errors[0])

    def test_theFunctionIsCalledByTaskOrByRun(self) -> None:
        loaded = flow({"a": "ti.push('b', 1)"})
        ti = loaded.ti("a")
        loaded.task("a")(ti)
        self.assertEqual({"b": 1}, ti.pushed)
        self.assertEqual({"b": 1}, loaded.ti("a").run().pushed)

    def test_anUnknownTaskNamesThoseThatExist(self) -> None:
        for use in (lambda loaded: loaded.task("c"), lambda loaded: loaded.ti("c"), lambda loaded: loaded.module("c")):
            with self.assertRaisesRegex(KeyError, "the workflow 'test-flow' has no task 'c'; it has: a, b"):
                use(flow({"a": "pass", "b": "pass"}))

    def test_modulesOfTwoLoadsAreTwo(self) -> None:
        source = "global count\ncount = globals().get('count', 0) + 1\nti.push('count', count)"
        first, second = flow({"a": source}), flow({"a": source})
        self.assertEqual([1, 2, 1], [loaded.ti("a").run().pushed["count"] for loaded in (first, first, second)])

    def test_whatTheCodeImportsCanBeReplaced(self) -> None:
        loaded = Workflow.of({"tasks": [{"name": "a", "code": "import time\ndef a(ti):\n    ti.push('at', time.time())"}]})
        loaded.module("a").time = type("Clock", (), {"time": staticmethod(lambda: 42)})  # type: ignore[attr-defined]
        self.assertEqual({"at": 42}, loaded.ti("a").run().pushed)

    def test_secretsAreThoseThatAreDeclared(self) -> None:
        with self.assertRaisesRegex(ValueError, "the workflow does not declare the secret 'key'; it declares: api"):
            flow({"a": "pass"}, secrets=["api"]).ti("a", secrets={"key": "x"})

    def test_aTaskReadsSecretsAndCannotGiveThemAway(self) -> None:
        body = "s = ti.secrets['api']\nprint(s)\nsend_user_task_sse({s: [s]})\nti.response_data('x', [{'a': 'key ' + s, 'b': s.encode()}])\nti.response_meta('x', {'s': s})"
        imports = "from common.framework.utils.events import send_user_task_sse\n"
        loaded = Workflow.of({"tasks": [{"name": "a", "code": imports + code("a", body)}], "secrets": ["api", "other"], "response": [{"key": "x"}]})
        ti = loaded.ti("a", secrets={"api": "s3cr3t/ü~ -0815"}).run()
        self.assertEqual(("***\n", [{"***": ["***"]}]), (ti.log, ti.messages))
        self.assertEqual(([{"a": "key ***", "b": "***"}], {"s": "***"}), (ti.response["x"].rows, ti.response["x"].meta))
        ti = Workflow.of({"tasks": [{"name": "a", "code": code("a", "ti.skip_following(reason=ti.secrets['api'])")}, {"name": "b", "code": ""}], "edges": [{"from": "a", "to": "b"}], "secrets": ["api"]}).ti("a", secrets={"api": "s3cr3t"})
        self.assertEqual({"b": "'a' called skip_following: ***"}, ti.run().skipped)

    def test_whatHoldsASecretIsNotPushed(self) -> None:
        loaded = flow({"a": "pass"}, secrets=["api", "other"])
        ti = loaded.ti("a", secrets={"api": "s3cr3t"})
        with self.assertRaisesRegex(ValueError, "push of 'a': the value holds the secret 'api'"):
            ti.push("a", [ti.secrets["api"]])
        with self.assertRaisesRegex(KeyError, "the secret 'other' is not set, or the workflow does not declare it; there are: 'api'"):
            ti.secrets["other"]
        with self.assertRaisesRegex(ValueError, "push of 'rows': the value holds the secret 'api'"):
            loaded.ti("a", secrets={"api": "s3cr3t"}, pushed={"rows": "a s3cr3t"})
        with self.assertRaisesRegex(KeyError, "the secret 'api' is not set"):
            flow({"a": "ti.secrets['api']"}, secrets=["api"]).run()

    def test_theUsualMethodIsTakenUnlessTheWorkflowTakesAnother(self) -> None:
        loaded = flow({"a": "pass"}, methods=["POST", "PUT"], body=[{"name": "x", "type": "any"}])
        self.assertEqual(["POST", "POST", "PUT"], [loaded.ti("a").method, loaded.ti("a", req_body={}).method, loaded.ti("a", method="PUT").method])
        with self.assertRaisesRegex(ValueError, "the workflow does not take GET, only POST, PUT"):
            loaded.ti("a", method="GET")
        self.assertEqual("GET", flow({"a": "pass"}).ti("a").method)

    def test_aResponseHasEveryDeclaredItem(self) -> None:
        ti = flow({"a": "pass"}, response=[{"key": "x"}]).ti("a").run()
        self.assertEqual(([], {}), (ti.response["x"].rows, ti.response["x"].meta))


class TheWholeGraph(unittest.TestCase):
    def test_aTaskSeesOnlyWhatTasksBeforeItPushed(self) -> None:
        loaded = flow({"a": "ti.push('a', 1)", "b": "ti.push('b', 1)", "c": "ti.pull('a')\nti.pull('b')"}, "a c")
        with self.assertRaisesRegex(KeyError, "no task before 'c' pushed 'b'; keys that can be pulled: 'a'"):
            loaded.run()

    def test_theLatestInTheOrderOfTheGraphWins(self) -> None:
        tasks = {"d": "ti.push('seen', ti.pull('k'))", "b": "ti.push('k', 'b')", "a": "ti.push('k', 'a')"}
        result = flow(tasks, "a d, b d").run()
        self.assertEqual(("a", "a"), (result.pushed["seen"], result.pushed["k"]))
        self.assertEqual(["b", "a", "d"], flow(tasks, "a d, b d").tasks)

    def test_rowsAreJoinedInTheOrderOfTheGraph(self) -> None:
        answer = "ti.response_data('x', [{'by': ti.task_name}])\nti.response_meta('x', {'last': ti.task_name, ti.task_name: 1})"
        result = flow({"c": answer, "a": answer, "b": answer}, "a b, b c", response=[{"key": "x"}, {"key": "y"}]).run()
        self.assertEqual(
            {"data": {"x": [{"by": "a"}, {"by": "b"}, {"by": "c"}], "y": []}, "meta": {"x": {"last": "c", "a": 1, "b": 1, "c": 1}, "y": {}}}, result.response
        )
        self.assertEqual([{"by": "b"}], result.tasks["b"].response["x"].rows)

    def test_noTaskSeesWhatAnotherOneDidToItsRequest(self) -> None:
        loaded = flow({"a": "ti.req_body['x'].append(1)", "b": "ti.push('x', ti.req_body['x'])"}, "a b", body=[{"name": "x", "type": "array"}])
        self.assertEqual([0], loaded.run(req_body={"x": [0]}).pushed["x"])

    def test_aDisabledTaskIsPassedOver(self) -> None:
        loaded = Workflow.of(
            {
                "tasks": [{"name": "a", "code": code("a", "1 / 0"), "enabled": False}, {"name": "b", "code": code("b", "ti.push('b', 1)")}],
                "edges": [{"from": "a", "to": "b"}],
            }
        )
        result = loaded.run()
        self.assertEqual(("disabled", "succeeded"), (result.tasks["a"].status, result.tasks["b"].status))

    def test_whatRaisesIsTriedAgainAndLeavesNothing(self) -> None:
        body = "ti.push(f'of {ti.attempt}', 1)\nif ti.attempt < 3: raise OSError('not yet')"
        loaded = Workflow.of({"tasks": [{"name": "a", "code": code("a", body), "retries": {"max": 2}}]})
        result = loaded.run()
        self.assertEqual((3, {"of 3": 1}), (result.tasks["a"].attempts, result.pushed))
        with self.assertRaisesRegex(OSError, "not yet"):
            Workflow.of({"tasks": [{"name": "a", "code": code("a", body), "retries": 1}]}).run()

    def test_theExceptionSaysWhichTaskItWas(self) -> None:
        with self.assertRaises(ZeroDivisionError) as raised:
            flow({"a": "1 / 0"}).run()
        self.assertEqual(["in task 'a' of workflow 'test-flow', attempt 1"], getattr(raised.exception, "__notes__", ["in task 'a' of workflow 'test-flow', attempt 1"]))

    def test_theInstanceEndsWithItsTask(self) -> None:
        loaded = flow({"a": "import builtins\nbuiltins.kept = ti", "b": "import builtins\nbuiltins.kept.push('x', 1)"}, "a b")
        with self.assertRaisesRegex(RuntimeError, "task 'a' has ended"):
            loaded.run()

    def test_objectsOfTaskCodeTravelFromTaskToTask(self) -> None:
        make = "class Model:\n    size = 3\ndef make(ti):\n    ti.push('model', Model())\n"
        loaded = Workflow.of(
            {"tasks": [{"name": "make", "code": make}, {"name": "use", "code": code("use", "ti.push('size', ti.pull('model').size)")}], "edges": [{"from": "make", "to": "use"}]}
        )
        self.assertEqual(3, loaded.run().pushed["size"])

    def test_messagesAndLogsAreTold(self) -> None:
        say = "from common.framework.utils.events import send_user_task_sse\nsend_user_task_sse(ti.task_name)\nprint(ti.task_name)"
        result = flow({"b": say, "a": say}, "a b").run()
        self.assertEqual((["a", "b"], "a\n", ["b"]), (result.messages, result.tasks["a"].log, result.tasks["b"].messages))


    def test_largeValuesOutliveTheRun(self) -> None:
        result = flow({"a": "ti.push('large', bytes(100_000))", "b": "ti.pull('large')"}, "a b").run()
        self.assertEqual([100_000] * 2, [len(pushed["large"]) for pushed in (result.pushed, result.tasks["a"].pushed)])


class Interceptors(unittest.TestCase):
    def intercepted(self, source: str, **members: Any) -> Workflow:
        return flow({"a": "ti.push('seen', [ti.url_params, ti.req_body, sorted(ti.req_form)])"}, mode="background", interceptor=code("intercept", source), **members)

    def test_theRunSeesWhatItLeft(self) -> None:
        loaded = self.intercepted(
            "ti.req_body['n'] = ti.req_form.pop('f').size\nti.url_params.clear()\nti.req_form['g'] = ti.req_form.pop('h')",
            form=[{"name": "f", "type": "file"}, {"name": "h", "type": "file"}],
            url_args=[{"name": "u", "type": "integer"}],
        )
        self.assertEqual([{}, {"n": 3}, ["g"]], loaded.run(files={"f": "abc", "h": "x"}, url_params={"u": 1}).pushed["seen"])
        left = loaded.intercept(files={"f": "abc", "h": "x"})
        self.assertEqual(({}, {"n": 3}, b"x"), (left.url_params, left.req_body, left.req_form["g"].read()))

    def test_secretsAreTakenOutOfWhatItLeaves(self) -> None:
        loaded = self.intercepted("ti.req_body['s'] = ti.secrets['api'] + '!'", secrets=["api"])
        self.assertEqual({"s": "***!"}, loaded.intercept(secrets={"api": "s3cr3t"}).req_body)

    def test_whatItRaisesIsRaised(self) -> None:
        with self.assertRaisesRegex(ValueError, "no such thing"):
            self.intercepted("raise ValueError('no such thing')").run()

    def test_itCannotPushOrAnswer(self) -> None:
        with self.assertRaisesRegex(RuntimeError, "an interceptor has nothing to do with ti.push"):
            self.intercepted("ti.push('a', 1)").intercept()

    def test_theRequestIsCheckedBeforeIt(self) -> None:
        with self.assertRaises(RequestRefused):
            self.intercepted("1 / 0").intercept(url_params={"x": 1})

    def test_aTaskAfterItGetsWhatTheTestSaysThatItLeft(self) -> None:
        loaded = self.intercepted("pass", body=[{"name": "x", "type": "integer", "required": True}, {"name": "y", "type": "any", "default": 5}])
        self.assertEqual({"x": None, "y": 5, "added": [1]}, loaded.ti("a", req_body={"added": (1,)}).req_body)

    def test_onlyABackgroundWorkflowHasOne(self) -> None:
        with self.assertRaisesRegex(DefinitionError, "only a background workflow has an interceptor"):
            flow({"a": "pass"}, interceptor="def intercept(ti): pass")
        with self.assertRaisesRegex(KeyError, "has no interceptor"):
            flow({"a": "pass"}).intercept()


class Definitions(unittest.TestCase):
    def test_whatCannotBeGoneOnWithIsRefused(self) -> None:
        task = {"name": "a", "code": "def a(ti): pass"}
        for expected, definition in (
            ("tasks: there are no tasks", {}),
            ("tasks/0/code: is missing", {"tasks": [{"name": "a"}]}),
            ("tasks/1/name: 'a' is there twice", {"tasks": [task, task]}),
            ("edges: there is no task named 'b'", {"tasks": [task], "edges": [{"from": "a", "to": "b"}]}),
            ("edges: the tasks wait for each other: a, b", {"tasks": [task, {**task, "name": "b"}], "edges": [{"from": "a", "to": "b"}, {"from": "b", "to": "a"}]}),
            ("url_args/0/type: 'text' is none of string, number", {"tasks": [task], "url_args": [{"name": "x", "type": "text"}]}),
            ("url_args/0/type: is missing", {"tasks": [task], "url_args": [{"name": "x"}]}),
            ("response/0/fields/1/name: 'x' is there twice", {"tasks": [task], "response": [{"key": "r", "fields": [{"name": "x", "type": "any"}] * 2}]}),
            ("body: expected a list, got 3", {"tasks": [task], "body": 3}),
        ):
            with self.subTest(expected), self.assertRaisesRegex(DefinitionError, expected):
                Workflow.of(definition)

    def test_aRegexThatOnlyRe2KnowsIsToldWhenItIsNeeded(self) -> None:
        loaded = flow({"a": "pass"}, url_args=[{"name": "x", "type": "string", "validation_regex": r"\pL+"}])
        self.assertEqual({"x": None}, loaded.ti("a").url_params)
        with self.assertRaisesRegex(NotImplementedError, r"cannot be checked outside of the server"):
            loaded.ti("a", url_params={"x": "a"})


class Folders(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, **files: Optional[str]) -> None:
        (self.folder / "tasks").mkdir(exist_ok=True)
        for name, text in files.items():
            place = self.folder / ("workflow.yaml" if name == "yaml" else "interceptor.py" if name == "interceptor" else f"tasks/{name}.py")
            place.write_text(text or "", encoding="utf-8")

    @unittest.skipUnless(HAS_YAML, "PyYAML is not installed")
    def test_aFolderIsReadAndItsFilesAreThoseOfTracebacks(self) -> None:
        self.write(yaml="id: x\nmode: background\ntasks: [{name: a}]\n", a="def a(ti):\n    1 / 0\n", interceptor="def intercept(ti): pass\n")
        loaded = workflow(self.folder)
        self.assertEqual(("x", ["a"]), (loaded.id, loaded.tasks))
        try:
            loaded.run()
        except ZeroDivisionError as error:
            self.assertEqual(str(self.folder / "tasks" / "a.py"), traceback.extract_tb(error.__traceback__)[-1].filename)
        else:
            self.fail("nothing was raised")

    @unittest.skipUnless(HAS_YAML, "PyYAML is not installed")
    def test_yamlIsTypedAsByTheServer(self) -> None:
        typed = {
            "2026-01-31": "2026-01-31", "2026-01-31T12:00:00Z": "2026-01-31T12:00:00Z", "yes": True, "off": False, "y": "y", "true": True, "1:30": "1:30", "010": 8, "0o10": "0o10",
            "0x1F": 31, "0b11": 3, "1_000": 1000, "09": "09", "00": 0, "-0": 0, "+5": 5, "1e3": 1000.0, "5.": 5.0, ".5": 0.5, "1_000.5": 1000.5, "1.5e+3": 1500.0, "NaN": "NaN",
            "null": None, "~": None, "''": "", "'1'": "1", "!!str 5": "5", "=": "=",
        }  # fmt: skip
        self.write(yaml=f"tasks: [{{name: a}}]\nurl_args: [{{name: x, type: any, default: [{', '.join(typed)}]}}]\n", a="def a(ti): pass")
        self.assertEqual(repr(list(typed.values())), repr(workflow(self.folder).ti("a").url_params["x"]))
        self.write(yaml="tasks: [{name: a}]\nurl_args: [{name: x, type: any, default: {true: 1, 5: 2}}]\n")
        self.assertEqual({"true": 1, "5": 2}, workflow(self.folder).ti("a").url_params["x"])

    @unittest.skipUnless(HAS_YAML, "PyYAML is not installed")
    def test_whatIsNoFolderOfAWorkflowIsRefused(self) -> None:
        with self.assertRaisesRegex(DefinitionError, "workflow.yaml: no such file in "):
            workflow(self.folder)
        for expected, yaml in (
            ("tasks/b.py: no such file in ", "tasks: [{name: b}]"),
            ("this is not the definition of a workflow", "[]"),
            ("workflow.yaml: .*'tasks' is there twice", "tasks: []\ntasks: []"),
            ("workflow.yaml: .*aliases are not supported", "tasks: &a []\nedges: *a"),
            ("tasks/a.py: no task in workflow.yaml is named like this file", "edges: []"),
            ("tasks/a: code does not belong here but in tasks/a.py", "tasks: [{name: a, code: x}]"),
        ):
            self.write(yaml=yaml, a="def a(ti): pass")
            with self.subTest(yaml), self.assertRaisesRegex(DefinitionError, f"(?s){expected}"):
                workflow(self.folder)

    def test_withoutPyYamlOneSentenceSaysWhatToInstall(self) -> None:
        self.write(yaml="tasks: []")
        script = "import sys\nsys.modules['yaml'] = None\nfrom beworkflows_worker import testing\ntesting.ti().push('a', 1)\ntesting.workflow(sys.argv[1])"
        result = subprocess.run(
            [sys.executable, "-c", script, str(self.folder)], env={**os.environ, "PYTHONPATH": SOURCE}, capture_output=True, text=True, check=False
        )
        self.assertIn("ModuleNotFoundError: reading a workflow.yaml needs PyYAML: pip install PyYAML", result.stderr)


class Branches(unittest.TestCase):
    def flow(self, look: str, *edges: Any, **joins: str) -> Workflow:
        """Edges are `(from, to)` or `(from, to, when)`; every task but `look` says that it ran."""
        names = list(dict.fromkeys(["look", *(name for edge in edges for name in edge[:2])]))
        bodies = {name: look if name == "look" else "ti.response_data('ran', [{'task': ti.task_name}])" for name in names}
        return Workflow.of(
            {
                "tasks": [{"name": name, "code": code(name, body), "join": joins.get(name, "all")} for name, body in bodies.items()],
                "edges": [dict(zip(("from", "to", "when"), edge)) for edge in edges],
                "response": [{"key": "ran"}],
            }
        )

    def assertRan(self, expected: str, loaded: Workflow) -> Any:
        result = loaded.run()
        self.assertEqual(expected.split(), [row["task"] for row in result.response["data"]["ran"]])
        return result

    def test_anEdgeIsTakenWhenItsConditionIsTrue(self) -> None:
        edges = (("look", "many", "rows > 10"), ("look", "few", "rows <= 10"), ("many", "end"), ("few", "end"))
        result = self.assertRan("few end", self.flow("ti.push('rows', 3)", *edges, end="any"))
        self.assertEqual({"many": "the condition of look -> many was false: rows > 10"}, result.skipped)
        self.assertEqual(("skipped", "succeeded"), (result.tasks["many"].status, result.tasks["end"].status))
        self.assertEqual(0, result.tasks["many"].attempts)

    def test_whatJoinsAllIsSkippedWithOneOfItsEdges(self) -> None:
        result = self.assertRan("b", self.flow("pass", ("look", "a", "False"), ("look", "b"), ("a", "end"), ("b", "end")))
        self.assertEqual("'a' was skipped", result.skipped["end"])

    def test_whatJoinsAnyIsSkippedWhenNoEdgeIsTaken(self) -> None:
        result = self.assertRan("", self.flow("pass", ("look", "a", "0"), ("look", "b", "''"), ("a", "end"), ("b", "end"), end="any"))
        self.assertEqual("'a' was skipped; 'b' was skipped", result.skipped["end"])

    def test_aTaskLeavesOutWhatFollowsIt(self) -> None:
        result = self.assertRan("b", self.flow("ti.skip_following('a', reason='no rows')", ("look", "a"), ("look", "b")))
        self.assertEqual({"a": "'look' called skip_following: no rows"}, result.skipped)
        ti = self.flow("ti.skip_following()", ("look", "a"), ("look", "b")).ti("look").run()
        self.assertEqual(["a", "b"], list(ti.skipped))
        with self.assertRaisesRegex(ValueError, "'c' does not follow 'look'; tasks that do: 'a', 'b'"):
            ti.skip_following("c")

    def test_aConditionOfOneTaskIsAskedWithWhatTheTestPushed(self) -> None:
        loaded = self.flow("pass", ("look", "a", "rows and url_params == {}"))
        self.assertEqual({}, loaded.ti("look", pushed={"rows": 1}).run().skipped)
        self.assertEqual(["a"], list(loaded.ti("look", pushed={"rows": 0}).run().skipped))

    def test_aConditionThatRaisesFailsTheTask(self) -> None:
        with self.assertRaisesRegex(NameError, "name 'rows' is not defined: no task before 'look' pushed 'rows'"):
            self.flow("pass", ("look", "a", "rows > 1")).run()

    def test_aDisabledTaskTakesAllItsEdges(self) -> None:
        loaded = Workflow.of(
            {
                "tasks": [{"name": "a", "code": "", "enabled": False}, {"name": "b", "code": code("b", "pass")}],
                "edges": [{"from": "a", "to": "b", "when": "1 / 0"}],
            }
        )
        self.assertEqual("succeeded", loaded.run().tasks["b"].status)

    def test_aSkippedTaskIsNotDisabled(self) -> None:
        loaded = Workflow.of(
            {
                "tasks": [{"name": "a", "code": code("a", "ti.skip_following()")}, {"name": "b", "code": "", "enabled": False}, {"name": "c", "code": code("c", "pass")}],
                "edges": [{"from": "a", "to": "b"}, {"from": "b", "to": "c"}],
            }
        )
        self.assertEqual(["skipped", "skipped"], [loaded.run().tasks[name].status for name in ("b", "c")])
