"""(d) 100 MB from one task to others, in other processes, beside one plain write of the same bytes to shared memory and beside Ray's object store."""

from .. import peers, workflows
from ..environments import NotToBeHad
from ..figures import OURS
from ..processes import Program

TRIES = 10
TITLE = "values of 100 MB between processes"
ARRAY = "100 MB float64"
MAKERS = {
    ARRAY: "import numpy\nvalue = numpy.random.default_rng(1).random(12_500_000)",
    "100 MB DataFrame, numbers": "import numpy, pandas\nvalue = pandas.DataFrame(numpy.random.default_rng(1).random((1_250_000, 10)), columns=list('abcdefghij'))",
    "100 MB DataFrame, strings": "import pandas\nvalue = pandas.DataFrame({'text': ['row number %d, and more of it' % i for i in range(1_400_000)]})",
    "fitted RandomForest": "import numpy\nfrom sklearn.ensemble import RandomForestClassifier\nx = numpy.random.default_rng(1).random((2000, 8))\nvalue = RandomForestClassifier(100, random_state=1).fit(x, x[:, 0] > 0.5)",
}
PUSH = """
import os, time
{make}
plain = memoryview(os.urandom(1_000_000) * 100)
path = "/dev/shm/bench-" + str(os.getpid())
begin = time.perf_counter()
file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
written = 0
while written < len(plain):
    written += os.write(file, plain[written:])
os.close(file)
write = time.perf_counter() - begin
os.unlink(path)
begin = time.perf_counter()
ti.push("value", value)
push = time.perf_counter() - begin
ti.push("writer", (os.readlink("/proc/self/ns/pid"), os.getpid()))
ti.response_data("times", [{{"what": "push", "ms": push * 1000}}, {{"what": "write", "ms": write * 1000}}])
"""
# what a value needs is imported before the time is taken: a worker has it after its first value, whoever sent that
PULL = """
import os, time
{imports}
begin = time.perf_counter()
value = ti.pull("value")
took = time.perf_counter() - begin
where = "same_pull" if (os.readlink("/proc/self/ns/pid"), os.getpid()) == tuple(ti.pull("writer")) else "pull"
ti.response_data("times", [{{"what": where, "ms": took * 1000}}])
time.sleep(0.05)  # its worker is busy while the others are given out
"""
RAY = "ray_values.py"


def run(suite):
    try:
        python = suite.python.python("science")
    except NotToBeHad as problem:
        suite.figures.skip("d", OURS, str(problem))
        return
    server = suite.own_server("values", python, {"BEW_WORKERS": "5", "BEW_WORKFLOW_WORKERS": "5"})
    ray = None if suite.quick else start_ray(suite)
    try:
        for readers in (1, 4):
            for name, make in MAKERS.items():
                handed(suite, server, ray, name, make, readers)
    finally:
        server.stop()
        if ray:
            ray.stop()


def handed(suite, server, ray, name, make, readers):
    workflow = definition(name, make, readers)
    server.client.save(workflow)
    case = f"{name}, to {readers}"
    server.client.call(workflow["id"])
    for number in suite.rounds("d", case):
        suite.figures.add("d", case, OURS, number, times(server, workflow["id"]))
        if ray and name == ARRAY:
            suite.figures.add("d", case, peers.RAY, number, ray.times(readers))


def times(server, workflow):
    """Milliseconds; of several readers the slowest, one in the writer's own process apart. A call whose readers are all in that one says nothing of others and is made again."""
    for _ in range(TRIES):
        found = {}
        for row in server.client.call(workflow)["data"]["times"]:
            metric = row["what"] + "_ms"
            found[metric] = max(row["ms"], found.get(metric, 0))
        if "pull_ms" in found:
            return found
    raise AssertionError(f"{workflow}: in {TRIES} calls no reader was in another process than the writer")


def definition(name, make, readers):
    identity = f"bench-values-{list(MAKERS).index(name)}-{readers}"
    pulls = [f"pull_{number}" for number in range(readers)]
    tasks = [workflows.task("push", PUSH.format(make=make).strip()), *(workflows.task(pull, PULL.format(imports=imports(make)).strip()) for pull in pulls)]
    # one that pulls nothing follows too and is given out first, so that readers go to other processes than the writer's
    tasks.insert(1, workflows.task("aside", "import time\ntime.sleep(0.05)"))
    fields = [{"name": "what", "type": "string", "required": True}, {"name": "ms", "type": "number", "required": True}]
    return {"id": identity, "tasks": tasks, "edges": workflows.edges(*(("push", pull) for pull in ["aside", *pulls])), "response": [{"key": "times", "fields": fields}]}


def imports(make):
    return "\n".join(line for line in make.splitlines() if "import" in line)


class Ray:
    """A driver that puts, and actors in other processes that get; one line there and one back for each round."""

    def __init__(self, python, folder):
        import subprocess

        self.program = Program([python, peers.APPS / RAY], folder / "ray.log", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.program.process.stdout.readline()

    def times(self, readers):
        import json

        self.program.process.stdin.write(f"{readers}\n")
        answer = json.loads(self.program.process.stdout.readline())
        return {"push_ms": answer["put_ms"], "pull_ms": answer["get_ms"]}

    def stop(self):
        self.program.stop()


def start_ray(suite):
    try:
        return Ray(suite.python.python("ray"), suite.target)
    except (NotToBeHad, OSError) as problem:
        suite.figures.skip("d", peers.RAY, str(problem))
        return None
