"""The `ti` of a test: the real one, and what the task left through it."""

import json
import weakref
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence

from beworkflows_worker import task_code
from beworkflows_worker.call import Call, in_call
from beworkflows_worker.following import ConditionRaised
from beworkflows_worker.task_instance import TaskInstance
from beworkflows_worker.testing.definition import Field
from beworkflows_worker.testing.log import Log
from beworkflows_worker.masks import Masks
from beworkflows_worker.testing.object_folder import ObjectFolder
from beworkflows_worker.testing.server_side import ServerSide, Stored
from beworkflows_worker.values import Values


@dataclass(frozen=True)
class Item:
    """A response item: `rows`, a list of dicts as the caller gets them from JSON, and `meta`, a dict."""

    rows: List[Dict[str, Any]] = field(default_factory=list)
    meta: Dict[str, Any] = field(default_factory=dict)


class Response(Dict[str, Item]):
    """Items by key. A key that is no item is a KeyError that names those that are."""

    def __missing__(self, key: str) -> Item:
        raise KeyError(f"there is no response item {key!r}; there are: {', '.join(self) or 'none'}")


class Pushed(Mapping[str, Any]):
    """Pushed values by key; each look gives another copy, as each `pull` does."""

    def __init__(self, stored: Mapping[str, Stored], values: Values) -> None:
        self._stored = stored
        self._values = values

    def __getitem__(self, key: str) -> Any:
        if key not in self._stored:
            raise KeyError(f"nobody pushed {key!r}; pushed keys: {', '.join(map(repr, self._stored)) or 'none'}")
        return self._values.rebuild(json.loads(self._stored[key]))

    def __contains__(self, key: object) -> bool:
        return key in self._stored

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored)

    def __len__(self) -> int:
        return len(self._stored)

    def __repr__(self) -> str:
        return repr(dict(self))


@dataclass(frozen=True)
class Surroundings:
    """What a task is run in: `values` of its run, `objects` of its workflow, what it can pull, and the fields of response items (None: any item)."""

    values: Values
    objects: ObjectFolder
    items: Optional[Mapping[str, Sequence[Field]]]
    visible: Mapping[str, Stored] = field(default_factory=dict)

    @property
    def masks(self) -> Masks:
        return Masks(self.values.secrets)

    @classmethod
    def with_pushed(
        cls, values: Values, objects: ObjectFolder, items: Optional[Mapping[str, Sequence[Field]]], pushed: Mapping[str, Any]
    ) -> "Surroundings":
        """Takes a snapshot of each value, as a push does. Raises TypeError for one that cannot be pickled."""
        visible = {key: values.snapshot(key, value) for key, value in pushed.items()}
        return cls(values, objects, items, visible)


class ObservedTaskInstance(TaskInstance):
    """What a task function gets in a test. Everything of the real `ti` is the real one; `pushed`, `response`, `messages` and `log` tell what the task left through it.

    The one that was made last is the one that `send_user_task_sse` and `object_store` belong to in functions that the test calls by itself.
    """

    def __init__(self, surroundings: Surroundings, params: Mapping[str, Any], function: Optional[Callable[[Any], Any]] = None) -> None:
        self._surroundings = surroundings
        self._function = function
        self._log = Log()
        self._server = ServerSide(params["task"], surroundings.visible, surroundings.items, surroundings.objects, surroundings.masks)
        super().__init__(Call(self._server, 1, params["task"], surroundings.objects.incoming), surroundings.values, params)  # type: ignore[arg-type]

    @property
    def pushed(self) -> Pushed:
        """What the task pushed, by key."""
        return Pushed(self._server.pushed, self._surroundings.values)

    @property
    def response(self) -> Response:
        """What the task answered: `ti.response["classes"].rows` and `.meta`. Every item that the workflow declares is there."""
        keys = {**dict.fromkeys(self._surroundings.items or ()), **dict.fromkeys(self._server.rows), **dict.fromkeys(self._server.meta)}
        return Response({key: Item(self._server.rows.get(key, []), self._server.meta.get(key, {})) for key in keys})

    @property
    def messages(self) -> List[Any]:
        """What the task sent with `send_user_task_sse`, in order, as the user gets it from JSON."""
        return list(self._server.messages)

    @property
    def log(self) -> str:
        """What the task printed and logged, of the calls that went through `run` or `Workflow.task`."""
        return self._surroundings.masks.text(self._log.text)

    @property
    def skipped(self) -> Dict[str, str]:
        """The tasks right after this one to which it does not lead, each with why: as `skip_following` and the conditions of the edges say. Raises what a condition raises."""
        try:
            with in_call(self._call):
                left = self.not_taken()
        except ConditionRaised as raised:
            if hasattr(raised.error, "add_note"):
                raised.error.add_note(f"in the condition of the edge {raised.edge}")
            raise raised.error from None
        return {edge["to"]: self._surroundings.masks.text(edge["reason"]) for edge in left}

    @property
    def stored(self) -> Dict[str, Stored]:
        """What the task pushed, as it is kept."""
        return self._server.pushed

    def run(self, function: Optional[Callable[[Any], Any]] = None) -> "ObservedTaskInstance":
        """Calls the task's function, or the one that is given, and awaits it when it is asynchronous. Returns this instance; raises what the function raises."""
        called = function or self._function
        if called is None:
            raise TypeError("this instance was made without a function: ti.run(function)")
        with in_call(self._call), self._log.listening():
            task_code.call(called, self)
        return self

    def make_current(self) -> "ObservedTaskInstance":
        """What is done without `run` belongs to this instance, until another one is made or this one is gone."""
        self._call.open()
        weakref.finalize(self, self._call.close)
        return self

    def end(self) -> None:
        """After this the instance cannot be used any more, as after the end of a real task."""
        self._call.close()
