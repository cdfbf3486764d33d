"""What the server is compared with. Each peer is what its users run, set up to be fast: no access log, no debug mode, handlers that do not leave the event loop without need."""

import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from .figures import FLOOR, OURS
from .processes import Program

APPS = Path(__file__).resolve().parent.parent / "peers"

STANDARD_1, STANDARD_N, PLAIN_1, PLAIN_N = "fastapi-standard-1", "fastapi-standard-n", "fastapi-plain-1", "fastapi-plain-n"
RAY = "ray"


@dataclass(frozen=True)
class Uvicorn:
    """How FastAPI is served: `uvicorn[standard]` is uvloop and httptools, plain uvicorn is asyncio and h11."""

    standard: bool
    many: bool

    @property
    def options(self):
        return ["--loop", "uvloop", "--http", "httptools"] if self.standard else ["--loop", "asyncio", "--http", "h11"]


FASTAPI = {STANDARD_1: Uvicorn(True, False), STANDARD_N: Uvicorn(True, True), PLAIN_1: Uvicorn(False, False), PLAIN_N: Uvicorn(False, True)}


def label(key, workers):
    processes = "1 process" if key.endswith("1") else f"{workers} processes"
    if key in FASTAPI:
        return f"FastAPI, uvicorn{'[standard]' if FASTAPI[key].standard else ''}, {processes}"
    return {
        OURS: "BE Workflows",
        FLOOR: "floor: bare Vert.x → pipe → CPython",
        RAY: "Ray",
    }.get(key, key)


class FastApi:
    def __init__(self, key, python, workers, folder):
        self.key = key
        setup = FASTAPI[key]
        self.port = free_port()
        command = [python, "-m", "uvicorn", "--app-dir", APPS, "--host", "127.0.0.1", "--port", self.port, "--no-access-log", *setup.options, "fastapi_app:app"]
        command += ["--workers", workers] if setup.many else []
        self.program = Program(command, folder / f"{key}.log", {**os.environ, "BENCH_WORKERS": str(workers)})
        self.program.wait_for("(?s)" + "Application startup complete.*" * (workers if setup.many else 1))

    @property
    def pid(self):
        return self.program.pid

    def stop(self):
        self.program.stop()


class Floor:
    key = FLOOR

    def __init__(self, jar, classes, python, workers, folder):
        self.program = Program(["java", "-cp", f"{classes}:{jar}", "PipeEcho", python, APPS / "pipe_echo.py", workers], folder / "floor.log")
        self.port = int(self.program.wait_for(r"address http://127\.0\.0\.1:(\d+)").group(1))

    @property
    def pid(self):
        return self.program.pid

    def stop(self):
        self.program.stop()


def free_port():
    """uvicorn does not tell the port that the system chose for it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def versions(python, names):
    """Of packages, as the interpreter has them."""
    import subprocess

    code = "import sys, importlib.metadata as m\nfor n in sys.argv[1:]:\n    print(n, m.version(n))"
    done = subprocess.run([python or sys.executable, "-c", code, *names], capture_output=True, text=True)
    return dict(line.split() for line in done.stdout.splitlines())
