"""A large array is in memory once, however many workers read it, and each may change what it pulled."""

import contextlib
import importlib.util
import os
import shutil
import tempfile
import unittest

from tests.worker_client import WorkerClient

HAS_NUMPY = importlib.util.find_spec("numpy") is not None
MIB = 1 << 20
MAKE = """
    import numpy as np
    def make(ti):
        ti.push("rows", np.arange(100 * 1024 * 1024 // 8, dtype="f8"))
    """
READ = """
    import time
    import numpy as np
    def read(ti):
        global rows
        times = []
        for _ in range(5):
            started = time.perf_counter()
            rows = ti.pull("rows")
            times.append(time.perf_counter() - started)
        ti.response_data("out", [{"sum": float(rows.sum()), "seconds": min(times)}])
    """
MEASURE = """
    def measure(ti):
        from workflow_of_read import rows
        pss, inside = 0, False
        for line in open("/proc/self/smaps"):
            name = line.split()[0]
            if not name.endswith(":"):
                inside = "values-of-run" in line
            elif inside and name == "Pss:":
                pss += int(line.split()[1]) * 1024
        ti.response_data("out", [{"pss": pss}])
    """
WRITE = """
    def write(ti):
        from workflow_of_read import rows
        rows[:1000] = -1.0
        rows[-1] = -1.0
        ti.response_data("out", [{"first": float(rows[0])}])
    """


@unittest.skipUnless(HAS_NUMPY, "needs numpy")
class SharedValues(unittest.TestCase):
    def setUp(self) -> None:
        stack = contextlib.ExitStack()
        self.addCleanup(stack.close)
        base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = tempfile.mkdtemp(prefix="values-of-run-", dir=base)
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        maker, *self.readers = (stack.enter_context(WorkerClient()) for _ in range(5))
        self.assertEqual("succeeded", maker.run(MAKE, function="make", values_dir=self.folder)["status"])
        for reader in self.readers:
            reader.values = maker.values

    def on(self, reader: WorkerClient, function: str, source: str) -> "dict[str, float]":
        reader.rows.clear()
        result = reader.run(source, function=function, module="workflow_of_read" if function == "read" else "of_" + function, values_dir=self.folder)
        self.assertEqual("succeeded", result["status"], result)
        return reader.rows["out"][0]

    def test_fourReadersHaveItOnceAndTheirOwnChanges(self) -> None:
        count = 100 * MIB // 8
        read = [self.on(reader, "read", READ) for reader in self.readers]
        self.assertEqual([count * (count - 1) / 2] * 4, [each["sum"] for each in read])
        self.assertLess(min(each["seconds"] for each in read), 0.005)
        self.assertLess(sum(self.on(reader, "measure", MEASURE)["pss"] for reader in self.readers), 150 * MIB)

        self.assertEqual(-1.0, self.on(self.readers[0], "write", WRITE)["first"])
        self.assertLess(sum(self.on(reader, "measure", MEASURE)["pss"] for reader in self.readers), 150 * MIB)
        self.assertEqual([count * (count - 1) / 2] * 3, [self.on(reader, "read", READ)["sum"] for reader in self.readers[1:]])

    def test_itMayBeRemovedWhileItIsRead(self) -> None:
        self.on(self.readers[0], "read", READ)
        shutil.rmtree(self.folder)
        self.assertEqual(-1.0, self.on(self.readers[0], "write", WRITE)["first"])
        self.assertGreater(self.on(self.readers[0], "measure", MEASURE)["pss"], 90 * MIB)


if __name__ == "__main__":
    unittest.main()
