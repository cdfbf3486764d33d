"""A call that is a chain of tasks, with a real worker."""

import textwrap
from typing import Any, Dict, List

from tests.test_worker_process import WithWorker


def link(name: str, body: str, following: Any = ()) -> Dict[str, Any]:
    source = f"def {name}(ti):\n" + textwrap.indent(textwrap.dedent(body).strip(), "    ") + "\n"
    task = {"task": name, "attempt": 1, "code": {"id": name + str(hash(source)), "function": name, "module": f"hello.{name}", "file": f"hello/{name}.py", "source": source}}
    return {**task, "following": following} if following else task


def edge(to: str, when: Any = None) -> List[Dict[str, Any]]:
    return [{"to": to, "when": when}]


class Chains(WithWorker):
    def test_eachTaskBeginsWithoutAskingAndTheLastOneIsTheAnswer(self) -> None:
        result = self.worker.run(
            "def task(ti): ti.push('n', [1])",
            following=edge("b"),
            then=[link("b", "v = ti.pull('n'); v.append(2); ti.push('n', v)", edge("c")), link("c", "ti.response_data('rows', [{'n': ti.pull('n'), 'task': ti.task_name}])")],
        )
        self.assertEqual("succeeded", result["status"])
        self.assertEqual(["succeeded"] * 2, [ended["status"] for ended in self.worker.ended])
        self.assertEqual({"rows": [{"n": [1, 2], "task": "c"}]}, {item: rows for item, rows in self.worker.rows.items()})
        self.assertEqual([], [message for message in self.worker.received if message.get("method") == "pull"])

    def test_whatAPullGivesIsAnOwnCopy(self) -> None:
        self.worker.run(
            "def task(ti):\n    v = [1]\n    ti.push('n', v)\n    v.append(2)\n    ti.pull('n').append(3)\n    ti.push('same', ti.pull('n'))",
            following=edge("b"),
            then=[link("b", "ti.pull('n').append(4); ti.push('still', ti.pull('n'))")],
        )
        self.assertEqual([1], self.worker.values["same"]["json"])
        self.assertEqual([1], self.worker.values["still"]["json"])

    def test_theFirstTaskThatRaisesIsTheAnswer(self) -> None:
        result = self.worker.run("def task(ti): pass", following=edge("b"), then=[link("b", "raise ValueError('no')", edge("c")), link("c", "ti.push('reached', 1)")])
        self.assertEqual(("raised", "no"), (result["status"], result["error"]["message"]))
        self.assertEqual(1, len(self.worker.ended))
        self.assertNotIn("reached", self.worker.values)

    def test_anEdgeThatIsNotTakenEndsTheChain(self) -> None:
        for first, following in (("def task(ti): ti.push('n', 1)", edge("b", "n > 1")), ("def task(ti): ti.skip_following('b')", edge("b"))):
            with self.subTest(first):
                result = self.worker.run(first, following=following, then=[link("b", "ti.push('reached', 1)")])
                self.assertEqual(["b"], [edge["to"] for edge in result["not_taken"]])
                self.assertEqual([], self.worker.ended)
                self.assertNotIn("reached", self.worker.values)

    def test_anEdgeWhoseConditionIsTrueGoesOn(self) -> None:
        self.worker.run("def task(ti): ti.push('n', 2)", following=edge("b", "n > 1"), then=[link("b", "ti.push('reached', 1)")])
        self.assertEqual([[]], [ended["not_taken"] for ended in self.worker.ended])
        self.assertIn("reached", self.worker.values)

    def test_eachTaskGetsTheRequestAsItWasSent(self) -> None:
        spoil = "ti.url_params['n'].append(2); ti.url_params['more'] = 1; ti.req_body.clear(); ti.headers.clear()"
        tell = "ti.push('seen', [ti.url_params, ti.req_body, dict(ti.headers)])"
        self.worker.run(f"def task(ti): {spoil}", following=edge("b"), then=[link("b", spoil, edge("c")), link("c", tell)], url_params={"n": [1]}, req_body={"a": 1}, headers={"x": "y"})
        self.assertEqual([{"n": [1]}, {"a": 1}, {"x": "y"}], self.worker.values["seen"]["json"])

    def test_outputAndSurroundingsAreEachTasksOwn(self) -> None:
        self.worker.run(
            "import os\ndef task(ti):\n    os.environ['LEFT'] = '1'\n    os.chdir('/')\n    print('one', end='')",
            following=edge("b"),
            then=[link("b", "import os; print('two'); ti.push('left', [os.environ.get('LEFT'), os.getcwd() == '/'])")],
        )
        self.assertEqual(["one", "two\n"], [self.worker.output(), self.worker.output()])
        self.assertEqual([None, False], self.worker.values["left"]["json"])

    def test_aMissingKeyNamesThoseOfTheChainToo(self) -> None:
        result = self.worker.run("def task(ti): ti.push('mine', 1)", following=edge("b"), then=[link("b", "ti.pull('yours')")])
        self.assertEqual("KeyError", result["error"]["type"])
        self.assertIn("'mine'", result["error"]["message"])

    def test_theTaskInstanceOfATaskThatHasEndedRefuses(self) -> None:
        result = self.worker.run("import builtins\ndef task(ti): builtins.kept = ti", following=edge("b"), then=[link("b", "import builtins; builtins.kept.push('late', 1)")])
        self.assertEqual("RuntimeError", result["error"]["type"])
        self.assertIn("has ended", result["error"]["message"])
