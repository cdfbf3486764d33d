"""(g) Server-sent events: one message on its way, thousands of idle streams, one message to all of them."""

import resource

from .. import workflows
from ..client import API
from ..figures import OURS
from ..log import say

TITLE = "server-sent events"
ONE, IDLE, ALL = "one message, task → reader, after 1,000 others", "idle streams", "one message to all idle streams"
WARM = 1_000  # as many as the other scenarios make calls before they measure, so that a JVM is measured that has compiled what it does
STAMP = "import time\nfrom common.framework.utils.events import send_user_task_sse\nsend_user_task_sse(f'@{time.time_ns()}@')"
MANY = "\n".join([STAMP, "for _ in range(ti.url_params['count'] - 1):", "    time.sleep(0.02)", "    send_user_task_sse(f'@{time.time_ns()}@')"])
SPARE = 200


def run(suite):
    streams = allowed(200 if suite.quick else 10_000)
    server = suite.own_server("events", settings={"BEW_EVENT_STREAMS": str(streams + SPARE)})
    try:
        server.client.save(talking())
        one(suite, server)
        many(suite, server, streams)
    finally:
        server.stop()


def allowed(wanted):
    """How many streams the limit of open files lets this process's children have."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    limit = hard if hard != resource.RLIM_INFINITY else 1 << 20
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    streams = min(wanted, limit - 1_000)
    if streams < wanted:
        say(f"only {streams} streams: the limit of open files is {limit}")
    return streams


def one(suite, server):
    count = 10 if suite.quick else 100
    warm(suite, server)
    for number in suite.rounds("g", ONE):
        suite.load.ask(do="open_streams", port=server.port, path=API + "/events", connections=1)
        delay = heard(suite, server, count, count)
        suite.load.ask(do="close_streams")
        suite.figures.add("g", ONE, OURS, number, {share + "_ms": delay[share] for share in ("p50", "p95", "p99")})


def warm(suite, server):
    if not suite.quick:
        suite.load.ask(do="open_streams", port=server.port, path=API + "/events", connections=1)
        heard(suite, server, WARM, WARM)
        suite.load.ask(do="close_streams")


def many(suite, server, streams):
    before = server.memory_mb()["rss"]
    opened = suite.load.ask(do="open_streams", port=server.port, path=API + "/events", connections=streams)
    if opened["statuses"] != {"200": streams}:
        raise AssertionError(opened)
    grown = server.memory_mb()["rss"]
    suite.figures.add("g", f"{streams:,} {IDLE}", OURS, 0, {"mb": grown, "kb": 1000 * max(0, grown - before) / streams})
    for number in suite.rounds("g", ALL, 3):
        delay = heard(suite, server, 1, number + 1)
        suite.figures.add("g", ALL, OURS, number, {share + "_ms": delay[share] for share in ("p50", "p95", "p99")})
    suite.load.ask(do="close_streams")


def heard(suite, server, count, in_all):
    """How long messages were on their way; somebody listens before the first of them is sent.

    `in_all` is how many each stream has had then since it was opened.
    """
    suite.load.send(do="await_stamps", count=in_all, seconds=60)
    server.client.call("bench-talk", f"count={count}", expect=(202,), headers={"Prefer": "respond-async"})
    answer = suite.load.receive()
    if answer["missing"]:
        raise AssertionError(f"{answer['missing']} streams have not heard everything after 60 s")
    return answer["delay"]


def talking():
    return {"id": "bench-talk", "mode": "background", "url_args": [{"name": "count", "type": "integer", "required": True}], "tasks": [workflows.task("talk", MANY)], "response": []}
