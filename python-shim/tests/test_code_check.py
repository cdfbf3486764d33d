"""What the check of a source says."""

import unittest
from typing import Any, Dict, List, Optional, Tuple

from beworkflows_worker.code_check import check


def kinds(source: str) -> List[str]:
    return [problem["kind"] for problem in check("train", source)["problems"]]


class Functions(unittest.TestCase):
    def test_accepted(self) -> None:
        for source in (
            "def train(ti): pass",
            "async def train(ti): await x()",
            "def train(ti, /): pass",
            "def train(ti=None): pass",
            "import functools\n@functools.wraps(print)\ndef train(a, b): pass",
            "try:\n    import x\n    def train(ti): pass\nexcept ImportError:\n    def train(ti): return 1",
            "def train(a, b): pass\ndef train(ti): pass",
            "\ufeffdef train(ti): pass",
            "def train(ti):\r\n    pass\r\n",
            "def train(ti): return '\\d'",
        ):
            with self.subTest(source=source):
                self.assertEqual([], kinds(source))

    def test_wrongArguments(self) -> None:
        for arguments in ("", "a, b", "*a", "a, *b", "**a", "a, b=1", "a, *, b", "*, a", "a, **b"):
            with self.subTest(arguments=arguments):
                (problem,) = check("train", f"x = 1\ndef train({arguments}): pass")["problems"]
                self.assertEqual(("wrong_arguments", 2, 1), (problem["kind"], problem["line"], problem["column"]))

    def test_missingFunction(self) -> None:
        for source in ("", "def other(ti): pass", "class A:\n    def train(ti): pass", "def f():\n    def train(ti): pass"):
            with self.subTest(source=source):
                self.assertEqual([("missing_function", None)], [(each["kind"], each["line"]) for each in check("train", source)["problems"]])
        for source in ("train = lambda ti: 1", "class train: pass", "def train(ti): pass\ntrain = 1", "train: int = 1"):
            with self.subTest(source=source):
                (problem,) = check("train", source)["problems"]
                self.assertEqual("missing_function", problem["kind"])
                self.assertIn("def train(ti)", problem["message"])

    def test_syntax(self) -> None:
        for source, line in (
            ("def train(ti)\n    pass", 1),
            ("def train(ti):\n    pass\n  x", 3),
            ("def train(ti):\n    pass\nreturn 1", 3),
            ("def train(ti):\n    await x", 2),
            ("def train(ti): 'open", 1),
        ):
            with self.subTest(source=source):
                (problem,) = check("train", source)["problems"]
                self.assertEqual(("syntax", line), (problem["kind"], problem["line"]))
        for source in ("def train(ti): pass\x00", "x = '\ud800'", "(" * 5000 + ")" * 5000, "x = " + "-" * 100_000 + "1", "x = " + "a." * 100_000 + "b"):
            with self.subTest(source=source[:20]):
                self.assertEqual(["syntax"], kinds(source))


class Keys(unittest.TestCase):
    def keys(self, body: str, parameter: str = "ti") -> Tuple[List[str], List[Dict[str, Any]], Optional[bool]]:
        result = check("train", f"def train({parameter}):\n    {body}\n")
        self.assertEqual([], result["problems"])
        return result["pushes"], result["pulls"], result["dynamic_push"]

    def test_literalKeysInOrderAndOnce(self) -> None:
        self.assertEqual((["b", "a"], [], False), self.keys("ti.push('b', 1); ti.push(key='a', value=ti.user); ti.push('b', 2)"))
        self.assertEqual(([], [{"key": "x", "line": 2}], False), self.keys("y = [ti.pull('x') for _ in range(2)]"))
        self.assertEqual((["a"], [{"key": "b", "line": 2}], False), self.keys("me.push('a', me.pull('b'))", "me"))

    def test_ofOtherFunctionsToo(self) -> None:
        self.assertEqual((["a"], []), (lambda r: (r["pushes"], r["pulls"]))(check("train", "def help(ti): ti.push('a', 1)\ndef train(ti): help(ti)")))

    def test_computedKeysAndAnInstanceThatIsHandedOnAreDynamic(self) -> None:
        for body in ("ti.push('a' + x, 1)", "ti.push(f'{x}', 1)", "ti.push(*x)", "help(ti)", "share = ti.push", "other = ti", "return [ti]"):
            with self.subTest(body=body):
                self.assertTrue(self.keys(body)[2])

    def test_computedPullsAndOtherMembersAreNot(self) -> None:
        self.assertEqual(([], [], False), self.keys("ti.pull(x); ti.req_body['a'] = ti.url_params; other.push('a', 1)"))


class ConditionsOfEdges(unittest.TestCase):
    def test_isOneExpression(self) -> None:
        for source in ("n > 3", " n > 3\n", "(n >\n 3)", "(m := n) and m", "all(i for i in n)", "'\\d'"):
            with self.subTest(source=source):
                self.assertEqual([], check(None, source)["problems"])

    def test_syntax(self) -> None:
        for source, line, column in (
            ("n >", 1, None),
            ("n = 3", 1, None),
            ("  x y", 1, None),
            ("n > 3; m", 1, 6),
            ("(n >\n > 3)", 2, 2),
            ("import os", 1, None),
            ("await n", 1, None),
            ("yield n", 1, None),
            ("return n", 1, None),
        ):
            with self.subTest(source=source):
                (problem,) = check(None, source)["problems"]
                self.assertEqual(("syntax", line), (problem["kind"], problem["line"]))
                self.assertIn(column, (None, problem["column"]))
        for source in ("n\x00", "'\ud800'", "(" * 400 + ")" * 400, "-" * 100_000 + "1"):
            with self.subTest(source=source[:20]):
                self.assertEqual(["syntax"], [problem["kind"] for problem in check(None, source)["problems"]])

    def test_pullsItsFreeNamesAndLiteralKeys(self) -> None:
        self.assertEqual(
            [("n", 1), ("m", 2), ("a b", 3)],
            sorted(((pull["key"], pull["line"]) for pull in check(None, "(n > len(url_params)\n or m and n\n or pull('a b') or pull(key))")["pulls"] if pull["key"] != "key"), key=lambda each: each[1]),
        )
        self.assertEqual(["rows"], [pull["key"] for pull in check(None, "all(i for i in rows) or (lambda x: x)(1) or (y := 2) > y")["pulls"]])


if __name__ == "__main__":
    unittest.main()
