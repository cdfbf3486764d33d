"""(f) Durable runs: how many are accepted and finished a second, and how long after the 202 the first task begins."""

import re
import time
import urllib.request

from .. import workflows
from ..client import call_path
from ..figures import percentiles
from .chain import ASYNC, moment

TITLE = "background runs"
FINISHED, START = "one-task runs, 16 clients, accept → finish", "202 → first task, idle"
ENDED = re.compile(r'^bew_runs_total\{(?=[^}]*workflow="bench-hello")(?=[^}]*mode="background")[^}]*\} (\S+)$', re.M)


def run(suite):
    server = suite.server()
    server.client.save(workflows.hello())
    finished(suite, server, 200)
    for number in suite.rounds("f", FINISHED):
        suite.figures.add("f", FINISHED, server.key, number, finished(suite, server, 300 if suite.quick else 4_000))
    for number in suite.rounds("f", START):
        suite.figures.add("f", START, server.key, number, delays(server, 10 if suite.quick else 60))


def finished(suite, server, runs):
    before = ended(server)
    begin = time.monotonic()
    suite.load.closed(port=server.port, path=call_path("bench-hello", "name=Ada"), connections=16, requests=runs, headers=ASYNC, expect=202)
    accepted = time.monotonic()
    while ended(server) < before + runs:
        if time.monotonic() > accepted + 60:
            raise AssertionError("not all runs have ended 60 s after the last was accepted")
        time.sleep(0.02)
    return {"per_second": runs / (time.monotonic() - begin)}


def ended(server):
    """Background runs of the workflow that have ended, as the server counts them."""
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics") as answer:
        return sum(float(value) for value in ENDED.findall(answer.read().decode()))


def delays(server, runs):
    """Milliseconds from the acceptance to the start of the task, by the run's own record."""
    taken = []
    for _ in range(runs):
        run_id = server.client.call("bench-hello", "name=Ada", expect=(202,), headers=ASYNC)["run_id"]
        server.client.follow(run_id)
        record = server.client.record(run_id)
        taken.append(1000 * (moment(record["tasks"][0]["started_at"]) - moment(record["accepted_at"])))
    return percentiles(taken)
