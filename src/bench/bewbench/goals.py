"""What the project wants to reach, each goal with the arithmetic that decides it."""

from dataclasses import dataclass
from typing import Callable

from .figures import OURS
from .peers import PLAIN_1, PLAIN_N, STANDARD_1, STANDARD_N


@dataclass(frozen=True)
class Goal:
    """`judge` tells from the figures what was reached, in words, and whether it is enough; None when it was not measured."""

    scenario: str
    what: str
    wanted: str
    judge: Callable

    def as_json(self, figures):
        judged = self.judge(figures)
        reached, met = judged if judged else ("not measured", None)
        return {"scenario": self.scenario, "what": self.what, "wanted": self.wanted, "reached": reached, "met": met}


def times(scenario, case, metric, bound, peer, other, at_least=False):
    """Ours as a multiple of a peer's, within the rounds. Of its two set-ups the stronger one decides; the other one is named beside it."""

    def judge(figures):
        strong, weak = (figures.ratio(scenario, case, metric, OURS, key) for key in (peer, other))
        if strong is None:
            return None
        beside = f" ({weak:.2f} × with plain uvicorn)" if weak is not None else ""
        return f"{strong:.2f} ×{beside}", strong >= bound if at_least else strong <= bound

    return judge


def bounded(scenario, case, metric, bound, unit, at_least=False):
    """The median over the rounds of one of our figures."""

    def judge(figures):
        value = figures.median(scenario, case, OURS, metric)
        if value is None:
            return None
        return f"{number(value)} {unit}", value >= bound if at_least else value <= bound

    return judge


def number(value):
    """Three digits that say something."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


ALL = [
    Goal("a", "one trivial task, 1 client, p50", "≤ 0.6 × FastAPI, one process", times("a", "1 client", "p50_ms", 0.6, STANDARD_1, PLAIN_1)),
    Goal("a", "one trivial task, 16 clients, throughput", "≥ 3 × FastAPI, one process", times("a", "16 clients", "per_second", 3, STANDARD_1, PLAIN_1, True)),
    Goal("a", "the same", "≥ 1.5 × FastAPI, as many processes as workers", times("a", "16 clients", "per_second", 1.5, STANDARD_N, PLAIN_N, True)),
    Goal("b", "chain of 40 fibo(10), foreground, p50", "≤ 5 ms", bounded("b", "foreground, 1 client", "p50_ms", 5, "ms")),
    Goal("b", "chain of 40 fibo(10), background, p50", "≤ 100 ms", bounded("b", "background, accept → finish", "p50_ms", 100, "ms")),
]
