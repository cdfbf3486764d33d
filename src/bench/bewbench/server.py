"""BE Workflows as its user starts it: the jar, a data folder, any free port."""

import os
import shutil
import time

from .client import Client
from .figures import OURS
from .log import say
from .processes import Program, command_line, family, memory_mb


class Server:
    """One running server with its embedded PostgreSQL and its workers."""

    key = OURS

    def __init__(self, jar, data, python, settings=None, fresh=True):
        if fresh:
            shutil.rmtree(data, ignore_errors=True)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("BEW_")}
        environment.update(settings or {})
        self.began = time.monotonic()
        self.program = Program(["java", "-jar", jar, "serve", "--port", "0", "--data", data, "--python", python], data.with_suffix(".log"), environment)
        self.port = int(self.program.wait_for(r"address +http://127\.0\.0\.1:(\d+)").group(1))
        self.program.wait_for(r"is ready after")
        self.client = Client(self.port)
        say(f"server on port {self.port}, log in {self.program.log}")

    @property
    def pid(self):
        return self.program.pid

    def workers(self):
        """Their process ids; not those of what stands in front of them to keep them apart."""
        commands = {pid: command_line(pid) for pid in family(self.pid)}
        return [pid for pid, line in commands.items() if "beworkflows_worker" in line and "warden" not in line and "bwrap" not in line]

    def memory_mb(self):
        """Of the JVM alone."""
        return memory_mb(self.pid)

    def stop(self):
        self.program.stop()
