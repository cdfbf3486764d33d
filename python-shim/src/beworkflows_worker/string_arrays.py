"""Arrays of strings as one text: a pickle names each string in turn, which takes thirty times as long as to write them."""

import pickle
from typing import Any, Dict, List, Optional, Tuple

_SEPARATOR = "\0"
_FEWEST = 1000
_MISSING = frozenset({type(None), float, int, bool})


def reduced(array: Any) -> Optional[Tuple[Any, ...]]:
    """What pickle makes of a numpy array of objects of which nearly all are strings. None for any other, and where most are the very same objects: a pickle keeps those once."""
    if array.dtype.kind != "O" or array.size < _FEWEST:
        return None
    order = "F" if array.flags.fnc else "C"
    flat = array.ravel(order)
    if _repeat(flat[:: flat.size // _FEWEST].tolist()):
        return None
    items = flat.tolist()
    others = _others(items)
    if others is None:
        return None
    for index in others:
        items[index] = ""
    text = _SEPARATOR.join(items)
    if text.count(_SEPARATOR) != len(items) - 1:
        return None
    return rebuilt, (pickle.PickleBuffer(text.encode("utf-8", "surrogatepass")), array.shape, order, others)


def _repeat(sample: List[Any]) -> bool:
    return len(set(map(id, sample))) < len(sample) // 2


def _others(items: List[Any]) -> Optional[Dict[int, Any]]:
    """What is no string, by its place. None when that is much, or anything but a missing value or a number."""
    if set(map(type, items)) == {str}:
        return {}
    others = {index: item for index, item in enumerate(items) if type(item) is not str}
    kinds = {kind for kind in set(map(type, others.values())) if kind not in _MISSING}
    if len(others) > len(items) // 2 or any(kind.__name__ != "NAType" for kind in kinds):
        return None
    return others


def rebuilt(text: Any, shape: Tuple[int, ...], order: str, others: Dict[int, Any]) -> Any:
    """The array."""
    import numpy

    items: List[Any] = str(text, "utf-8", "surrogatepass").split(_SEPARATOR)
    for index, item in others.items():
        items[index] = item
    array = numpy.empty(len(items), dtype=object)
    array[:] = items
    return array.reshape(shape, order=order)
