"""Run 01932f60-11aa-7d11-9a4e-0c5f8d112f6b of sum-up, version 3, of 2026-11-20. Written by `be-workflows test-from-run`; it is yours to change."""

import unittest
from pathlib import Path

from beworkflows_worker.testing import fails, workflow

HERE = Path(__file__).parent

flow = workflow(HERE.parent)


class Run_8d112f6b(unittest.TestCase):
    @unittest.skipUnless((HERE / "rows.csv").exists(), "put the uploaded file rows.csv beside this test")
    def test_failsAsItDid(self):
        with fails("ValueError", "could not convert string to float: 'x'"):
            flow.rerun(
                url_params={"column": 1},
                files={"csv": HERE / "rows.csv"},
                method="POST",
            )
