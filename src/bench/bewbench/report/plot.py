"""The result as a picture: SVG written by hand, its colours chosen by the reader's light or dark mode."""

from html import escape

from .. import peers
from ..figures import FLOOR, OURS, Figures
from ..goals import number

WIDTH, PANEL, BAR, GAP, LABEL = 900, 430, 15, 5, 225

STYLE = """
  text { font: 12px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #24292f }
  .title { font-size: 14px; font-weight: 600 } .small { font-size: 11px; fill: #57606a } .value { font-variant-numeric: tabular-nums }
  .paper { fill: #ffffff } .rule { stroke: #d0d7de } .goal { stroke: #cf222e; stroke-width: 1.5; stroke-dasharray: 4 3 }
  .ours { fill: #0969da } .floor { fill: #8c959f } .fastapi { fill: #bf8700 } .other { fill: #8250df } .met { fill: #1a7f37 } .missed { fill: #cf222e }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9198a1 } .paper { fill: #0d1117 } .rule { stroke: #3d444d } .goal { stroke: #f85149 }
    .ours { fill: #4493f8 } .floor { fill: #656c76 } .fastapi { fill: #d29922 } .other { fill: #ab7df8 } .met { fill: #3fb950 } .missed { fill: #f85149 }
  }
"""

# scenario, case, metric, title; two panels beside each other
PANELS = [
    ("a", "1 client", "p50_ms", "One trivial task, 1 client: p50, ms"),
    ("a", "16 clients", "per_second", "The same, 16 clients: calls a second"),
    ("b", "foreground, 1 client", "p50_ms", "Chain of 40 fibo(10), foreground: p50, ms"),
    ("c", "1 client", "p50_ms", "1 → 8 parallel → 1: p50, ms"),
    ("d", "100 MB float64, to 1", "push_ms", "100 MB array to another process: push, ms"),
    ("e", "1 MB body", "p50_ms", "JSON body of 1 MB: p50, ms"),
]


def svg(result):
    figures = Figures.from_json(result)
    drawn = [panel for panel in PANELS if panel[1] in figures.cases(panel[0])]
    body, top = [], 58
    for left, right in zip(drawn[::2], [*drawn[1::2], None]):
        blocks = [bars(figures, panel, result["workers"], x, top) for panel, x in ((left, 20), (right, 20 + PANEL)) if panel]
        body.extend(block for block, _ in blocks)
        top = max(bottom for _, bottom in blocks) + 26
    block, bottom = goals(result["goals"], top)
    body.append(block)
    machine = result["machine"]
    subtitle = f"{result['date']}, {machine['cores']} shared cores, load and servers on the same machine, medians over rounds: {result['options']['rounds']}"
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom}" width="{WIDTH}" height="{bottom}" role="img" aria-label="Benchmark of BE Workflows beside its peers">
<style>{STYLE}</style>
<rect class="paper" width="{WIDTH}" height="{bottom}"/>
<text class="title" x="20" y="26">BE Workflows beside its peers</text>
<text class="small" x="20" y="44">{escape(subtitle)}</text>
{chr(10).join(body)}
</svg>
"""


def bars(figures, panel, workers, x, top):
    """One panel and where it ends."""
    scenario, case, metric, title = panel
    rows = [(contestant, figures.median(scenario, case, contestant, metric)) for contestant in figures.contestants(scenario, case)]
    rows = [(contestant, value) for contestant, value in rows if value is not None]
    scale = (PANEL - LABEL - 85) / max(value for _, value in rows)
    lines = [f'<text class="title" x="{x}" y="{top + 12}">{escape(title)}</text>']
    y = top + 24
    for contestant, value in rows:
        label = peers.label(contestant, workers).replace("floor: bare ", "floor: ")
        lines.append(f'<text class="small" x="{x + LABEL - 8}" y="{y + 12}" text-anchor="end">{escape(label)}</text>')
        lines.append(f'<rect class="{colour(contestant)}" x="{x + LABEL}" y="{y}" width="{max(1, value * scale):.1f}" height="{BAR}" rx="2"/>')
        lines.append(f'<text class="value" x="{x + LABEL + value * scale + 6:.1f}" y="{y + 12}">{number(value)}</text>')
        y += BAR + GAP
    return "\n".join(lines), y


def goals(rows, top):
    """What was wanted and what was reached, and where the list ends."""
    if not rows:
        return "", top
    lines = [f'<line class="rule" x1="20" x2="{WIDTH - 20}" y1="{top - 12}" y2="{top - 12}"/>', f'<text class="title" x="20" y="{top + 8}">Goals</text>']
    y = top + 30
    for goal in rows:
        mark, kind = {True: ("✓", "met"), False: ("✗", "missed"), None: ("–", "small")}[goal["met"]]
        lines.append(f'<text class="{kind}" x="20" y="{y}">{mark}</text>')
        lines.append(f'<text x="38" y="{y}">{escape(goal["what"])}</text>')
        lines.append(f'<text class="small" x="340" y="{y}">{escape(goal["wanted"])}</text>')
        lines.append(f'<text class="value" x="640" y="{y}">{escape(goal["reached"])}</text>')
        y += 19
    return "\n".join(lines), y + 6


def colour(contestant):
    return {OURS: "ours", FLOOR: "floor"}.get(contestant, "fastapi" if contestant in peers.FASTAPI else "other")
