"""Starts the programs that are measured, asks the kernel what they use, and ends them."""

import os
import re
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


class DidNotStart(Exception):
    """The program ended, or said nothing of being ready in time; the text holds the end of its log."""


class Program:
    """A process in a session of its own, with its log in a file."""

    def __init__(self, command, log, environment=None, **options):
        self.log = Path(log)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "wb") as output:
            options.setdefault("stdout", output)
            self.process = subprocess.Popen([str(part) for part in command], stderr=output, env=environment, start_new_session=True, **options)

    @property
    def pid(self):
        return self.process.pid

    def wait_for(self, pattern, seconds=60):
        """The match of the pattern in the log."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            ended = self.process.poll() is not None
            found = re.search(pattern, self.log.read_text(errors="replace"))
            if found:
                return found
            if ended:
                break
            time.sleep(0.002)
        raise DidNotStart(f"{self.process.args[0]}: " + self.tail())

    def tail(self, length=1500):
        return self.log.read_text(errors="replace")[-length:].strip()

    def stop(self, seconds=20):
        """SIGTERM, and SIGKILL for the whole session when that does not help in time."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


def family(pid):
    """The process and all that it started, as long as they are its descendants."""
    children = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            stat = _stat(entry.name)
            if stat:
                children.setdefault(int(stat[2]), []).append(int(entry.name))
    found = [pid]
    for member in found:
        found.extend(children.get(member, []))
    return found


def cpu_seconds(pid):
    """User and system time of the whole family by program, dead members included, as time of their parent's program, when that waited for them."""
    seconds = Counter()
    for member in family(pid):
        stat = _stat(member)
        if stat:
            seconds[stat[0]] += sum(int(value) for value in stat[12:16]) / TICKS
    return seconds


def memory_mb(pid):
    """Resident and proportional set size of one process, in MB (10^6 bytes)."""
    sizes = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, value = line.split(":")
        sizes[name] = int(value.split()[0]) * 1024 / 1e6
    return {"rss": sizes["Rss"], "pss": sizes["Pss"]}


def command_line(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _stat(pid):
    """The name of the program and the fields of /proc/PID/stat from the state on; None when the process is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    end = text.rindex(")")
    return [text[text.index("(") + 1 : end], *text[end + 2 :].split()]
