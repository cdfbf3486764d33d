"""Run 01932f60-11aa-7d11-9a4e-0c5f3b7a2d10 of sum-up, version 3, of 2026-11-20, as a test. Written by `be-workflows test-from-run`; it is yours to change."""

import unittest
from pathlib import Path

from beworkflows_worker.testing import recording, workflow

HERE = Path(__file__).parent
flow = workflow(HERE.parent)


class Run01932f60(unittest.TestCase):
    def test_itFailsAsItDid(self):
        recorded = recording(HERE / "run_01932f60.json")
        with recorded.fails():
            flow.rerun(recorded)
