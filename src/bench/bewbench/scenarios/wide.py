"""(c) One task, then eight that may run at the same time, then one."""

from .. import peers, workflows
from ..client import call_path
from ..http_load import answers, measure, warm
from .trivial import case

TITLE = "1 → 8 parallel → 1"


def run(suite):
    server = suite.server()
    server.client.save(workflows.wide())
    contestants = [server, suite.floor(), *suite.fastapi("c", peers.STANDARD_1)]
    for contestant in contestants:
        warm(suite, contestant, path(contestant), 4, 1_500)
    for clients in (1, 16):
        for number, contestant in suite.interleaved("c", case(clients), contestants):
            figures = measure(suite, contestant, path(contestant), clients, answers("55"))
            suite.figures.add("c", case(clients), contestant.key, number, figures)


def path(contestant):
    return call_path("bench-wide") if contestant.key == "ours" else "/fan"
