"""Python environments for what needs packages: the interpreter that was named when it has them, else a virtual environment under target/bench that is made once from PyPI."""

import subprocess
import sys

from .log import say

# by name: what pip installs, what must be importable
KINDS = {
    "web": (["fastapi", "uvicorn[standard]"], ["fastapi", "uvicorn", "uvloop", "httptools"]),
    "science": (["numpy", "pandas", "scikit-learn"], ["numpy", "pandas", "sklearn"]),
    "ray": (["ray", "numpy", "pandas", "scikit-learn"], ["ray", "numpy", "pandas", "sklearn"]),
}
INSTALL_SECONDS = 420


class NotToBeHad(Exception):
    """The text says why, in words for the table."""


class Environments:
    def __init__(self, folder, named, offline):
        self.folder = folder
        self.named = named
        self.offline = offline
        self.found = {}

    @property
    def base(self):
        """For what needs no packages, the server's workers included, so that all contestants run the same CPython."""
        return self.named or sys.executable

    def python(self, kind):
        """The interpreter that has the packages of this kind. What was not to be had once is not tried again in this run."""
        if kind not in self.found:
            try:
                self.found[kind] = self._find(kind)
            except NotToBeHad as problem:
                self.found[kind] = problem
        if isinstance(self.found[kind], NotToBeHad):
            raise self.found[kind]
        return self.found[kind]

    def _find(self, kind):
        requirements, modules = KINDS[kind]
        if imports(self.base, modules):
            return self.base
        home = self.folder / f"venv-{kind}"
        python = str(home / "bin" / "python")
        if not (home / "installed").exists():
            if self.offline:
                raise NotToBeHad(f"--offline, and {self.base} lacks one of: {', '.join(modules)}")
            self._install(home, python, requirements)
        if not imports(python, modules):
            raise NotToBeHad(f"{', '.join(modules)} cannot be imported after their installation")
        return python

    def _install(self, home, python, requirements):
        say(f"installing {', '.join(requirements)} into {home} (once)")
        commands = [[self.base, "-m", "venv", "--clear", str(home)], [python, "-m", "pip", "install", "--quiet", "--retries", "1", "--timeout", "15", *requirements]]
        for command in commands:
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS)
            except subprocess.TimeoutExpired:
                raise NotToBeHad(f"{', '.join(requirements)} could not be installed within {INSTALL_SECONDS} s") from None
            if done.returncode:
                lines = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
                raise NotToBeHad(f"{', '.join(requirements)} could not be installed: {lines[-1]}")
        (home / "installed").touch()


def imports(python, modules):
    return subprocess.run([python, "-c", "import " + ", ".join(modules)], capture_output=True).returncode == 0
