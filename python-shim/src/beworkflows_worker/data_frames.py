"""Rows of a pandas DataFrame as dicts, column by column. pandas is never imported here, only used when it is there."""

import math
from typing import Any, Callable, Dict, List, Optional

_EARLIEST, _LATEST = "1000-01-01", "9999-12-31"


def rows(frame: Any) -> List[Dict[Any, Any]]:
    """What `to_dict("records")` gives, which makes each row a tuple and each date an object first, as far as JSON can tell: missing and infinite numbers are None, dates may be text."""
    columns = frame.columns
    if columns.nlevels == 1 and columns.is_unique:
        lists = [_items(frame.iloc[:, place]) for place in range(len(columns))]
        if lists and None not in lists:
            names = columns.tolist()
            return [dict(zip(names, row)) for row in zip(*lists)]
    return frame.to_dict("records")


def _items(column: Any) -> Optional[List[Any]]:
    """None for what only pandas itself knows how to box."""
    items = _ITEMS.get(getattr(column.dtype, "kind", "O"), _boxed)
    return items(column)


def _same(column: Any) -> List[Any]:
    return column.tolist()


def _floats(column: Any) -> List[Any]:
    items: List[Any] = column.tolist()
    total = sum(items) if _is_native(column) else math.nan
    if math.isfinite(total):
        return items
    return [item if not isinstance(item, float) or math.isfinite(item) else None for item in items]


def _dates(column: Any) -> List[Any]:
    """Texts where all are whole seconds in no time zone, which numpy writes as pandas does."""
    if not _is_native(column):
        return column.tolist()
    import numpy

    moments = column.to_numpy()
    seconds = moments.astype("datetime64[s]")
    known = ~numpy.isnat(moments)
    some = seconds[known]
    if (some != moments[known]).any() or (some.size and (some.min() < numpy.datetime64(_EARLIEST) or some.max() > numpy.datetime64(_LATEST))):
        return column.tolist()
    texts: List[Any] = numpy.datetime_as_string(seconds, unit="s").tolist()
    return texts if known.all() else [text if is_known else None for text, is_known in zip(texts, known.tolist())]


def _boxed(column: Any) -> Optional[List[Any]]:
    items: List[Any] = column.tolist()
    return None if any(kind.__module__.partition(".")[0] == "numpy" for kind in set(map(type, items))) else items


def _is_native(column: Any) -> bool:
    """Whether the column is a numpy array inside."""
    return type(column.dtype).__module__.partition(".")[0] == "numpy"


_ITEMS: Dict[str, Callable[[Any], Optional[List[Any]]]] = {"b": _same, "i": _same, "u": _same, "f": _floats, "M": _dates}
