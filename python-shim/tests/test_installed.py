"""What `pip install ./python-shim` puts into an environment."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

from tests import SHIM

_SCRIPT = """
import os, sys
import beworkflows_worker, common
from beworkflows_worker import testing
assert os.path.realpath(testing.__file__).startswith(os.path.realpath(sys.argv[1])), testing.__file__
assert os.path.isfile(os.path.join(os.path.dirname(beworkflows_worker.__file__), "py.typed"))
assert "pytest" not in sys.modules and "yaml" not in sys.modules
from common.framework.utils.events import send_user_task_sse
ti = testing.ti(pushed={"rows": [1, 2]})
send_user_task_sse(sum(ti.pull("rows")))
flow = testing.Workflow.of({"tasks": [{"name": "a", "code": "def a(ti): ti.push('b', ti.url_params['n'])"}], "url_args": [{"name": "n", "type": "integer"}]})
assert ti.messages == [3] and flow.run(url_params={"n": "4"}).pushed == {"b": 4}
print("works")
"""




def can_build() -> bool:
    """setuptools builds wheels by itself since 70.1."""
    if importlib.util.find_spec("pip") is None or importlib.util.find_spec("setuptools") is None:
        return False
    major, minor = importlib.metadata.version("setuptools").split(".")[:2]
    return importlib.util.find_spec("wheel") is not None or (int(major), int(minor)) >= (70, 1)


@unittest.skipUnless(can_build(), "pip, or a setuptools that builds wheels by itself (70.1), is not installed, and without a network pip cannot fetch it")
class Installed(unittest.TestCase):
    def test_itCanBeInstalledWithoutANetworkAndTestsWork(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = shutil.copytree(SHIM, os.path.join(folder, "python-shim"), ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__"))
            site = os.path.join(folder, "site")
            offline = ["--no-index", "--no-build-isolation", "--no-deps", "--no-compile", "--disable-pip-version-check", "-q"]
            self.run_python(folder, "-m", "pip", "install", *offline, "--target", site, source)
            output = self.run_python(folder, "-S", "-c", f"import sys\nsys.path.insert(0, {site!r})\n{_SCRIPT}", site)
            self.assertEqual("works\n", output)

    def run_python(self, folder: str, *arguments: str) -> str:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        result = subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=200, check=False)
        self.assertEqual(0, result.returncode, result.stdout + result.stderr)
        return result.stdout
