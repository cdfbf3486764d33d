import unittest
import xml.etree.ElementTree
from collections import Counter

from bewbench import goals
from bewbench.figures import OURS, Figures, percentiles, quantile
from bewbench.http_load import cpu_each
from bewbench.peers import PLAIN_1, STANDARD_1
from bewbench.report import plot, tables
from bewbench.scenarios.chain import moment
from bewbench.scenarios.overload import recovery


def measured():
    figures = Figures()
    for number, (ours, theirs) in enumerate([(1.0, 2.0), (2.0, 8.0), (3.0, 6.0)]):
        figures.add("a", "1 client", OURS, number, {"p50_ms": ours})
        figures.add("a", "1 client", STANDARD_1, number, {"p50_ms": theirs})
    return figures


class FiguresTest(unittest.TestCase):
    def test_ratiosArePairedWithinTheRounds(self):
        self.assertEqual(0.5, measured().ratio("a", "1 client", "p50_ms", OURS, STANDARD_1))
        self.assertEqual(2.0, measured().median("a", "1 client", OURS, "p50_ms"))

    def test_aRoundThatIsMissingPairsWithNothing(self):
        figures = measured()
        figures.add("a", "1 client", PLAIN_1, 2, {"p50_ms": 30.0})
        self.assertEqual(0.1, figures.ratio("a", "1 client", "p50_ms", OURS, PLAIN_1))
        self.assertIsNone(figures.ratio("a", "16 clients", "p50_ms", OURS, PLAIN_1))

    def test_whatIsWrittenIsReadBack(self):
        document = measured().as_json()
        self.assertEqual(document, Figures.from_json(document).as_json())

    def test_aQuantileIsAValueThatOccurred(self):
        self.assertEqual({"p50_ms": 50, "p95_ms": 95, "p99_ms": 99}, percentiles(list(range(100, 0, -1))))
        self.assertEqual(7, quantile([7], 0.99))

    def test_processorTimeIsToldByProgram(self):
        before = Counter({"java": 1.0, "python3": 1.0})
        after = Counter({"java": 2.0, "python3": 2.5, "python": 0.5})
        self.assertEqual({"cpu_ms": 3.0, "python_cpu_ms": 2.0}, cpu_each(before, after, 1000))

    def test_timesOfRecordsAreReadWithAnyNumberOfDecimals(self):
        self.assertAlmostEqual(0.25, moment("2026-01-01T00:00:01.25Z") - moment("2026-01-01T00:00:01Z"))

    def test_recoveryIsTheFirstCalmMoment(self):
        rush = [[100.0 * n, 100.0 * n + 1000, 200] for n in range(10)]
        calm = [[1000.0 + 100 * n, 1000.0 + 100 * n + (500 if n < 5 else 20), 200] for n in range(20)]
        self.assertEqual(0.5, recovery(rush + calm, 1000.0, 20.0))


class ReportTest(unittest.TestCase):
    def setUp(self):
        figures = measured()
        figures.skip("a", "ray", "not to be had <here>")
        judged = [goal.as_json(figures) for goal in goals.ALL]
        machine = {"cores": 2, "memory_gib": 24, "arch": "x86_64", "kernel": "6.1", "load_average": 0.1}
        self.document = {"date": "2026-01-01", "machine": machine, "versions": {"be-workflows": "1", "java": "17", "python": "3.11"}, "workers": 2, "options": {"rounds": 3, "seconds": 1, "only": ["a"], "quick": False}, **figures.as_json(), "goals": judged}

    def test_aGoalIsMetOrMissedOrNotMeasured(self):
        self.assertEqual({True, None}, {goal["met"] for goal in self.document["goals"]})

    def test_thePlotIsWellFormedAndNamesEachContestant(self):
        root = xml.etree.ElementTree.fromstring(plot.svg(self.document))
        texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
        self.assertIn("BE Workflows", texts)
        self.assertIn("FastAPI, uvicorn[standard], 1 process", texts)

    def test_tablesTellWhatWasSkippedAndWhy(self):
        self.assertIn("not to be had", tables.text(self.document))
        self.assertIn("| 1 client |", tables.markdown(self.document))


if __name__ == "__main__":
    unittest.main()
