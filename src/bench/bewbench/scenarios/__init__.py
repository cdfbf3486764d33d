"""The scenarios, one a module. Each has a TITLE and `run(suite)`, which adds what it measured to `suite.figures` under its letter."""

from . import background, bodies, chain, events, overload, start, trivial, values, wide

ALL = {"a": trivial, "b": chain, "c": wide, "d": values, "e": bodies, "f": background, "g": events, "h": start, "i": overload}
