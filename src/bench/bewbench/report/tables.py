"""The figures as rows: one for each case and contestant, the medians over the rounds."""

from .. import peers
from ..figures import METRICS, OURS, Figures
from ..goals import number
from ..scenarios import ALL

MARK = {True: "met", False: "**not met**", None: "–"}


def text(result):
    """For a terminal."""
    parts = [heading(result)]
    for letter, rows in scenarios(result):
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = ["  ".join(cell.ljust(width) if column < 2 else cell.rjust(width) for column, (cell, width) in enumerate(zip(row, widths))).rstrip() for row in rows]
        parts.append("\n".join([f"({letter}) {ALL[letter].TITLE}", *lines, *notes(result, letter)]))
    parts.append("\n".join(f"{goal['what']}: wanted {goal['wanted']}, reached {goal['reached']}: {MARK[goal['met']].strip('*')}" for goal in result["goals"]))
    return "\n\n".join(part for part in parts if part)


def markdown(result):
    """For the README."""
    parts = [heading(result), markdown_goals(result)]
    for letter, rows in scenarios(result):
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        ruler = "| --- | --- |" + " ---: |" * (len(rows[0]) - 2)
        parts.append("\n".join([f"**({letter}) {ALL[letter].TITLE}**", "", lines[0], ruler, *lines[1:]]))
        parts.extend(notes(result, letter))
    return "\n\n".join(part for part in parts if part) + "\n"


def markdown_goals(result):
    rows = [f"| {goal['what']} | {goal['wanted']} | {goal['reached']} | {MARK[goal['met']]} |" for goal in result["goals"]]
    return "\n".join(["| scenario | goal | reached | |", "| --- | --- | --- | --- |", *rows]) if rows else ""


def heading(result):
    machine, versions, options = result["machine"], result["versions"], result["options"]
    names = {"be-workflows": "BE Workflows", "java": "Java", "python": "CPython"}
    listed = ", ".join(f"{names.get(name, name)} {version}" for name, version in versions.items())
    rounds = "1 round" if options["rounds"] == 1 else f"medians over {options['rounds']} interleaved rounds"
    return f"{result['date']}: {machine['cores']} shared cores, {machine['memory_gib']} GiB, {result['workers']} workers; load and servers on the same machine; {rounds}. {listed}."


def scenarios(result):
    """Letter and rows of each, the first row being the heads of the columns."""
    figures = Figures.from_json(result)
    for letter in ALL:
        if figures.cases(letter):
            yield letter, rows(figures, letter, result["workers"])


def rows(figures, letter, workers):
    metrics = figures.metrics(letter)
    main = metrics[0]
    table = [["case", "who", *(METRICS[metric][0] for metric in metrics), "× ours"]]
    for case in figures.cases(letter):
        for contestant in figures.contestants(letter, case):
            cells = [cell(figures.median(letter, case, contestant, metric)) for metric in metrics]
            ratio = None if contestant == OURS else figures.ratio(letter, case, main, contestant, OURS)
            table.append([case, peers.label(contestant, workers), *cells, cell(ratio)])
    return table


def notes(result, letter):
    return [f"Skipped: {peers.label(row['contestant'], result['workers'])}: {row['why']}" for row in result["skipped"] if row["scenario"] == letter]


def cell(value):
    return "" if value is None else number(value)
