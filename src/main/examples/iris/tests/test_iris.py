"""Run by pytest, or by: python -m unittest discover -s src/main/examples/iris/tests"""

import importlib.util
import unittest
from pathlib import Path

from beworkflows_worker.testing import workflow

flow = workflow(Path(__file__).parent.parent)


@unittest.skipUnless(importlib.util.find_spec("sklearn") and importlib.util.find_spec("pandas"), "scikit-learn or pandas is not installed")
class Iris(unittest.TestCase):
    def test_duplicatesAreDroppedAndTheAreaIsAdded(self):
        from sklearn.datasets import load_iris

        iris = load_iris(as_frame=True)
        flowers = iris.frame.rename(columns={"target": "species"})
        ti = flow.ti("preprocess", url_params={"test_share": 0.2}, pushed={"flowers": flowers}).run()
        train, test = ti.pushed["train"], ti.pushed["test"]
        self.assertEqual((149, 30), (len(train) + len(test), len(test)))
        self.assertIn("petal_area", train.columns)

    def test_theModelIsTheOneThatWasAskedFor(self):
        rows = flow.run(url_params={"classifier": "logistic"}).pushed["train"]
        forest = flow.ti("train", pushed={"train": rows}).run()
        self.assertEqual(50, forest.pushed["model"].n_estimators)
        logistic = flow.ti("train", url_params={"classifier": "logistic"}, pushed={"train": rows}).run()
        self.assertEqual(["setosa", "versicolor", "virginica"], list(logistic.pushed["model"].classes_))

    def test_everySpeciesIsReported(self):
        result = flow.run()
        self.assertEqual(["setosa", "versicolor", "virginica"], [row["species"] for row in result.response["data"]["classes"]])
        self.assertGreater(result.response["meta"]["classes"]["accuracy"], 0.9)
