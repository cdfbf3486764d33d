"""What the operating system refuses a worker: as `initialize` says, for good, and for what its tasks start too."""

import resource
import unittest
from typing import Dict, Optional, Tuple

from tests.worker_client import WorkerClient

_GIBIBYTE = 1 << 30
_TELL = """
    import resource
    def task(ti):
        print(resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_NOFILE))
"""


class Limits(unittest.TestCase):
    def worker(self, limits: Optional[Dict[str, int]]) -> WorkerClient:
        worker = WorkerClient(limits=limits)
        self.addCleanup(worker.__exit__, None, None, None)
        return worker

    def told(self, limits: Optional[Dict[str, int]]) -> str:
        worker = self.worker(limits)
        self.assertEqual("succeeded", worker.run(_TELL)["status"])
        return worker.output().strip()

    @staticmethod
    def inherited() -> Tuple[Tuple[int, int], Tuple[int, int]]:
        return resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_NOFILE)

    def test_withoutLimitsEverythingStaysAsItIs(self) -> None:
        address_space, open_files = self.inherited()
        self.assertEqual(f"{address_space} {open_files}", self.told(None))
        self.assertEqual(f"{address_space} {open_files}", self.told({"address_space": 0, "open_files": 0}))

    def test_bothLimitsAreHard(self) -> None:
        self.assertEqual(f"{(8 * _GIBIBYTE,) * 2} (300, 300)", self.told({"address_space": 8 * _GIBIBYTE, "open_files": 300}))

    def test_whatIsStricterAlreadyStays(self) -> None:
        hard = self.inherited()[1][1]
        self.assertTrue(self.told({"open_files": hard + 1}).endswith(f"({hard}, {hard})"))

    def test_anAllocationBeyondTheAddressSpaceIsAnErrorAndTheWorkerGoesOn(self) -> None:
        worker = self.worker({"address_space": 2 * _GIBIBYTE})
        result = worker.run("def task(ti):\n    bytearray(4 << 30)\n")
        self.assertEqual("MemoryError", result["error"]["type"])
        self.assertEqual("succeeded", worker.run("def task(ti):\n    bytearray(1 << 20)\n")["status"])

    def test_whatATaskStartsHasTheSameLimits(self) -> None:
        worker = self.worker({"address_space": 0, "open_files": 300})
        source = """
            import subprocess, sys
            def task(ti):
                subprocess.run([sys.executable, "-c", "import resource; print(resource.getrlimit(resource.RLIMIT_NOFILE))"], check=True)
        """
        self.assertEqual("succeeded", worker.run(source)["status"])
        self.assertEqual("(300, 300)", worker.output().strip())

    def test_theKernelLooksAtTheWorkerBeforeItsServer(self) -> None:
        worker = self.worker(None)
        self.assertEqual("succeeded", worker.run("def task(ti):\n    print(open('/proc/self/oom_score_adj').read())\n")["status"])
        self.assertEqual("500", worker.output().strip())


if __name__ == "__main__":
    unittest.main()
