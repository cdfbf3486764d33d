"""Rows of a DataFrame are what pandas itself makes of them, and a value is the same JSON whichever way it takes."""

import datetime
import decimal
import importlib.util
import random
import unittest
import warnings
from typing import Any, Callable, List

from beworkflows_worker import data_frames
from beworkflows_worker.json_values import _Walk, encode, to_text

HAS_PANDAS = importlib.util.find_spec("pandas") is not None


def outcome(make: Callable[[], Any]) -> str:
    """JSON text, or the words in which it is refused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return encode(make(), "rows")
    except TypeError as error:
        return f"refused: {error}"


def columns(generator: random.Random, count: int) -> List[Any]:
    """One column of each kind."""
    import numpy as np
    import pandas as pd

    def some(*choices: Any) -> List[Any]:
        return [generator.choice(choices) for _ in range(count)]

    whole = [None if generator.random() < 0.1 else f"2026-0{generator.randrange(1, 9)}-01T0{generator.randrange(10)}:00:00" for _ in range(count)]
    parts = some("2026-01-02T03:04:05.000001", "2026-01-02", "1999-12-31T23:59:59.123456789")
    objects = ["a", None, float("nan"), 1, 2.5, True, decimal.Decimal("1.5"), datetime.date(2026, 1, 2), {"k": [1, float("inf")]}, (1, 2), b"x", pd.NaT, pd.NA, pd.Timestamp("2026-01-02")]
    boxed = [np.int64(3), np.float32(0.1), np.datetime64("2026-01-02"), np.timedelta64(3, "s"), np.bool_(True), np.str_("s"), np.array([1, 2])]
    made: List[Any] = [
        *[np.array(some(0, 1, 100), dtype=kind) for kind in ("i1", "u1", "i4", "u8", "i8", "f2", "f4", "f8", "?")],
        np.array(some(1.5, float("nan")), dtype="f8"),
        np.array(some(1e308, float("inf"), -float("inf"), 0.1), dtype="f8"),
        np.array(some(0.1, float("nan")), dtype="f4"),
        pd.Series(some(*objects), dtype=object),
        pd.Series(some(*objects, *boxed), dtype=object),
        pd.Series(some("a", "b\n\"\u00e4\u2028", None)),
        pd.array(some("a", None), dtype="string"),
        pd.Categorical(some("x", "y", None)),
        pd.Categorical(some(3, 1)),
        pd.array(some(1, None, 2**62), dtype="Int64"),
        pd.array(some(1.5, None), dtype="Float64"),
        pd.array(some(True, None), dtype="boolean"),
        *[pd.Series(whole).astype(f"datetime64[{unit}]") for unit in ("s", "ms", "us", "ns")],
        pd.Series([None] * count, dtype="datetime64[ns]"),
        pd.Series(np.array(parts, dtype="datetime64[ns]")),
        pd.Series(np.array(some("0900-01-01", "2026-01-01"), dtype="datetime64[s]")),
        pd.Series(np.array(some("2026-01-01", "9999-12-31T23:59:59"), dtype="datetime64[s]")),
        pd.Series(whole).astype("datetime64[ns]").dt.tz_localize("UTC"),
        pd.to_timedelta(some(1, 90, 86_400_000), unit="ms"),
        pd.period_range("2026-01", periods=count, freq="M"),
        np.array(some(1 + 2j), dtype="c16"),
        pd.arrays.SparseArray(some(0.0, 1.5, float("nan"))),
        pd.arrays.SparseArray(some(0, 3)),
    ]
    return made


@unittest.skipUnless(HAS_PANDAS, "needs numpy and pandas")
class DataFrames(unittest.TestCase):
    def check(self, frame: Any) -> str:
        expected = outcome(lambda: frame.to_dict("records"))
        self.assertEqual(expected, outcome(lambda: data_frames.rows(frame)), frame.dtypes)
        return expected

    def test_everyKindOfColumnComesOutAsPandasMakesIt(self) -> None:
        import pandas as pd

        for seed, count in enumerate([0, 1, 2, 50, 50, 50]):
            for index, column in enumerate(columns(random.Random(seed), count)):
                with self.subTest(seed=seed, index=index):
                    text = self.check(pd.DataFrame({"a": column}))
                    self.assertTrue(text.startswith("[") or count > 0, text)

    def test_anyFrameComesOutAsPandasMakesIt(self) -> None:
        import pandas as pd

        generator = random.Random(7)
        refused = 0
        for _ in range(150):
            made = columns(generator, generator.choice([1, 3, 20]))
            some = generator.sample(made, generator.randrange(1, 8))
            names: List[Any] = generator.choice([list("abcdefgh"), ["n/~", "\u00e4", "", "x y", "\"", "5", "6", "7"], list(range(8)), ["a", "a", "b", "c", "d", "e", "f", "g"], [2, "1", 1.5, None, True, 7, 8, 9]])
            frame = pd.concat([pd.Series(column) for column in some], axis=1, keys=None)
            frame.columns = pd.Index(names[: len(some)], dtype=object)
            if generator.random() < 0.3:
                frame = frame.iloc[:: generator.choice([1, 2, -1])]
            refused += self.check(frame).startswith("refused")
        self.assertGreater(refused, 5)
        self.assertLess(refused, 100)

    def test_framesWithoutRowsOrColumns(self) -> None:
        import pandas as pd

        for frame in (pd.DataFrame(), pd.DataFrame(index=[1, 2, 3]), pd.DataFrame({"a": []}), pd.DataFrame({("a", "b"): [1]}), pd.DataFrame([[1, 2]], columns=["a", "a"])):
            self.check(frame)
        self.assertEqual("[{},{},{}]", encode(data_frames.rows(pd.DataFrame(index=[1, 2, 3])), "x"))

    def test_columnsThatShareANameWarnAsPandasDoes(self) -> None:
        import pandas as pd

        with self.assertWarnsRegex(UserWarning, "not unique"):
            data_frames.rows(pd.DataFrame([[1, 2]], columns=["a", "a"]))

    def test_columnsOfSeveralLevelsAreNamedWhenTheyAreRefused(self) -> None:
        import pandas as pd

        with self.assertRaisesRegex(TypeError, "rows: /0: a key of type tuple cannot be turned into JSON"):
            encode(data_frames.rows(pd.DataFrame({("a", "b"): [1]})), "rows")


class BothWays(unittest.TestCase):
    def value(self, generator: random.Random, depth: int) -> Any:
        leaves = [None, True, 0, -7, 1.5, 10**20, "", "a/b~\u2028", decimal.Decimal("2.5"), datetime.date(2026, 1, 2), b"x"]
        kind = generator.randrange(5)
        if depth == 0 or kind < 2:
            return generator.choice(leaves)
        items = [self.value(generator, depth - 1) for _ in range(generator.randrange(4))]
        return tuple(items) if kind == 2 else items if kind == 3 else {generator.choice(["a", "b/c", "~", 1, None, True]): item for item in items}

    def test_theWalkAndTheFastWayGiveTheSame(self) -> None:
        generator = random.Random(3)
        for _ in range(2000):
            value = self.value(generator, 5)
            self.assertEqual(encode(value, "x"), to_text(_Walk("x").plain(value)))

    def test_pathsAreRightAfterWhatWasFine(self) -> None:
        for value, path in (
            ([{"a": [1.5, float("nan"), {"b": (1,)}], "c": [{"d": object()}]}], "/0/c/0/d"),
            ([[(1, 2)], {"k": {1: {2: object()}}}], "/1/k/1/2"),
            ({"a/b": [float("inf"), None, object()]}, "/a~1b/2"),
        ):
            with self.assertRaisesRegex(TypeError, f"^x: {path}: object of type object cannot"):
                encode(value, "x")


if __name__ == "__main__":
    unittest.main()
