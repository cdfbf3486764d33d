"""Shared memory that is full, small or gone costs speed, not the value; and one run cannot take it all."""

import contextlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import threading
import unittest
from typing import Any, Dict

from beworkflows_worker.value_room import ValueRoom
from beworkflows_worker.values import Values
from tests import SOURCE

MIB = 1 << 20


class WithRoom(unittest.TestCase):
    def setUp(self) -> None:
        self.base = tempfile.mkdtemp(prefix="room-")
        self.addCleanup(shutil.rmtree, self.base, ignore_errors=True)
        self.memory = os.path.join(self.base, "memory")
        self.disk = os.path.join(self.base, "disk")
        os.mkdir(self.memory)
        os.mkdir(self.disk)

    def values(self, **options: Any) -> Values:
        options.setdefault("spill_folder", os.path.join(self.disk, "run"))
        return Values(ValueRoom(os.path.join(self.memory, "run"), durable=False, **options), "train-1-ab", 1000, itertools.count(1))

    def files(self, folder: str) -> int:
        return sum(len(files) for _, _, files in os.walk(folder))

    def push(self, values: Values, value: Any) -> Dict[str, Any]:
        stored = json.loads(values.snapshot("rows", value))
        self.assertEqual(value, values.rebuild(stored))
        return stored


class Spilling(WithRoom):
    def test_aValueGoesToTheFirstFolderAsLongAsThereIsRoom(self) -> None:
        self.assertNotIn("spilled", self.push(self.values(), bytes(5000)))
        self.assertEqual((1, 0), (self.files(self.memory), self.files(self.disk)))

    def test_whatIsToStayFreeStaysFree(self) -> None:
        free = os.statvfs(self.memory)
        stored = self.push(self.values(keep_free=free.f_blocks * free.f_frsize), bytes(5000))
        self.assertTrue(stored["spilled"])
        self.assertEqual((0, 1), (self.files(self.memory), self.files(self.disk)))

    def test_aFolderThatIsGoneIsNoLoss(self) -> None:
        os.rmdir(self.memory)
        self.assertTrue(self.push(self.values(), bytes(5000))["spilled"])

    def test_aFolderThatCannotBeMadeIsNoLoss(self) -> None:
        with open(os.path.join(self.memory, "run"), "w", encoding="ascii"):
            pass
        self.assertTrue(self.push(self.values(), bytes(5000))["spilled"])

    def test_whenBothHaveNoRoomTheErrorNamesKeySizeAndFolder(self) -> None:
        os.rmdir(self.memory)
        os.rmdir(self.disk)
        with self.assertRaisesRegex(OSError, f"no room for the 50[0-9]+ bytes of 'rows': .*{self.disk}/run"):
            self.values().snapshot("rows", bytes(5000))

    def test_withoutASecondFolderTheFirstOneIsNamed(self) -> None:
        os.rmdir(self.memory)
        with self.assertRaisesRegex(OSError, f"no room for the 50[0-9]+ bytes of 'rows': .*{self.memory}/run"):
            self.values(spill_folder=None).snapshot("rows", bytes(5000))


class SmallMemory(WithRoom):
    """A tmpfs of the size that containers have, really mounted: in a user namespace where that needs no root."""

    WORK = """
        import itertools, json, os, sys, threading
        sys.path.insert(0, {source!r})
        from beworkflows_worker.value_room import ValueRoom
        from beworkflows_worker.values import Values
        def files(folder): return sum(len(files) for _, _, files in os.walk(folder))
        def left(folder): return os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
        def written(): return int(dict(line.split(": ") for line in open("/proc/self/io"))["wchar"])
        def values(prefix="t-1-a", **options):
            options.setdefault("spill_folder", {disk!r} + "/run")
            return Values(ValueRoom({memory!r} + "/run", durable=False, **options), prefix, 1000, itertools.count(1))
        MIB = 1 << 20
        """

    def run_there(self, code: str) -> Any:
        command = ["sh", "-c", f'mount -t tmpfs -o size=64m none "{self.memory}" && exec "$0" -c "$1"']
        work = textwrap.dedent(self.WORK.format(source=SOURCE, memory=self.memory, disk=self.disk)) + textwrap.dedent(code)
        space = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
        if subprocess.run([*space, "mount", "-t", "tmpfs", "none", self.memory], stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("this machine lets nobody mount a tmpfs")
        done = subprocess.run([*space, *command, sys.executable, work], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(0, done.returncode, done.stderr.decode())
        return json.loads(done.stdout)

    def test_whatDoesNotFitGoesToTheDiskAndComesBack(self) -> None:
        spilled, equal, left = self.run_there(
            """
            v, made = values(), [os.urandom(20 * MIB) for _ in range(5)]
            stored = [json.loads(v.snapshot("k", each)) for each in made]
            equal = all(v.rebuild(each) == value for each, value in zip(stored, made))
            print(json.dumps(([each.get("spilled", False) for each in stored], equal, left({memory!r}))))
            """.replace("{memory!r}", repr(self.memory))
        )
        self.assertEqual([False, False, False, True, True], spilled)
        self.assertTrue(equal)
        self.assertLess(left, 5 * MIB)

    def test_aMarginStaysFree(self) -> None:
        spilled, left = self.run_there(
            f"""
            v = values(keep_free=32 * MIB)
            stored = [json.loads(v.snapshot("k", bytes(10 * MIB))) for _ in range(5)]
            print(json.dumps(([each.get("spilled", False) for each in stored], left({self.memory!r}))))
            """
        )
        self.assertEqual([False, False, False, True, True], spilled)
        self.assertGreaterEqual(left, 32 * MIB)

    def test_aRefusalComesBeforeAnythingIsCopiedAndLeavesNothing(self) -> None:
        error, copied, left_files, left = self.run_there(
            f"""
            v, value, error = values(spill_folder=None), bytearray(100 * MIB), ""
            before = written()
            try:
                v.snapshot("rows", value)
            except OSError as raised:
                error = str(raised)
            print(json.dumps((error, written() - before, files({self.memory!r}), left({self.memory!r}))))
            """
        )
        self.assertRegex(error, "No space left|no room for the 1048[0-9]+ bytes of 'rows'")
        self.assertLess(copied, MIB)
        self.assertEqual((0, 64 * MIB), (left_files, left))

    def test_manyAtOnceFillItAndNobodyDies(self) -> None:
        """Whoever looked when there was still room may find none: then it is the disk, never SIGBUS."""
        count, spilled, wrong = self.run_there(
            """
            done, gate = [], threading.Barrier(8)
            def work(n):
                v = values(prefix="t-1-%d" % n)
                gate.wait()
                for i in range(4):
                    value = bytes([n, i]) * (2 * MIB)
                    stored = json.loads(v.snapshot("k", value))
                    done.append((v.rebuild(stored) == value, stored.get("spilled", False)))
            threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
            for each in threads: each.start()
            for each in threads: each.join()
            print(json.dumps((len(done), sum(s for _, s in done), sum(not ok for ok, _ in done))))
            """
        )
        self.assertEqual((32, 0), (count, wrong))
        self.assertGreaterEqual(spilled, 17)  # 16 of 4 MiB and their headers do not fit in 64


class Quota(WithRoom):
    def test_theNextOneIsRefusedWithTheNameOfTheSettingAndLeavesNothing(self) -> None:
        values = self.values(limit=15_000)
        self.push(values, bytes(5000))
        self.push(values, bytearray(5000))
        for _ in range(2):
            with self.assertRaisesRegex(ValueError, "push of 'rows': its 50[0-9]+ bytes are more than the 4[0-9]+ that are left of 15000 .*BEW_RUN_VALUES"):
                values.snapshot("rows", bytes(5000))
        self.push(values, bytes(4000))
        self.assertEqual(3, self.files(self.base))

    def test_smallValuesDoNotCount(self) -> None:
        values = self.values(limit=0)
        for _ in range(100):
            self.push(values, {"a": (1,)})

    def test_whatOthersOfTheRunWroteCounts(self) -> None:
        first, second = (Values(ValueRoom(self.memory, limit=9000, durable=False), prefix, 1000, itertools.count(1)) for prefix in ("a-1-x", "b-1-y"))
        self.push(first, bytes(5000))
        with self.assertRaisesRegex(ValueError, "BEW_RUN_VALUES"):
            second.snapshot("rows", bytes(5000))

    def test_whatSpilledCountsAndUploadsDoNot(self) -> None:
        free = os.statvfs(self.memory)
        values = self.values(limit=9000, keep_free=free.f_blocks * free.f_frsize)
        os.mkdir(os.path.join(self.disk, "run"))
        with open(os.path.join(self.disk, "run", "upload-1"), "wb") as file:
            file.write(bytes(100_000))
        self.push(values, bytes(5000))
        with self.assertRaisesRegex(ValueError, "BEW_RUN_VALUES"):
            values.snapshot("rows", bytes(5000))

    def test_withThousandsOfFilesItHolds(self) -> None:
        values = Values(ValueRoom(self.memory, limit=4_000_000, durable=False), "a-1-x", 1000, itertools.count(1))
        with self.assertRaisesRegex(ValueError, "BEW_RUN_VALUES"):
            for _ in range(5000):
                values.snapshot("rows", bytes(1500))
        self.assertGreater(self.files(self.memory), 2000)
        self.assertLessEqual(sum(os.path.getsize(os.path.join(self.memory, name)) for name in os.listdir(self.memory)), 4_000_000)

    def test_threadsTogetherDoNotGetMore(self) -> None:
        values = self.values(limit=50_000)

        def push() -> None:
            with contextlib.suppress(ValueError):
                for _ in range(10):
                    values.snapshot("rows", bytes(2000))

        threads = [threading.Thread(target=push) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        files = [os.path.join(folder, name) for folder, _, names in os.walk(self.memory) for name in names]
        self.assertLessEqual(sum(map(os.path.getsize, files)), 50_000)


if __name__ == "__main__":
    unittest.main()
