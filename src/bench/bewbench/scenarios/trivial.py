"""(a) What a call costs when the task costs nothing."""

from .. import peers, workflows
from ..client import call_path
from ..http_load import answers, measure, warm

TITLE = "one trivial task, 1 to 64 clients"
CLIENTS = (1, 4, 16, 64)


def run(suite):
    server = suite.server()
    server.client.save(workflows.hello())
    contestants = [server, suite.floor(), *suite.fastapi("a", *peers.FASTAPI)]
    for contestant in contestants:
        warm(suite, contestant, path(contestant), 16)
        warm(suite, contestant, path(contestant), 1, 4_000)
    for clients in CLIENTS:
        for number, contestant in suite.interleaved("a", case(clients), contestants):
            figures = measure(suite, contestant, path(contestant), clients, answers("Hello, Ada!"))
            suite.figures.add("a", case(clients), contestant.key, number, figures)


def case(clients):
    return "1 client" if clients == 1 else f"{clients} clients"


def path(contestant):
    return call_path("bench-hello", "name=Ada") if contestant.key == "ours" else "/hello?name=Ada"
