"""Tests of workflows without a server, for pytest, unittest or a plain script.

    from beworkflows_worker.testing import workflow

    flow = workflow("path/to/folder")              # workflow.yaml, tasks/*.py, interceptor.py

    ti = flow.ti("train", url_params={"classifier": "forest"}, pushed={"train": rows})
    flow.task("train")(ti)                         # or ti.run()
    assert ti.pushed["model"].n_estimators == 50

    result = flow.run(url_params={"classifier": "forest"})
    assert result.response["meta"]["classes"]["accuracy"] > 0.9

A past run as a test, as `be-workflows test-from-run` writes it: `flow.rerun(...)` with the request of its record, then `result.expect(response)`.
A function without a folder: `ti = testing.ti(pushed={"rows": [1, 2]})`, then `function(ti)`.
What tasks get is the real `ti`; only the server behind it is played. Reading a folder needs PyYAML (`pip install './python-shim[testing]'`), everything else the standard library.
"""

from beworkflows_worker.testing.bare import ti
from beworkflows_worker.testing.definition import DefinitionError
from beworkflows_worker.testing.failure import fails
from beworkflows_worker.testing.graph_run import RunResult, TaskResult
from beworkflows_worker.testing.observed import Item, ObservedTaskInstance
from beworkflows_worker.testing.request import RequestRefused
from beworkflows_worker.testing.tested_workflow import Intercepted, Workflow
from beworkflows_worker.testing.uploads import upload

workflow = Workflow.load

__all__ = [
    "DefinitionError",
    "Intercepted",
    "Item",
    "ObservedTaskInstance",
    "RequestRefused",
    "RunResult",
    "TaskResult",
    "Workflow",
    "fails",
    "ti",
    "upload",
    "workflow",
]
