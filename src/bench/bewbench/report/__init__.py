"""Shows a result: a table in the terminal, Markdown, JSON, a plot. All of them are made from the document that is written as JSON."""

import json

from .. import goals, machine
from . import plot, tables


def document(suite):
    described = machine.describe(suite)
    return {**described, **suite.figures.as_json(), "goals": [goal.as_json(suite.figures) for goal in goals.ALL if goal.scenario in suite.options.only]}


def write(result, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    (folder / "results.md").write_text(tables.markdown(result))
    (folder / "results.svg").write_text(plot.svg(result))


def table(result):
    return tables.text(result)
