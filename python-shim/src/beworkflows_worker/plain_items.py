"""Rows of which the worker can say beyond doubt that they fit their response item. The server checks them too, but the task need not wait for its word."""

from typing import Any, Dict, FrozenSet, Mapping, Optional, Tuple

_KINDS = {"string": frozenset({str}), "number": frozenset({int, float}), "integer": frozenset({int}), "boolean": frozenset({bool})}
_NONE = frozenset({type(None)})
_LARGEST_INT = 1 << 63
_Fields = Dict[str, FrozenSet[type]]


class PlainItems:
    """`items` is as in PROTOCOL.md: by response item the fields with type and whether they are required; None: any object is a row."""

    def __init__(self, items: Mapping[str, Any]) -> None:
        self._items: Dict[str, Optional[Tuple[_Fields, FrozenSet[str]]]] = {item: _compiled(fields) for item, fields in items.items()}

    def surely_take(self, item: str, rows: Any) -> bool:
        """Whether all rows fit the item; False when that is not known."""
        if item not in self._items or type(rows) is not list:
            return False
        fields = self._items[item]
        return all(map(_is_object, rows)) if fields is None else all(_fits(row, *fields) for row in rows)


NONE = PlainItems({})
_known: Dict[str, PlainItems] = {}


def find(params: Mapping[str, Any]) -> PlainItems:
    """For the `plain_items` of a `run_task`. Raises KeyError when they came without `items` and are not known."""
    if "items" in params:
        _known[params["id"]] = PlainItems(params["items"])
    return _known[params["id"]]


def _compiled(fields: Optional[Mapping[str, Any]]) -> Optional[Tuple[_Fields, FrozenSet[str]]]:
    if fields is None:
        return None
    kinds = {name: _KINDS[kind] if required else _KINDS[kind] | _NONE for name, (kind, required) in fields.items()}
    return kinds, frozenset(name for name, (_, required) in fields.items() if required)


def _is_object(row: Any) -> bool:
    return type(row) is dict and all(type(name) is str for name in row)


def _fits(row: Any, fields: _Fields, required: FrozenSet[str]) -> bool:
    if type(row) is not dict or not required <= row.keys():
        return False
    for name, value in row.items():
        kinds = fields.get(name)
        if kinds is None or type(value) not in kinds:
            return False
        if type(value) is float and value - value != 0.0:  # NaN and infinities become null
            return False
        if type(value) is int and not -_LARGEST_INT <= value < _LARGEST_INT:
            return False
    return True
