"""The load generator: a Java process that is compiled against the jar once and serves the whole run."""

import json
import subprocess
from pathlib import Path

from .client import Unexpected

SOURCES = Path(__file__).resolve().parent.parent / "java"


def compile_java(jar, classes):
    """Into the folder, unless what is there is newer than the sources."""
    classes.mkdir(parents=True, exist_ok=True)
    sources = sorted(SOURCES.glob("*.java"))
    done = classes / "compiled"
    if not done.exists() or done.stat().st_mtime < max(file.stat().st_mtime for file in sources):
        subprocess.run(["javac", "-nowarn", "-d", str(classes), "-cp", str(jar), *map(str, sources)], check=True)
        done.touch()


class LoadGenerator:
    def __init__(self, jar, classes):
        command = ["java", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4", "-cp", f"{classes}:{jar}", "LoadGenerator"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def send(self, **command):
        """Begins something, for `receive` to wait for; in between the caller does what is to be measured."""
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()

    def receive(self):
        answer = json.loads(self.process.stdout.readline() or '{"error": "the load generator ended"}')
        if "error" in answer:
            raise Unexpected("load generator: " + answer["error"])
        return answer

    def ask(self, **command):
        self.send(**command)
        return self.receive()

    def closed(self, **command):
        """Closed loop. Every answer must have the expected status (200), and the first one be what the caller of this function makes of it."""
        expect = str(command.get("expect", 200))
        answer = self.ask(do="closed", **command)
        wrong = {status: count for status, count in answer["statuses"].items() if status != expect}
        if wrong or not answer["latency"]["count"]:
            raise Unexpected(f"{command.get('path')}: statuses {answer['statuses']}, first answer {answer['first']}")
        return answer

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)
