"""(i) Ten times the calls that the workers can do: what still gets done, how fast the rest is refused, and how long it takes until all is as before."""

from .. import workflows
from ..client import call_path
from ..figures import OURS, percentiles, quantile

TITLE = "ten times the capacity"
PEAK, GOODPUT, REFUSED, RECOVERY = "peak, closed loop", "offered 10 ×: answered", "offered 10 ×: refused", "afterwards, until calls are as fast as before"
NAP = 0.02


def run(suite):
    server = suite.own_server("overload", settings={"BEW_WORKERS": str(suite.workers)})
    try:
        server.client.save({"id": "bench-nap", "tasks": [workflows.task("nap", f"import time\ntime.sleep({NAP})\nti.response_data('greeting', [{{'text': 'x'}}])")], "response": workflows.GREETING})
        suite.load.closed(port=server.port, path=call_path("bench-nap"), connections=4, seconds=1 if suite.quick else 3)
        for number in suite.rounds("i", GOODPUT, 3):
            measure(suite, server, number)
    finally:
        server.stop()


def measure(suite, server, number):
    closed = suite.load.closed(port=server.port, path=call_path("bench-nap"), connections=2 * suite.workers, seconds=suite.seconds + 1)
    peak = closed["latency"]["count"] / closed["seconds"]
    seconds, after = (1.5, 2.0) if suite.quick else (8.0, 6.0)
    calm = peak / 4
    answer = suite.load.ask(do="open", port=server.port, path=call_path("bench-nap"), connections=1000, phases=[[10 * peak, seconds], [calm, after]], patience=30)
    samples = answer["samples"]
    end = 1000 * seconds
    good = [sample for sample in samples if sample[2] == 200]
    unexpected = {sample[2] for sample in samples} - {200, 503}
    if unexpected or answer["unanswered"]:
        raise AssertionError(f"statuses {unexpected}, {answer['unanswered']} unanswered")
    within = sum(1 for due, came, status in good if came <= end)
    refused = [came - due for due, came, status in samples if status == 503 and due <= end]
    suite.figures.add("i", PEAK, OURS, number, {"per_second": peak})
    suite.figures.add("i", GOODPUT, OURS, number, {"per_second": within / seconds, "percent": 100 * within / seconds / peak})
    suite.figures.add("i", REFUSED, OURS, number, percentiles(refused))
    suite.figures.add("i", RECOVERY, OURS, number, {"seconds": recovery(samples, end, closed["latency"]["p95"])})


def recovery(samples, end, normal):
    """Seconds after the rush until nine in ten calls of a tenth of a second are answered, and within twice what was normal."""
    step = 250.0
    begin = end
    last = max(due for due, _, _ in samples)
    while begin < last:
        window = [(came - due if status == 200 else 1e9) for due, came, status in samples if begin <= due < begin + step]
        if window and quantile(window, 0.9) <= 2 * normal + 5:
            return (begin - end) / 1000
        begin += step
    return (last - end) / 1000
