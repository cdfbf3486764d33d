"""Run by pytest, or by: python -m unittest discover -s src/main/examples/branches/tests"""

import unittest
from pathlib import Path

from beworkflows_worker.testing import workflow

flow = workflow(Path(__file__).parent.parent)


class Branches(unittest.TestCase):
    def test_outliersAreLeftOut(self):
        result = flow.run(url_params={"numbers": [1, 2, 3, 100]})
        self.assertEqual([{"mean": 2.0, "count": 3}], result.response["data"]["report"])

    def test_withoutOutliersNothingIsCleaned(self):
        result = flow.run(url_params={"numbers": [1, 2, 3]})
        self.assertEqual({"clean": "the condition of look -> clean was false: len(outliers) > 0"}, result.skipped)
        self.assertEqual([{"mean": 2.0, "count": 3}], result.response["data"]["report"])

    def test_ofTwoNumbersNothingIsReported(self):
        ti = flow.ti("look", url_params={"numbers": [1, 2]}).run()
        self.assertEqual(["clean", "report"], list(ti.skipped))
