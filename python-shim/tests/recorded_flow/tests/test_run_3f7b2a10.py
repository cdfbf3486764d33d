"""Run 01932f5e-8c2b-7d11-9a4e-0c5f3f7b2a10 of sum-up, version 3, of 2026-11-20. Written by `be-workflows test-from-run`; it is yours to change."""

import unittest
from pathlib import Path

from beworkflows_worker.testing import workflow

HERE = Path(__file__).parent

flow = workflow(HERE.parent)


class Run_3f7b2a10(unittest.TestCase):
    @unittest.skipUnless((HERE / "rows.csv").exists(), "put the uploaded file rows.csv beside this test")
    def test_answersAsItDid(self):
        result = flow.rerun(
            url_params={"column": 0},
            files={"csv": HERE / "rows.csv"},
            user="ada",
            method="POST",
        )
        result.expect(
            {"data": {"sums": [{"sum": 3.5, "object": "01932f5e-9a00-7c44-8d11-2f6b1a0c9e77"}]}, "meta": {"sums": {"for": "ada"}}},
            ignore=["/data/sums/*/object"],
        )
