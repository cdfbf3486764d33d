"""Run by pytest, or by: python -m unittest discover -s src/main/examples/train-in-background/tests"""

import importlib.util
import unittest
from pathlib import Path

from beworkflows_worker.testing import upload, workflow

flow = workflow(Path(__file__).parent.parent)

CSV = "length,width,kind\n" + "".join(f"{i},{i % 3},{'short' if i < 15 else 'long'}\n" for i in range(30))


class TheInterceptor(unittest.TestCase):
    def test_keepsTheFileAndHandsItsIdOn(self):
        left = flow.intercept(files={"csv": upload(CSV, "flowers.csv")})
        self.assertEqual(CSV, flow.objects.get(left.req_body["csv_id"]).text())
        self.assertEqual(["flowers.csv: 30 rows accepted"], left.messages)

    def test_refusesWhatIsNoTable(self):
        with self.assertRaisesRegex(ValueError, r"flowers\.csv, line 31, column 'width': 'wide' is not a number"):
            flow.intercept(files={"csv": upload(CSV.replace("29,2", "29,wide"), "flowers.csv")})


@unittest.skipUnless(importlib.util.find_spec("sklearn") and importlib.util.find_spec("pandas"), "scikit-learn or pandas is not installed")
class Training(unittest.TestCase):
    def test_theModelIsKept(self):
        result = flow.run(files={"csv": upload(CSV, "flowers.csv")}, req_form={"rounds": 2})
        model = result.response["data"]["model"][0]
        self.assertEqual((20, model["bytes"]), (model["trees"], flow.objects.get(model["id"]).size))
        self.assertIn("Training 50 %", result.messages)

    def test_loadDropsIncompleteRows(self):
        csv_id = flow.objects.put(CSV + "30,,long\n", filename="flowers.csv")
        ti = flow.ti("load", req_body={"csv_id": csv_id}).run()
        self.assertEqual(30, len(ti.pushed["table"]))
