"""The tests of the bundled examples, and those of recorded runs, as their authors run them: in a process of their own."""

import glob
import importlib.util
import os
import subprocess
import sys
import unittest

from tests import SHIM, SOURCE

EXAMPLES = os.path.join(os.path.dirname(SHIM), "src", "main", "examples")


@unittest.skipUnless(importlib.util.find_spec("yaml"), "PyYAML is not installed")
@unittest.skipUnless(os.path.isdir(EXAMPLES), "the examples are not here")
class Examples(unittest.TestCase):
    def test_theTestsOfTheExamplesPass(self) -> None:
        folders = sorted(glob.glob(os.path.join(EXAMPLES, "*", "tests")))
        self.assertGreaterEqual(len(folders), 3)
        folders.append(os.path.join(SHIM, "tests", "recorded_flow", "tests"))
        for folder in folders:
            with self.subTest(folder):
                result = subprocess.run(
                    [sys.executable, "-B", "-W", "error::ResourceWarning", "-m", "unittest", "discover", "-v", "-s", folder],
                    env={**os.environ, "PYTHONPATH": SOURCE},
                    capture_output=True,
                    text=True,
                    timeout=120,
                    check=False,
                )
                self.assertEqual(0, result.returncode, result.stdout + result.stderr)
                self.assertRegex(result.stderr, r"Ran [1-9]\d* tests?")
