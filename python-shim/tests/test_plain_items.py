"""Rows that need no answer of the server, with a real worker; and that no row counts as one that the schema refuses."""

import random
import unittest
from typing import Any, List

from tests.test_worker_process import WithWorker

from beworkflows_worker.plain_items import PlainItems
from beworkflows_worker.testing.definition import Field
from beworkflows_worker.testing.rows_check import problems

ITEMS = {"people": {"name": ["string", True], "age": ["integer", False], "score": ["number", False], "adult": ["boolean", False]}, "notes": None}


class Unasked(WithWorker):
    def rows(self, body: str, **plain: Any) -> List[bool]:
        """Of each `response_data`, whether the server was asked."""
        self.worker.received.clear()
        result = self.worker.run(f"def task(ti):\n    {body}", **({"plain_items": {"id": "people/2", "items": ITEMS}} if not plain else plain))
        self.assertEqual("succeeded", result["status"], result)
        return ["id" in message for message in self.worker.received if message.get("method") == "response_data"]

    def test_rowsThatSurelyFitAreNotAskedAbout(self) -> None:
        self.assertEqual([False, False], self.rows("ti.response_data('people', [{'name': 'Ada', 'age': None, 'score': 1.5}]); ti.response_data('notes', [{'a': [1]}])"))
        self.assertEqual({"people": [{"name": "Ada", "age": None, "score": 1.5}], "notes": [{"a": [1]}]}, self.worker.rows)

    def test_theServerIsAskedAboutAllOthers(self) -> None:
        for rows in ("[{'age': 1}]", "[{'name': 1}]", "[{'name': 'x', 'age': True}]", "[{'name': 'x', 'age': 1.0}]", "[{'name': 'x', 'score': float('nan')}]", "[{'name': 'x', 'more': 1}]", "[{'name': 'x', 'age': 1 << 63}]", "({'name': 'x'},)"):
            with self.subTest(rows):
                self.assertEqual([True], self.rows(f"ti.response_data('people', {rows})"))
        self.assertEqual([True], self.rows("ti.response_data('others', [])"))
        self.assertEqual([True], self.rows("ti.response_data('people', [{'name': 'x' * 20000}])"))

    def test_fieldsAreSentOnce(self) -> None:
        self.rows("ti.response_data('people', [{'name': 'x'}])")
        self.assertEqual([False], self.rows("ti.response_data('people', [{'name': 'x'}])", plain_items={"id": "people/2"}))

    def test_withoutThemTheServerIsAsked(self) -> None:
        self.assertEqual([True], self.rows("ti.response_data('people', [{'name': 'x'}])", kind="task"))


class Verdicts(unittest.TestCase):
    def test_noRowSurelyFitsThatTheCheckRefuses(self) -> None:
        """The check of `testing` judges as the server's schemas do: schema_cases.json holds both to that."""
        random.seed(20260101)
        names = ["a", "b", "c", "d"]
        values = ["x", "", 1, 0, -3, 1.0, 2.5, True, False, None, [], {}, "2026-01-01", 1 << 70]
        sure = 0
        for _ in range(20_000):
            kinds = {name: [random.choice(["string", "number", "integer", "boolean"]), random.random() < 0.5] for name in random.sample(names, random.randint(1, 3))}
            row = {name: random.choice(values) for name in random.sample(names, random.randint(0, 3))}
            if PlainItems({"item": kinds}).surely_take("item", [row]):
                sure += 1
                fields = [Field(name=name, type=kind, required=required) for name, (kind, required) in kinds.items()]
                self.assertEqual([], problems(fields, [row]), (kinds, row))
        self.assertGreater(sure, 500)
