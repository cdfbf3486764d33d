"""One run of the benchmark: what it was asked for, what it started, what it found."""

import argparse
import contextlib
import os
import shutil
import sys
import traceback
from pathlib import Path

from . import peers, report
from .environments import Environments, NotToBeHad
from .figures import FLOOR, OURS, Figures
from .load import LoadGenerator, compile_java
from .log import say
from .scenarios import ALL
from .server import Server

ROOT = Path(__file__).resolve().parent.parent.parent.parent
BIG = {"BEW_MAX_BODY": "16MiB", "BEW_MAX_MESSAGE": "64MiB"}  # for bodies of 10 MB


class Suite:
    """Hands out what scenarios need, each thing started once, and stops all of it at the end."""

    def __init__(self, options):
        self.options = options
        self.jar = Path(options.jar).resolve()
        self.target = ROOT / "target" / "bench"
        self.classes = self.target / "classes"
        self.python = Environments(self.target, options.python, options.offline)
        self.workers = max(2, os.cpu_count() or 2)
        self.quick = options.quick
        self.figures = Figures()
        self._started = contextlib.ExitStack()
        self._shared = {}

    def __enter__(self):
        compile_java(self.jar, self.classes)
        self.load = LoadGenerator(self.jar, self.classes)
        self._started.callback(self.load.stop)
        return self

    def __exit__(self, *failure):
        self._started.close()

    @property
    def seconds(self):
        """Of one measurement."""
        return self.options.seconds

    def rounds(self, scenario, case, most=None):
        """The numbers of the rounds; no more than `most` for what takes long."""
        count = min(self.options.rounds, most or self.options.rounds)
        for number in range(count):
            say(f"({scenario}) {case}: round {number + 1} of {count}")
            yield number

    def interleaved(self, scenario, case, contestants, most=None):
        """Each contestant in each round; who begins changes from round to round."""
        for number in self.rounds(scenario, case, most):
            turn = number % max(1, len(contestants))
            for contestant in contestants[turn:] + contestants[:turn]:
                yield number, contestant

    def server(self):
        """The one that all scenarios share that need nothing special."""
        return self._once("server", lambda: self.own_server("shared"))

    def own_server(self, name, python=None, settings=None, fresh=True):
        """Another one, for the caller to stop."""
        return Server(self.jar, self.target / f"data-{name}", python or self.python.base, {**BIG, **(settings or {})}, fresh)

    def floor(self):
        return self._once(FLOOR, lambda: peers.Floor(self.jar, self.classes, self.python.base, self.workers, self.target))

    def fastapi(self, scenario, *keys):
        """Those that can be had; for the others the table says why not."""
        found = []
        for key in keys:
            try:
                python = self.python.python("web")
                found.append(self._once(key, lambda key=key: peers.FastApi(key, python, self.workers, self.target)))
            except NotToBeHad as problem:
                self.figures.skip(scenario, key, str(problem))
        return found

    def _once(self, key, start):
        if key not in self._shared:
            say("starting " + key)
            self._shared[key] = start()
            self._started.callback(self._shared[key].stop)
        return self._shared[key]


def arguments(given=None):
    parser = argparse.ArgumentParser(prog="src/bench/run.py", description="Measures BE Workflows beside its peers, interleaved round by round.")
    parser.add_argument("--only", default=",".join(ALL), metavar="a,b", help="letters of scenarios: " + "; ".join(f"{letter} {module.TITLE}" for letter, module in ALL.items()))
    parser.add_argument("--rounds", type=int, metavar="N", help="default 5")
    parser.add_argument("--seconds", type=float, metavar="S", help="of one measurement under load; default 1.5")
    parser.add_argument("--quick", action="store_true", help="everything once, shortly, without Ray: tells whether it works, not how fast it is")
    parser.add_argument("--offline", action="store_true", help="install nothing: peers that the interpreter lacks are skipped")
    parser.add_argument("--jar", default=str(ROOT / "target" / "be-workflows.jar"), help="default: target/be-workflows.jar")
    parser.add_argument("--python", help="interpreter for workers and peers; what it lacks is installed into virtual environments under target/bench")
    parser.add_argument("--out", type=Path, help="folder for results.json, results.svg and results.md; default: src/bench/results for a whole run, else target/bench/results")
    options = parser.parse_args(given)
    options.only = [letter for letter in options.only.split(",") if letter]
    unknown = [letter for letter in options.only if letter not in ALL]
    if unknown:
        parser.error(f"no such scenario: {', '.join(unknown)}")
    options.rounds = options.rounds or (1 if options.quick else 5)
    options.seconds = options.seconds or (0.4 if options.quick else 1.5)
    whole = options.only == list(ALL) and not options.quick
    options.out = options.out or (ROOT / "src" / "bench" / "results" if whole else ROOT / "target" / "bench" / "results")
    return options


def main(given=None):
    options = arguments(given)
    if not Path(options.jar).exists():
        print(f"{options.jar} does not exist: build it with 'mvn -q -DskipTests package', or name one with --jar", file=sys.stderr)
        return 2
    if not shutil.which("javac"):
        print("javac is not on the path: the load generator and the floor are compiled with it", file=sys.stderr)
        return 2
    failed = []
    with Suite(options) as suite:
        for letter in options.only:
            say(f"({letter}) {ALL[letter].TITLE}")
            try:
                ALL[letter].run(suite)
            except Exception as failure:  # what the others measured is worth keeping
                traceback.print_exc()
                failed.append(letter)
                suite.figures.skip(letter, OURS, f"failed: {failure}"[:300])
        document = report.document(suite)
    report.write(document, options.out)
    print(report.table(document))
    say(f"written: {options.out}/results.json, results.md, results.svg")
    return 1 if failed else 0
