"""(h) From the start of the process to the first answer, and what the server takes while it does nothing."""

import time

from .. import workflows
from ..client import Client
from ..figures import OURS
from ..processes import memory_mb

TITLE = "start, idle memory"
START, IDLE, WORKER = "start → first answer, existing data", "idle, JVM", "idle, one worker"


def run(suite):
    first = suite.own_server("start")
    first.client.save(workflows.hello())
    first.stop()
    for number in suite.rounds("h", START):
        server = suite.own_server("start", fresh=False)
        try:
            Client(server.port).call("bench-hello", "name=Ada")
            suite.figures.add("h", START, OURS, number, {"seconds": time.monotonic() - server.began})
            jvm = server.memory_mb()
            suite.figures.add("h", IDLE, OURS, number, {"mb": jvm["rss"], "pss_mb": jvm["pss"]})
            worker = memory_mb(server.workers()[0])
            suite.figures.add("h", WORKER, OURS, number, {"mb": worker["rss"], "pss_mb": worker["pss"]})
        finally:
            server.stop()
