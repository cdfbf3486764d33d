"""A push is a snapshot, a pull an own copy; neither depends on how large the value is."""

import importlib.util
import itertools
import json
import os
import subprocess
import sys
import tempfile
import textwrap
import threading
import unittest
from typing import Any, Dict

from beworkflows_worker.secrets import Secrets
from beworkflows_worker.value_room import ValueRoom
from beworkflows_worker.values import Values

HAS_PANDAS = importlib.util.find_spec("pandas") is not None
INLINE = 1000


class WithValues(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.values = Values(ValueRoom(self.folder, durable=False), "train-1", INLINE, itertools.count(1))

    def push(self, value: Any) -> Dict[str, Any]:
        return json.loads(self.values.snapshot("k", value))

    def through(self, value: Any) -> Any:
        return self.values.rebuild(self.push(value))


class WithSecrets(WithValues):
    def test_aValueThatHoldsASecretIsRefused(self) -> None:
        self.values = Values(ValueRoom(self.folder, durable=False), "train-1", INLINE, itertools.count(1), Secrets({"token": 's3"cr3t\u00e4', "other": "x" * 20}))
        for value in ('s3"cr3t\u00e4', {"a": ['a s3"cr3t\u00e4!']}, {'s3"cr3t\u00e4': 1}, {1, 's3"cr3t\u00e4'}, ("..s3\"cr3t\u00e4").encode(), bytearray(b"0" * 5000 + "s3\"cr3t\u00e4".encode())):
            with self.subTest(value=value), self.assertRaisesRegex(ValueError, "holds the secret 'token'"):
                self.push(value)
        self.push({"a": "s3cr3t"})
        self.assertEqual("Secrets(['other', 'token'])", repr(self.values.secrets))
        with self.assertRaisesRegex(KeyError, "there are: 'other', 'token'"):
            self.values.secrets["nothing"]


class Kinds(WithValues):
    def test_exactlyTheTypesOfJsonTravelAsJson(self) -> None:
        for value in (None, True, 0, -(1 << 63), 1.5, -0.0, "", "\u00e4\U0001f600\x00", [], {}, {"a": [1, {"b": [None]}]}, [1, "a", 2.5]):
            with self.subTest(value=value):
                stored = self.push(value)
                self.assertEqual({"json": value}, stored)
                self.assertEqual(repr(value), repr(stored["json"]))

    def test_everythingElseTravelsAsAPickleAndKeepsItsType(self) -> None:
        for value in ((1,), {1: 2}, {"a": (1,)}, {1}, b"x", bytearray(b"x"), 1 << 63, float("inf"), "\ud800", [True, {2: 3}], json.loads("[" * 50 + "]" * 50), 1j):
            with self.subTest(value=value):
                self.assertEqual(["pickle"], list(self.push(value)))
                self.assertEqual((value, type(value)), (self.through(value), type(self.through(value))))

    def test_notANumberSurvives(self) -> None:
        self.assertNotEqual(*[self.through(float("nan"))] * 2)

    def test_aMemoryviewComesBackAsBytes(self) -> None:
        self.assertEqual(b"abc", self.through(memoryview(b"abc")))

    def test_largeValuesBecomeFiles(self) -> None:
        for value in ("x" * INLINE, list(range(INLINE)), b"x" * (INLINE + 1), bytearray(INLINE * 2), {str(n): n for n in range(INLINE)}):
            stored = self.push(value)
            self.assertEqual(["file", "bytes"], list(stored))
            path = os.path.join(self.folder, stored["file"])
            self.assertEqual(stored["bytes"], os.path.getsize(path))
            self.assertEqual(value, self.values.rebuild(stored))

    def test_cyclesAndSharedPartsSurvive(self) -> None:
        cycle: Any = [1]
        cycle.append(cycle)
        rebuilt = self.through(cycle)
        self.assertIs(rebuilt, rebuilt[1])


class Isolation(WithValues):
    def test_laterChangesByThePusherAreNotSeen(self) -> None:
        for value in ([1, 2], {"a": {1}}, bytearray(INLINE * 2)):
            stored = self.push(value)
            value.clear()
            self.assertNotEqual(value, self.values.rebuild(stored))

    def test_changesByOnePullerAreNotSeenByTheNext(self) -> None:
        for value in ({"a": {1}}, bytearray(INLINE * 2)):
            stored = self.push(value)
            self.values.rebuild(stored).clear()
            self.assertEqual(value, self.values.rebuild(stored))

    def test_aFileNeverGetsTheNameOfAnother(self) -> None:
        names = set()
        pushes = [threading.Thread(target=lambda: names.update(self.push(bytes(INLINE * 2))["file"] for _ in range(20))) for _ in range(5)]
        for push in pushes:
            push.start()
        for push in pushes:
            push.join()
        self.assertEqual(100, len(names))
        self.assertEqual(names, set(os.listdir(self.folder)))


class Refused(WithValues):
    def test_whatCannotBePickledIsNamedWithItsKeyAndType(self) -> None:
        for value, words in ((lambda: 1, "function"), (threading.Lock(), "_thread.lock"), ({"a": sys.stdin}, "dict")):
            with self.assertRaisesRegex(TypeError, f"push of 'k': {words} cannot be pickled: "):
                self.push(value)
        self.assertEqual([], os.listdir(self.folder))

    def test_whatIsNestedTooDeeplyIsNamed(self) -> None:
        value: Any = []
        for _ in range(200_000):
            value = [value]
        with self.assertRaisesRegex(TypeError, "push of 'k': the list is nested too deeply"):
            self.push(value)

    def test_aFullFolderIsAnErrorThatLeavesNothing(self) -> None:
        """In a process of its own, as the limit on file sizes cannot be raised again; the kernel refuses as when a disk is full."""
        code = f"""
            import itertools, resource, signal, sys
            sys.path.insert(0, {os.path.dirname(os.path.dirname(os.path.abspath(sys.modules["beworkflows_worker"].__file__)))!r})
            from beworkflows_worker.value_room import ValueRoom
            from beworkflows_worker.values import Values
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
            try:
                Values(ValueRoom({self.folder!r}), 'train-1', 1000, itertools.count(1)).snapshot('rows', bytes(1_000_000))
            except OSError as error:
                print(error)
            """
        output = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, check=True).stdout.decode()
        self.assertRegex(output, "no room for the 1000[0-9]+ bytes of 'rows': .*" + self.folder)
        self.assertEqual([], os.listdir(self.folder))

    def test_aFileThatIsNoValueFileIsRefused(self) -> None:
        with open(os.path.join(self.folder, "x"), "wb") as file:
            file.write(bytes(100))
        with self.assertRaisesRegex(ValueError, "is not a value file"):
            self.values.rebuild({"file": "x", "bytes": 100})


@unittest.skipUnless(HAS_PANDAS, "needs numpy and pandas")
class Arrays(WithValues):
    def test_arraysComeBackEqualAndWritableWithoutTouchingTheFile(self) -> None:
        import numpy as np

        large = np.arange(10_000, dtype="f8")
        frozen = large.copy()
        frozen.flags.writeable = False
        cases = [large, frozen, large.reshape(100, 100).T, large[::2], large.astype(object), np.asfortranarray(large.reshape(100, 100)), np.arange(3), np.zeros((0, 5)), np.array(5)]
        for value in [*cases, frozen[:3]]:
            stored = self.push(value)
            for _ in range(2):
                pulled = self.values.rebuild(stored)
                np.testing.assert_array_equal(value, pulled)
                self.assertEqual((value.dtype, value.shape), (pulled.dtype, pulled.shape))
                pulled[...] = -1

    def test_theFileIsAsThePageSaysItIs(self) -> None:
        import pickle
        import struct

        import numpy as np

        value = {"a": np.arange(1000), "b": np.zeros(1000, "i1"), "c": np.arange(2000, dtype="f4")}
        with open(os.path.join(self.folder, self.push(value)["file"]), "rb") as file:
            content = file.read()
        self.assertEqual(b"BEWVAL01", content[:8])
        (count,) = struct.unpack_from("<Q", content, 8)
        self.assertEqual(2, count)
        offset, parts = 16 + 8 * (count + 1), []
        for length in struct.unpack_from(f"<{count + 1}Q", content, 16):
            offset = -(-offset // 64) * 64
            parts.append(content[offset : offset + length])
            offset += length
        self.assertEqual(len(content), offset)
        rebuilt = pickle.loads(parts[0], buffers=parts[1:])
        self.assertTrue(all((value[name] == rebuilt[name]).all() for name in value))

    def test_dataFramesComeBackEqualAndWritable(self) -> None:
        import pandas as pd

        frame = pd.DataFrame({"n": range(1000), "f": [0.5] * 1000, "s": ["text"] * 999 + [None], "t": pd.Timestamp("2026-01-02")})
        frame["c"] = frame["s"].astype("category")
        for value in (frame, frame[frame["n"] % 2 == 0], frame["f"], frame["f"].to_numpy(), frame.head(2)):
            pulled = self.through(value)
            if isinstance(value, pd.DataFrame):
                pd.testing.assert_frame_equal(value, pulled)
                pulled.loc[pulled.index[0], "n"] = -5
            else:
                pulled[0] = 7.0


if __name__ == "__main__":
    unittest.main()
