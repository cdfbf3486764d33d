"""(b) Forty tasks `fibo(10)`, one after the other: the test by which workflow engines are compared in public."""

from datetime import datetime

from .. import peers, workflows
from ..client import call_path
from ..figures import percentiles
from ..http_load import answers, measure, warm

TITLE = "chain of 40 fibo(10)"
FOREGROUND, BACKGROUND = "foreground, 1 client", "background, accept → finish"
ASYNC = {"Prefer": "respond-async"}


def run(suite):
    server = suite.server()
    server.client.save(workflows.chain())
    contestants = [server, suite.floor(), *suite.fastapi("b", peers.STANDARD_1)]
    for contestant in contestants:
        warm(suite, contestant, path(contestant), 1, 500)
    for number, contestant in suite.interleaved("b", FOREGROUND, contestants):
        figures = measure(suite, contestant, path(contestant), 1, answers("55"))
        suite.figures.add("b", FOREGROUND, contestant.key, number, figures)
    in_background(server, 2)
    for number in suite.rounds("b", BACKGROUND):
        suite.figures.add("b", BACKGROUND, server.key, number, in_background(server, 2 if suite.quick else 10))


def path(contestant):
    return call_path("bench-chain") if contestant.key == "ours" else "/chain"


def in_background(server, runs):
    """Milliseconds by the run's own record: from its acceptance to its end, every task made durable before the next one starts."""
    taken = []
    for _ in range(runs):
        run_id = server.client.call("bench-chain", expect=(202,), headers=ASYNC)["run_id"]
        server.client.follow(run_id)
        record = server.client.record(run_id)
        if record["status"] != "succeeded":
            raise AssertionError(record)
        taken.append(1000 * (moment(record["finished_at"]) - moment(record["accepted_at"])))
    return percentiles(taken)


def moment(text):
    """Seconds since 1970 of a time in a record, whatever number of decimals it has."""
    whole, _, decimals = text.rstrip("Z").partition(".")
    return datetime.fromisoformat(whole + "+00:00").timestamp() + float("0." + (decimals or "0"))
