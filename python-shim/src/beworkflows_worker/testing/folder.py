"""A workflow as files: `workflow.yaml`, `tasks/<name>.py`, and `interceptor.py` if there is one."""

import os
from typing import Any, Dict

from beworkflows_worker.testing import yaml_file
from beworkflows_worker.testing.definition import Definition, DefinitionError, read


def load(folder: str) -> Definition:
    """Raises DefinitionError; ModuleNotFoundError when PyYAML is missing."""
    folder = os.path.abspath(folder)
    members = yaml_file.parse(_text(folder, "workflow.yaml"))
    if not isinstance(members, dict):
        raise DefinitionError(f"{folder}/workflow.yaml: this is not the definition of a workflow")
    files: Dict[str, str] = {}
    tasks = [_with_code(folder, task, files) for task in members.get("tasks") or []]
    _refuse_without_task(folder, files)
    definition: Dict[str, Any] = {**members, "tasks": tasks}
    if "interceptor" in members:
        raise DefinitionError("interceptor: code does not belong here but in interceptor.py")
    if os.path.isfile(os.path.join(folder, "interceptor.py")):
        definition["interceptor"] = _text(folder, "interceptor.py")
        files["interceptor"] = os.path.join(folder, "interceptor.py")
    return read(definition, os.path.basename(folder), files)


def _with_code(folder: str, task: Any, files: Dict[str, str]) -> Any:
    name = task.get("name") if isinstance(task, dict) else None
    if not isinstance(name, str):
        return task
    if "code" in task:
        raise DefinitionError(f"tasks/{name}: code does not belong here but in tasks/{name}.py")
    files[name] = os.path.join(folder, "tasks", f"{name}.py")
    return {**task, "code": _text(folder, "tasks", f"{name}.py")}


def _refuse_without_task(folder: str, files: Dict[str, str]) -> None:
    """A file that nothing names is most likely a typing error in a name."""
    place = os.path.join(folder, "tasks")
    for name in sorted(os.listdir(place)) if os.path.isdir(place) else ():
        if name.endswith(".py") and os.path.join(place, name) not in files.values():
            raise DefinitionError(f"tasks/{name}: no task in workflow.yaml is named like this file")


def _text(folder: str, *parts: str) -> str:
    path = os.path.join(folder, *parts)
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        raise DefinitionError(f"{'/'.join(parts)}: no such file in {folder}") from None
    except UnicodeDecodeError:
        raise DefinitionError(f"{path}: this is not UTF-8") from None
