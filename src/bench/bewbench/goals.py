"""What the project wants to reach, each goal with the arithmetic that decides it."""

import statistics
from dataclasses import dataclass
from typing import Callable

from .figures import OURS
from .peers import PLAIN_1, PLAIN_N, RAY, STANDARD_1, STANDARD_N

ARRAY = "100 MB float64, to 1"


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


def within(scenario, case, metric, other, bound):
    """One of our figures as a multiple of another of the same round."""

    def judge(figures):
        pairs = zip(figures.rounds(scenario, case, OURS, metric), figures.rounds(scenario, case, OURS, other))
        ratios = [mine / theirs for mine, theirs in pairs]
        return (f"{statistics.median(ratios):.2f} ×", statistics.median(ratios) <= bound) if ratios else None

    return judge


def ahead(scenario, case, metrics, peer):
    """The sum of some of our figures against the peer's."""

    def judge(figures):
        sums = [[figures.median(scenario, case, who, metric) for metric in metrics] for who in (OURS, peer)]
        if any(value is None for values in sums for value in values):
            return None
        mine, theirs = map(sum, sums)
        return f"{number(mine)} against {number(theirs)} ms", mine < theirs

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
    Goal("d", "100 MB array to another process, pull", "≤ 1 ms", bounded("d", ARRAY, "pull_ms", 1, "ms")),
    Goal("d", "the same, push", "≤ 1.2 × one plain write", within("d", ARRAY, "push_ms", "write_ms", 1.2)),
    Goal("d", "the same, push + pull", "ahead of Ray's put + get", ahead("d", ARRAY, ("push_ms", "pull_ms"), RAY)),
    Goal("f", "one-task runs, accept → finish", "≥ 1,000 a second", bounded("f", "one-task runs, 16 clients, accept → finish", "per_second", 1000, "a second", True)),
    Goal("f", "start of the first task when idle, p50", "≤ 10 ms", bounded("f", "202 → first task, idle", "p50_ms", 10, "ms")),
    Goal("g", "one message end to end after 1,000 others, p50", "≤ 2 ms", bounded("g", "one message, task → reader, after 1,000 others", "p50_ms", 2, "ms")),
    Goal("g", "10,000 idle streams, memory of the JVM", "< 1,000 MB", bounded("g", "10,000 idle streams", "mb", 1000, "MB")),
    Goal("h", "start to first answer, existing data", "< 2 s", bounded("h", "start → first answer, existing data", "seconds", 2, "s")),
    Goal("i", "10 × overload, goodput", "≥ 90 % of peak", bounded("i", "offered 10 ×: answered", "percent", 90, "%", True)),
    Goal("i", "the same, refusals, p99", "< 5 ms", bounded("i", "offered 10 ×: refused", "p99_ms", 5, "ms")),
    Goal("i", "normal again within", "5 s", bounded("i", "afterwards, until calls are as fast as before", "seconds", 5, "s")),
]
