"""The closed loop of every scenario that compares calls over HTTP."""

import json

from .client import Unexpected
from .processes import cpu_seconds

# by metric, how the names of the programs begin
PROGRAMS = {"cpu_ms": "", "python_cpu_ms": "python", "postgres_cpu_ms": "postgres"}


def measure(suite, contestant, path, clients, check, seconds=None, **request):
    """One measurement: latencies, throughput, and the CPU time that the contestant and all its processes used for each call.

    `check` gets the JSON of the first answer and tells whether it is right; all others must have the same status and be as long.
    """
    before = cpu_seconds(contestant.pid)
    answer = suite.load.closed(port=contestant.port, path=path, connections=clients, seconds=seconds or suite.seconds, **request)
    after = cpu_seconds(contestant.pid)
    verify(contestant, answer, check)
    count = answer["latency"]["count"]
    latency = {f"{share}_ms": answer["latency"][share] for share in ("p50", "p95", "p99")}
    return {**latency, "per_second": count / answer["seconds"], **cpu_each(before, after, count)}


def cpu_each(before, after, count):
    """CPU milliseconds of each call: of all, and of the programs among them that people ask for."""
    programs = {metric: [program for program in after if program.startswith(name)] for metric, name in PROGRAMS.items()}
    return {metric: 1000 * sum(after[each] - before[each] for each in found) / count for metric, found in programs.items() if found}


def warm(suite, contestant, path, clients, calls=12_000, **request):
    """By number, as compilers count calls; bounded in time for what is slow."""
    suite.load.closed(port=contestant.port, path=path, connections=clients, requests=calls, seconds=0.3 if suite.quick else 12, **request)


def verify(contestant, answer, check):
    body = answer["first"]["body"]
    right = answer["shortest_body"] == answer["longest_body"] and check(body)
    if not right:
        raise Unexpected(f"{contestant.key}: wrong answer, {answer['shortest_body']} to {answer['longest_body']} bytes, the first one: {body[:300]}")


def answers(text):
    """A check: the one row of the item `greeting` has this text."""
    return lambda body: json.loads(body) == {"data": {"greeting": [{"text": text}]}, "meta": {"greeting": {}}}
