"""Arrays of strings come back as they were, whichever way they took."""

import importlib.util
import json
import pickle
import random
import unittest
from typing import Any, List

from beworkflows_worker import string_arrays
from tests.test_values import WithValues

HAS_PANDAS = importlib.util.find_spec("pandas") is not None
_ALPHABETS = ("abc", "\u00e4\u20ac\U0001f600", "\ud800x", "\0ab", "\n\r\x85\u2028 \t")


def words(generator: random.Random, count: int) -> List[str]:
    alphabet = generator.choice(_ALPHABETS)
    return ["".join(generator.choices(alphabet, k=generator.randrange(8))) + str(index) for index in range(count)]


@unittest.skipUnless(HAS_PANDAS, "needs numpy and pandas")
class StringArrays(WithValues):
    def assert_same(self, array: Any) -> None:
        import numpy as np

        rebuilt = self.through(array)
        self.assertEqual((array.shape, array.dtype), (rebuilt.shape, rebuilt.dtype))
        self.assertEqual((array.flags.c_contiguous, array.flags.f_contiguous), (rebuilt.flags.c_contiguous, rebuilt.flags.f_contiguous))
        before, after = array.ravel().tolist(), rebuilt.ravel().tolist()
        self.assertEqual(list(map(type, before)), list(map(type, after)))
        self.assertEqual(list(map(repr, before)), list(map(repr, after)))
        rebuilt[...] = "changed"
        self.assertTrue(np.all(rebuilt == "changed"))

    def test_everyMixOfStringsAndOtherThingsComesBackTheSame(self) -> None:
        import numpy as np
        import pandas as pd

        generator = random.Random(5)
        others = [None, float("nan"), 7, 1.5, True, pd.NA, pd.NaT, (1, 2), b"x", np.float64(2), 10**30]
        taken = 0
        for _ in range(150):
            items: List[Any] = words(generator, generator.choice([5, 999, 1000, 1001, 3000]))
            for index in range(generator.choice([0, 0, 3, len(items) // 3, len(items)])):
                items[generator.randrange(len(items))] = generator.choice(others[: generator.choice([2, 6, len(others)])])
            array = np.empty(len(items), dtype=object)
            array[:] = items
            if len(items) % 10 == 0 and generator.random() < 0.5:
                array = array.reshape((10, -1), order=generator.choice("CF"))
            taken += string_arrays.reduced(array) is not None
            self.assert_same(array)
        self.assertGreater(taken, 15)
        self.assertLess(taken, 100)

    def test_viewsAndReadOnlyOnesComeBackWritable(self) -> None:
        import numpy as np

        array = np.array(words(random.Random(1), 5000), dtype=object)
        frozen = array.copy()
        frozen.flags.writeable = False
        for value in (array[::2], array[::-1], frozen, np.broadcast_to(array, (2, 5000)), array[:0]):
            rebuilt = self.through(value)
            self.assertEqual(value.tolist(), rebuilt.tolist())
            rebuilt[...] = 1

    def test_whatIsTheSameObjectOftenIsKeptOnce(self) -> None:
        import numpy as np

        array = np.array([("red" * 100, "green" * 100)[index % 2] for index in range(100_000)], dtype=object)
        self.assertIsNone(string_arrays.reduced(array))
        stored = self.push(array)
        self.assertLess(stored["bytes"], 300_000)
        self.assertEqual(2, len(set(map(id, self.values.rebuild(stored).tolist()))))

    def test_anArrayThatHoldsItselfComesBack(self) -> None:
        import numpy as np

        array = np.array([*words(random.Random(1), 2000), None], dtype=object)
        array[-1] = array
        rebuilt = self.through(array)
        self.assertIs(rebuilt, rebuilt[-1])

    def test_oneArrayInTwoPlacesStaysOne(self) -> None:
        import numpy as np

        array = np.array(words(random.Random(1), 2000), dtype=object)
        first, second = self.through([array, array])
        self.assertIs(first, second)

    def test_subclassesOfStringsAreLeftToPickle(self) -> None:
        import numpy as np

        array = np.array(words(random.Random(1), 2000), dtype=object)
        array[3] = np.str_("x")
        self.assert_same(array)

    def test_framesAndIndexesOfText(self) -> None:
        import pandas as pd

        texts = words(random.Random(2), 3000)
        gaps: List[Any] = [None if index % 7 == 0 else text for index, text in enumerate(texts)]
        frame = pd.DataFrame({"o": pd.Series(texts, dtype=object), "s": gaps, "n": pd.array(gaps, dtype="string"), "c": pd.Categorical(gaps), "f": 1.5})
        for value in (frame, frame.set_index("o"), frame[frame["f"] > 1], frame.iloc[::3], frame[["o", "s"]]):
            pulled = self.through(value)
            pd.testing.assert_frame_equal(value, pulled)
            pulled.iloc[0, 0] = "changed"
            pulled["new"] = 1
            self.assertEqual(value.columns.tolist(), pulled.columns.tolist()[:-1])

    def test_theSecretOfATextIsFound(self) -> None:
        import itertools

        import numpy as np

        from beworkflows_worker.secrets import Secrets
        from beworkflows_worker.value_room import ValueRoom
        from beworkflows_worker.values import Values

        self.values = Values(ValueRoom(self.folder), "a", 1000, itertools.count(), Secrets({"token": "s3cr3t-0815-4711"}))
        texts = words(random.Random(2), 3000)
        self.push(np.array(texts, dtype=object))
        texts[2999] = "..s3cr3t-0815-4711.."
        with self.assertRaisesRegex(ValueError, "holds the secret 'token'"):
            self.push(np.array(texts, dtype=object))

    def test_itIsOneBufferOfTheFile(self) -> None:
        import numpy as np

        array = np.array(words(random.Random(4), 5000), dtype=object)
        buffers: List[Any] = []
        pickle.dumps(string_arrays.reduced(array), 5, buffer_callback=buffers.append)
        self.assertEqual(1, len(buffers))
        self.assertEqual(["file", "bytes"], list(json.loads(self.values.snapshot("k", array))))


if __name__ == "__main__":
    unittest.main()
