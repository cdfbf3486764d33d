"""Run by pytest, or by: python -m unittest discover -s src/main/examples/diamond/tests"""

import unittest
from pathlib import Path

from beworkflows_worker.testing import RequestRefused, workflow

flow = workflow(Path(__file__).parent.parent)


class Diamond(unittest.TestCase):
    def test_oneTask(self):
        ti = flow.ti("extremes", url_params={"numbers": [3, 1, 8]}, pushed={"numbers": [3.0, 1.0, 8.0]})
        flow.task("extremes")(ti)
        self.assertEqual({"smallest": 1.0, "largest": 8.0}, ti.pushed)

    def test_theWholeGraph(self):
        result = flow.run(url_params={"numbers": [3, 1, 8]})
        rows = result.response["data"]["statistics"]
        self.assertEqual({"sum": 12.0, "smallest": 1.0, "largest": 8.0}, {row["name"]: row["value"] for row in rows})
        self.assertEqual({"count": 3}, result.response["meta"]["statistics"])
        self.assertEqual("3 numbers\n", result.tasks["parse"].log)

    def test_whatIsNoNumberEndsTheRun(self):
        with self.assertRaisesRegex(ValueError, "could not convert string to float: 'x'"):
            flow.run(url_params={"numbers": [3, "x"]})

    def test_numbersAreNeeded(self):
        with self.assertRaises(RequestRefused) as refused:
            flow.run(url_params={"number": 3})
        self.assertEqual(["/number", "/numbers"], [error["pointer"] for error in refused.exception.errors])
