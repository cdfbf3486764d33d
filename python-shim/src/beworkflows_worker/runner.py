"""Answers the server's requests, one after the other."""

import gc
import itertools
import os
import pickle
import platform
import sys
import traceback
from os import getpid as _process_id  # by names of our own: a task may have replaced the others
from time import perf_counter as _clock
from typing import Any, Callable, Dict, Mapping, NamedTuple, NoReturn, Optional, Tuple

from beworkflows_worker import PROTOCOL_VERSION, code_check, limits, process, task_code, tracebacks
from beworkflows_worker.call import Call
from beworkflows_worker.channel import Channel, to_text
from beworkflows_worker.following import ConditionRaised
from beworkflows_worker.leftovers import Leftovers
from beworkflows_worker.output import Output
from beworkflows_worker.secrets import Secrets
from beworkflows_worker.task_instance import TaskInstance
from beworkflows_worker.value_room import ValueRoom
from beworkflows_worker.values import Values

_METHOD_NOT_FOUND, _INVALID_PARAMS, _UNKNOWN_CODE = -32601, -32602, -32004


class Runner:
    """Belongs to the main thread."""

    def __init__(self, channel: Channel, output: Output) -> None:
        self._channel = channel
        self._output = output
        self._leftovers = Leftovers(output.note)
        self._pid = os.getpid()
        self._value_numbers = itertools.count(1)
        self._name_suffix = os.urandom(4).hex()  # a file of another process must never get the same name
        self._incoming_dir = ""
        self._inline_value_bytes = 0
        self._methods: Dict[str, Callable[[Any, Mapping[str, Any]], None]] = {
            "initialize": self._initialize,
            "run_task": self._run_task,
            "load_code": self._load_code,
            "check_code": self._check_code,
        }

    def serve(self) -> NoReturn:
        while True:
            self.serve_one()

    def serve_one(self) -> None:
        request = self._channel.receive()
        method = self._methods.get(request["method"])
        if method is None:
            self._channel.refuse(request.get("id"), _METHOD_NOT_FOUND, f"no method {request['method']!r}")
            return
        try:
            method(request.get("id"), request.get("params"))
        except _BadParams as problem:
            self._channel.refuse(request.get("id"), _INVALID_PARAMS, str(problem))

    def _initialize(self, request_id: Any, params: Mapping[str, Any]) -> None:
        with _reading("initialize"):
            self._output.mark = params["output_mark"]
            self._channel.max_message_bytes = params["max_message_bytes"]
            self._inline_value_bytes = params["inline_value_bytes"]
            self._incoming_dir = params["incoming_dir"]
            limits.apply(params.get("limits", {}))
        self._leftovers.begin()
        result = {"protocol": PROTOCOL_VERSION, "python": platform.python_version(), "executable": sys.executable, "pid": self._pid}
        self._channel.answer(request_id, to_text(result))

    def _check_code(self, request_id: Any, params: Mapping[str, Any]) -> None:
        with _reading("check_code"):
            functions = [(function.get("function"), function["source"]) for function in params["functions"]]
            if not all(isinstance(text, (str, type(None))) for text, _ in functions) or not all(isinstance(text, str) for _, text in functions):
                raise TypeError("function and source are strings")
        self._channel.answer(request_id, to_text({"functions": [code_check.check(*function) for function in functions]}))

    def _load_code(self, request_id: Any, params: Mapping[str, Any]) -> None:
        with _reading("load_code"):
            codes = [task_code.find(code) for code in params["code"]]
        loaded = sum(self._is_loadable(code) for code in codes if code is not None)
        # what is loaded stays: the collector need not look through it again and again
        gc.collect()
        gc.freeze()
        self._leftovers.keep_of_module()
        self._leftovers.end()
        self._leftovers.restore()
        self._output.end_call(request_id)
        self._channel.answer(request_id, to_text({"loaded": loaded}))

    def _is_loadable(self, code: task_code.TaskCode) -> bool:
        raised: Optional[BaseException] = None
        try:
            code.load()
        except BaseException as error:  # SystemExit too: it is told when a call needs the module
            raised = error
        if _process_id() != self._pid:
            self._end_forked(raised)
        return raised is None

    def _run_task(self, request_id: Any, params: Mapping[str, Any]) -> None:
        """One task, or a chain: each begins when the one before succeeded and took its edge to it; the first end of another kind is the answer."""
        with _reading("run_task"):
            chain = [params]
            if "then" in params:
                request = pickle.dumps(params["request"], -1)
                chain += [{**params, "following": (), "request": pickle.loads(request), **task} for task in params["then"]]
            pushed: Dict[str, str] = {}
            room = ValueRoom.read(params)
            steps = [self._step(request_id, task, room, pushed) for task in chain]
        for step, following in itertools.zip_longest(steps, steps[1:]):
            if step.code is None:
                self._channel.refuse(request_id, _UNKNOWN_CODE, f"code {step.code_id!r} was never sent to this worker")
                return
            result, goes_on = self._execute(step, None if following is None else following.task)
            self._leftovers.end()
            self._output.end_call(request_id)
            if goes_on:
                self._channel.notify("task_ended", f'{{"call":{request_id},"result":{result}}}')
            else:
                self._answer(request_id, result)
            self._leftovers.restore()  # nobody need wait for this
            if not goes_on:
                return

    def _step(self, request_id: Any, params: Mapping[str, Any], room: ValueRoom, pushed: Dict[str, str]) -> "_Step":
        prefix = f"{params['task'][:100]}-{params['attempt']}-{self._name_suffix}"
        values = Values(room, prefix, self._inline_value_bytes, self._value_numbers, Secrets(params["secrets"]))
        call = Call(self._channel, request_id, params["task"], self._incoming_dir, pushed)
        code = params["code"]
        return _Step(params["task"], code["id"], task_code.find(code), code["function"], call, TaskInstance(call, values, params), params["kind"] == "interceptor")

    def _execute(self, step: "_Step", next_task: Optional[str]) -> Tuple[str, bool]:
        """JSON text of the result, and whether the next task of the chain begins. A process that the author's code forked never gets out of here."""
        raised: Optional[BaseException] = None
        members = ""
        goes_on = next_task is not None
        step.call.open()
        started = _clock()
        try:
            self._call(step)
            if step.is_interceptor:
                members = f',"request":{step.ti.changed_request()}'
            elif not step.ti.is_unconditional() and _process_id() == self._pid:
                not_taken = step.ti.not_taken()
                members = f',"not_taken":{to_text(not_taken)}'
                goes_on = goes_on and all(edge["to"] != next_task for edge in not_taken)
        except BaseException as error:  # SystemExit and KeyboardInterrupt are results too
            raised = error
        seconds = round(_clock() - started, 6)
        if _process_id() != self._pid:
            self._end_forked(raised)
        step.call.close()
        if raised is None:
            return f'{{"status":"succeeded","seconds":{seconds:f}{members}}}', goes_on
        failure = to_text(_description(raised, step.code.file, step.ti.secrets))
        raised.__traceback__ = None  # its frames hold this one, and the author's values, until the next garbage collection
        return f'{{"status":"raised","seconds":{seconds:f},"error":{failure}}}', False

    def _call(self, step: "_Step") -> None:
        """Settings of the context, such as the precision of `decimal`, are those of the code's own module, in each call anew."""
        code = step.code
        if code.loaded is None:
            code.load()
            self._leftovers.keep_of_module()
        function = code.function(step.function)
        code.context.copy().run(task_code.call, function, step.ti)

    def _answer(self, request_id: Any, result: str) -> None:
        reasons = self._leftovers.reasons()
        ends = f',"ends":{to_text(reasons)}}}' if reasons else "}"
        try:
            self._channel.answer(request_id, result[:-1] + ends)
        except ValueError as error:  # an interceptor left more than a message can carry
            failure = to_text(tracebacks.describe(error, ""))
            self._channel.answer(request_id, f'{{"status":"raised","seconds":0.0,"error":{failure}{ends}')

    def _end_forked(self, raised: Optional[BaseException]) -> NoReturn:
        """The worker itself answers; a forked copy of it must not."""
        if raised is not None and not isinstance(raised, SystemExit):
            traceback.print_exception(type(raised), raised, raised.__traceback__)
        self._output.flush()
        os._exit(0 if raised is None else process.exit_status(raised))


class _Step(NamedTuple):
    """One task of a `run_task`. `code` is None when its source never came."""

    task: str
    code_id: str
    code: Optional[task_code.TaskCode]
    function: str
    call: Call
    ti: TaskInstance
    is_interceptor: bool


def _description(raised: BaseException, file: str, secrets: Secrets) -> Dict[str, Any]:
    if isinstance(raised, ConditionRaised):
        return tracebacks.describe(raised.error, raised.file, f"the condition of the edge {raised.edge}: ", secrets.masked)
    return tracebacks.describe(raised, file, masked=secrets.masked)


class _BadParams(Exception):
    """Parameters are not of PROTOCOL.md; the message names the place."""


class _reading:
    """Turns missing and mistyped parameters into _BadParams."""

    def __init__(self, method: str) -> None:
        self._method = method

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: Optional[BaseException], trace: Any) -> None:
        if isinstance(error, KeyError):
            raise _BadParams(f"{self._method}: parameter {error} is missing") from None
        if isinstance(error, (TypeError, AttributeError)):
            raise _BadParams(f"{self._method}: {error}") from None
