"""What the figures were measured with: the class of the machine, versions. No names."""

import os
import platform
import re
import subprocess
from datetime import datetime, timezone
from pathlib import Path

from . import peers
from .environments import NotToBeHad


def describe(suite):
    return {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d"),
        "machine": {
            "cores": os.cpu_count(),
            "memory_gib": round(int(re.search(r"MemTotal: +(\d+)", Path("/proc/meminfo").read_text()).group(1)) / 2**20),
            "arch": platform.machine(),
            "kernel": re.match(r"\d+\.\d+", platform.release()).group(),
            "load_average": os.getloadavg()[0],
        },
        "versions": {"be-workflows": server_version(suite.jar), "java": java_version(), "python": python_version(suite.python.base), **packages(suite)},
        "workers": suite.workers,
        "options": {"rounds": suite.options.rounds, "seconds": suite.options.seconds, "only": suite.options.only, "quick": suite.quick},
    }


def packages(suite):
    wanted = {"web": ["fastapi", "pydantic", "uvicorn", "uvloop", "httptools"], "science": ["numpy", "pandas", "scikit-learn"], "ray": ["ray"]}
    found = {}
    for kind in suite.python.found:
        try:
            found.update(peers.versions(suite.python.python(kind), wanted[kind]))
        except NotToBeHad:
            continue
    return found


def server_version(jar):
    said = subprocess.run(["java", "-jar", str(jar), "--version"], capture_output=True, text=True).stdout
    found = re.search(r"\d\S*?(?=,|\s|$)", said)
    return found.group() if found else "unknown"


def java_version():
    said = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr
    return re.search(r'version "([^"]+)"', said).group(1)


def python_version(python):
    return subprocess.run([python, "-c", "import platform; print(platform.python_version())"], capture_output=True, text=True).stdout.strip()
