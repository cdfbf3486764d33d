"""The scenarios, one a module. Each has a TITLE and `run(suite)`, which adds what it measured to `suite.figures` under its letter."""

from . import chain, trivial, wide

ALL = {"a": trivial, "b": chain, "c": wide}
