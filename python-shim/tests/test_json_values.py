"""What responses and messages may hold, and what is refused in which words."""

import dataclasses
import datetime
import decimal
import enum
import importlib.util
import json
import pathlib
import unittest
import uuid
from collections import OrderedDict, defaultdict, namedtuple
from typing import Any

from beworkflows_worker.json_values import DEEPEST, encode

HAS_PANDAS = importlib.util.find_spec("pandas") is not None


class Color(enum.Enum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


class Word(str, enum.Enum):
    YES = "yes"


@dataclasses.dataclass
class Point:
    x: int
    when: Any = None


class Odd:
    pass


def through_json(value: Any) -> Any:
    return json.loads(encode(value, "response item 'x'"))


class Plain(unittest.TestCase):
    def check(self, *pairs: Any) -> None:
        for value, expected in pairs:
            with self.subTest(value=value):
                result = through_json([{"a": value}])
                self.assertEqual([{"a": expected}], result)
                self.assertIs(type(expected), type(result[0]["a"]))
                self.assertEqual([{"a": expected, "b": None}], through_json([{"a": value, "b": float("nan")}]), "on the slow way")

    def test_plainValuesStayAsTheyAre(self) -> None:
        self.check((1, 1), (1.5, 1.5), ("\u00e4\n\"", "\u00e4\n\""), (None, None), (True, True), ([1, [2]], [1, [2]]), ({"k": {}}, {"k": {}}), (10**30, 10**30))

    def test_datesTimesAndDurationsAreIso8601(self) -> None:
        zone = datetime.timezone(datetime.timedelta(hours=2))
        self.check(
            (datetime.date(2026, 1, 2), "2026-01-02"),
            (datetime.datetime(2026, 1, 2, 3, 4, 5, 6, zone), "2026-01-02T03:04:05.000006+02:00"),
            (datetime.time(1, 2), "01:02:00"),
            (datetime.timedelta(days=1, hours=2, seconds=3, milliseconds=500), "P1DT2H0M3.5S"),
            (datetime.timedelta(seconds=-1), "-P0DT0H0M1S"),
        )

    def test_numbersAndTextInOtherClothes(self) -> None:
        self.check(
            (decimal.Decimal("3"), 3),
            (decimal.Decimal("0.1"), 0.1),
            (decimal.Decimal("NaN"), None),
            (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
            (b"\x00\xff", "AP8="),
            (bytearray(b"a"), "YQ=="),
            (pathlib.PurePosixPath("/a/b"), "/a/b"),
            (Color.RED, "red"),
            (Level.HIGH, 3),
            (Word.YES, "yes"),
        )

    def test_containersInOtherClothes(self) -> None:
        self.check(
            ((1, 2), [1, 2]),
            ({3, 1, 2}, [1, 2, 3]),
            (frozenset({"a"}), ["a"]),
            (Point(1, datetime.date(2026, 1, 2)), {"x": 1, "when": "2026-01-02"}),
            (namedtuple("Pair", "a b")(1, 2), [1, 2]),
            (OrderedDict(a=1), {"a": 1}),
            (defaultdict(list, a=[1]), {"a": [1]}),
        )
        self.assertEqual({1, "a"}, set(through_json({1, "a"})))

    def test_keysBecomeTheirText(self) -> None:
        keys = {1: 1, 1.5: 1, True: 1, None: 1, datetime.date(2026, 1, 2): 1, uuid.UUID(int=1): 1, Color.RED: 1, "s": 1}
        expected = {"1", "1.5", "null", "2026-01-02", str(uuid.UUID(int=1)), "red", "s"}
        self.assertEqual(expected, set(through_json(keys)))
        self.assertEqual({"true": 1, "2": None}, through_json({True: 1, 2: float("inf")}))

    def test_whatIsNoNumberBecomesNull(self) -> None:
        self.assertEqual([None, None, None, 1.0], through_json([float("nan"), float("inf"), -float("inf"), 1.0]))

    def test_sharedValuesAreNoCycle(self) -> None:
        shared = [float("nan")]
        self.assertEqual([[None], [None]], through_json([shared, shared]))


class Refused(unittest.TestCase):
    def check(self, value: Any, problem: str) -> None:
        with self.assertRaises(TypeError) as raised:
            encode(value, "response item 'x'")
        self.assertEqual(f"response item 'x': {problem}", str(raised.exception))

    def test_theErrorNamesPathAndType(self) -> None:
        odd = f"object of type {__name__}.Odd cannot be turned into JSON"
        self.check([{"model": Odd()}], f"/0/model: {odd}")
        self.check([{"a/b~c": [1, {2: Odd()}]}], f"/0/a~1b~0c/1/2: {odd}")
        self.check(Odd(), odd)
        self.check([{"f": Odd}], "/0/f: object of type type cannot be turned into JSON")
        self.check([1j], "/0: object of type complex cannot be turned into JSON")
        self.check([decimal.Decimal("1e400")], "/0: object of type decimal.Decimal cannot be turned into JSON: it is too large for a number")

    def test_keysThatHaveNoText(self) -> None:
        self.check([{(1, 2): 1}], "/0: a key of type tuple cannot be turned into JSON")

    def test_cycles(self) -> None:
        cycle: Any = {"a": []}
        cycle["a"].append(cycle)
        self.check([cycle], "/0/a/0: the dict contains itself")
        point = Point(1)
        point.when = [point]
        self.check(point, f"/when/0: the {__name__}.Point contains itself")

    def test_whatIsNestedTooDeeply(self) -> None:
        for depth in (DEEPEST + 1, 900, 100_000):
            value: Any = []
            for _ in range(depth):
                value = [value]
            self.check(value, f"nested more than {DEEPEST} deep")
        deepest = "[" * DEEPEST + "]" * DEEPEST
        self.assertEqual(deepest, encode(json.loads(deepest), "x"))
        self.assertEqual(deepest.replace("[]", "[null]"), encode(json.loads(deepest.replace("[]", "[NaN]")), "x"))

    def test_manyFlatRowsAreNotDeep(self) -> None:
        self.assertEqual(1000, len(through_json([{"a": [1], "b": "[[["}] * 1000)))


@unittest.skipUnless(HAS_PANDAS, "needs numpy and pandas")
class Scientific(unittest.TestCase):
    def test_numpy(self) -> None:
        import numpy as np

        for value, expected in [
            (np.float64(1.5), 1.5),
            (np.float32(0.5), 0.5),
            (np.float32("nan"), None),
            (np.int8(3), 3),
            (np.bool_(True), True),
            (np.str_("a"), "a"),
            (np.bytes_(b"a"), "YQ=="),
            (np.array(7), 7),
            (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
            (np.array([1.0, np.nan]), [1.0, None]),
            (np.array([]), []),
            (np.array(["a", None, datetime.date(2026, 1, 2)], dtype=object), ["a", None, "2026-01-02"]),
            (np.array(["2026-01-02", "NaT"], dtype="datetime64[ns]"), ["2026-01-02T00:00:00.000000000", None]),
            (np.timedelta64(90, "s"), "P0DT0H1M30S"),
            (np.timedelta64("NaT"), None),
        ]:
            with self.subTest(value=value):
                self.assertEqual([{"a": expected}], through_json([{"a": value}]))
        self.assertEqual({"1": 2}, through_json({np.int64(1): 2}))
        with self.assertRaisesRegex(TypeError, "/0/a: object of type numpy.complex128 cannot"):
            encode([{"a": np.complex128(1)}], "x")

    def test_pandas(self) -> None:
        import pandas as pd

        frame = pd.DataFrame({"n": [1, 2], "f": [1.5, None], "s": ["a", None], "t": [pd.Timestamp("2026-01-02"), pd.NaT]})
        rows = [{"n": 1, "f": 1.5, "s": "a", "t": "2026-01-02T00:00:00"}, {"n": 2, "f": None, "s": None, "t": None}]
        for value, expected in [
            (frame, rows),
            (frame["n"], [1, 2]),
            (frame.index, [0, 1]),
            (pd.Series([1, None], dtype="Int64"), [1, None]),
            (pd.Series(["a", "b"], dtype="category"), ["a", "b"]),
            (pd.Timestamp("2026-01-02", tz="UTC"), "2026-01-02T00:00:00+00:00"),
            (pd.Timedelta("1s"), "P0DT0H0M1S"),
            (pd.NaT, None),
            (pd.NA, None),
        ]:
            with self.subTest(value=value):
                self.assertEqual([{"a": expected}], through_json([{"a": value}]))


if __name__ == "__main__":
    unittest.main()
