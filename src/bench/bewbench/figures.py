"""Every value that was measured, by scenario, case, contestant, metric and round; and what may be said of them."""

import statistics

OURS, FLOOR = "ours", "floor"

# how a metric is shown: unit, and whether more of it is better
METRICS = {
    "p50_ms": ("p50, ms", False),
    "p95_ms": ("p95, ms", False),
    "p99_ms": ("p99, ms", False),
    "per_second": ("per second", True),
    "cpu_ms": ("CPU ms each", False),
    "python_cpu_ms": ("of it Python", False),
    "postgres_cpu_ms": ("of it PostgreSQL", False),
    "seconds": ("seconds", False),
    "mb": ("MB", False),
    "pss_mb": ("PSS, MB", False),
    "kb": ("kB each", False),
    "push_ms": ("push, ms", False),
    "pull_ms": ("pull, ms", False),
    "same_pull_ms": ("pull in the same process, ms", False),
    "pass_ms": ("first pass over it, ms", False),
    "write_ms": ("plain write, ms", False),
    "percent": ("%", True),
}


class Figures:
    """Filled round by round. A measurement that was taken in only some rounds has None in the others."""

    def __init__(self):
        self.values = {}
        self.skipped = {}

    def add(self, scenario, case, contestant, round_number, metrics):
        for metric, value in metrics.items():
            if metric not in METRICS:
                raise ValueError(f"unknown metric: {metric}")
            row = self.values.setdefault((scenario, case, contestant), {}).setdefault(metric, [])
            row.extend([None] * (round_number + 1 - len(row)))
            row[round_number] = value

    def skip(self, scenario, contestant, why):
        """That something was not measured is a result too."""
        self.skipped[(scenario, contestant)] = why

    def rounds(self, scenario, case, contestant, metric):
        return [value for value in self._row(scenario, case, contestant, metric) if value is not None]

    def median(self, scenario, case, contestant, metric):
        """Over the rounds; None when there is none."""
        values = self.rounds(scenario, case, contestant, metric)
        return statistics.median(values) if values else None

    def ratio(self, scenario, case, metric, contestant, other):
        """The median over the rounds of what one had in a round as a multiple of what the other had in the same round, so that a slow minute of the machine does not count for one of them only."""
        pairs = zip(self._row(scenario, case, contestant, metric), self._row(scenario, case, other, metric))
        ratios = [ours / theirs for ours, theirs in pairs if ours is not None and theirs]
        return statistics.median(ratios) if ratios else None

    def _row(self, scenario, case, contestant, metric):
        return self.values.get((scenario, case, contestant), {}).get(metric, [])

    def cases(self, scenario):
        return list(dict.fromkeys(case for letter, case, _ in self.values if letter == scenario))

    def contestants(self, scenario, case):
        return [contestant for letter, found, contestant in self.values if (letter, found) == (scenario, case)]

    def metrics(self, scenario):
        found = {metric for (letter, _, _), row in self.values.items() if letter == scenario for metric in row}
        return [metric for metric in METRICS if metric in found]

    def as_json(self):
        rows = [
            {"scenario": scenario, "case": case, "contestant": contestant, "metric": metric, "median": statistics.median(v for v in values if v is not None), "rounds": values}
            for (scenario, case, contestant), row in self.values.items()
            for metric, values in row.items()
        ]
        skipped = [{"scenario": scenario, "contestant": contestant, "why": why} for (scenario, contestant), why in self.skipped.items()]
        return {"figures": rows, "skipped": skipped}

    @classmethod
    def from_json(cls, document):
        figures = cls()
        for row in document["figures"]:
            for number, value in enumerate(row["rounds"]):
                if value is not None:
                    figures.add(row["scenario"], row["case"], row["contestant"], number, {row["metric"]: value})
        for row in document["skipped"]:
            figures.skip(row["scenario"], row["contestant"], row["why"])
        return figures


def quantile(values, share):
    """Nearest rank: a value that really occurred."""
    ordered = sorted(values)
    rank = -(-share * len(ordered) // 1)  # rounded up
    return ordered[max(0, int(rank) - 1)]


def percentiles(milliseconds):
    return {"p50_ms": quantile(milliseconds, 0.50), "p95_ms": quantile(milliseconds, 0.95), "p99_ms": quantile(milliseconds, 0.99)}
