"""Measures background runs of a running server, with the standard library only:

    python3 src/bench/background_runs.py http://127.0.0.1:8080

Prints runs a second from the first accept to the last end, the time from the 202 to the start of the first task, and the time from `send_user_task_sse` to the client's byte.
All clocks must be of one machine.
"""

import datetime
import json
import statistics
import sys
import threading
import time
import urllib.error
import urllib.request

BASE = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
API = BASE + "/api/app/be_workflows"
RUNS, CLIENTS, CALLS, MESSAGES = 3000, 8, 300, 300

QUICK = "def task(ti):\n    ti.response_data('out', [{'n': 1}])\n"
TALKS = """import time
from common.framework.utils.events import send_user_task_sse

def task(ti):
    time.sleep(0.5)
    for _ in range(MESSAGES):
        send_user_task_sse(str(time.time_ns()))
        time.sleep(0.01)
""".replace("MESSAGES", str(MESSAGES))


def ask(path, body=None):
    request = urllib.request.Request(API + path, data=None if body is None else json.dumps(body).encode(), headers={"Content-Type": "application/json"} if body else {})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def save(name, code):
    definition = {"id": name, "mode": "background", "tasks": [{"name": "task", "code": code}], "response": [{"key": "out"}]}
    try:
        ask("/be_wf_graph", definition)
    except urllib.error.HTTPError as error:
        if error.code != 409:
            raise


def seconds(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def ended(run):
    while True:
        record = ask("/runs/" + run)
        if record["finished_at"]:
            return record
        time.sleep(0.02)


def throughput():
    runs = []

    def accept():
        for _ in range(RUNS // CLIENTS):
            runs.append(ask("/be_wf_graph/id/bench-quick/call")["run_id"])

    clients = [threading.Thread(target=accept) for _ in range(CLIENTS)]
    begin = time.time()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    accepted = time.time()
    last = max(seconds(ended(run)["finished_at"]) for run in reversed(runs))
    print(f"{len(runs)} runs: accepted {len(runs) / (accepted - begin):.0f}/s, accepted and finished {len(runs) / (last - begin):.0f}/s")


def start_delay():
    delays = []
    for _ in range(CALLS):
        run = ask("/be_wf_graph/id/bench-quick/call")["run_id"]
        answered = time.time()
        delays.append(1000 * (seconds(ended(run)["tasks"][0]["started_at"]) - answered))
    show("from the 202 to the start of the first task", delays)


def message_delay():
    delays = []
    run = ask("/be_wf_graph/id/bench-talks/call")["run_id"]
    with urllib.request.urlopen(API + f"/runs/{run}/events") as stream:
        kind = b""
        for line in stream:
            now = time.time_ns()
            kind = line if line.startswith(b"event:") else kind
            if line.startswith(b"data:") and kind == b"event: message\n":
                delays.append((now - int(json.loads(line[5:])["message"])) / 1e6)
    show(f"from send_user_task_sse to the client's byte, {len(delays)} messages", delays)


def show(what, milliseconds):
    ordered = sorted(milliseconds)
    print(f"{what}: p50 {statistics.median(ordered):.1f} ms, p99 {ordered[len(ordered) * 99 // 100]:.1f} ms")


save("bench-quick", QUICK)
save("bench-talks", TALKS)
throughput()
start_delay()
message_delay()
