"""One JSON-RPC message a line, in both directions.

There is no reader thread: whoever waits reads, which saves two thread switches for each `pull`. When several threads wait, one of them reads for all.
A task's signal handler may raise anywhere in here (time-out decorators do). So locks are plain ones in `with`, which always let go, and nothing depends
on two statements both being executed.
"""

import itertools
import json
import os
import re
import threading
from collections import deque
from typing import Any, Callable, Deque, Dict, Optional, Set

_CHUNK = 1 << 16  # what a pipe holds
_ATOMIC = 4096  # a pipe takes so many bytes whole or not at all
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")



def compact_encoder(default: Optional[Callable[[Any], Any]] = None) -> Callable[[Any], str]:
    """JSON text without spaces; NaN and infinities are ValueErrors, what contains itself is a RecursionError or a ValueError."""
    encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=default)
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return encoder.encode
    # what `encode` makes anew for each value, which takes longer than writing a small one
    pieces = make(None, encoder.default, json.encoder.encode_basestring, None, ":", ",", False, False, False)

    def encode(value: Any) -> str:
        return "".join(pieces(value, 0))

    return encode


to_text = compact_encoder()
from_text = json.JSONDecoder().decode


def to_line(text: str, max_message_bytes: int) -> bytes:
    """A message without its LF; halves of surrogate pairs are replaced. Raises ValueError when it is too long."""
    try:
        line = text.encode()
    except UnicodeEncodeError:
        line = _LONE_SURROGATE.sub("\ufffd", text).encode()
    if len(line) > max_message_bytes:
        raise ValueError(f"this takes a message of {len(line)} bytes, the limit is {max_message_bytes} (max_message_bytes)")
    return line


class Channel:
    """Thread safe. `on_end` is called, in whatever thread notices, when the other side is gone; it must not return."""

    def __init__(self, input_descriptor: int, output_descriptor: int, on_end: Callable[[], Any]) -> None:
        self.max_message_bytes = 16 << 20
        self._input = input_descriptor
        self._output = output_descriptor
        self._on_end = on_end
        self._abandoned = False
        self._write_lock = threading.Lock()
        self._held = b""
        self._ids = itertools.count(1)
        self._read_lock = threading.Lock()
        self._buffer = bytearray()
        self._requests: Deque[Dict[str, Any]] = deque()
        self._awaited: Set[int] = set()
        self._answers: Dict[int, Dict[str, Any]] = {}

    def abandon(self) -> None:
        """For a forked process: closes the descriptors there and refuses every later use."""
        if self._abandoned:  # by the process that forked this one
            return
        self._abandoned = True
        os.close(self._input)
        os.close(self._output)

    def receive(self) -> Dict[str, Any]:
        """Waits for the next request of the server."""
        while True:
            with self._read_lock:
                if self._requests:
                    return self._requests.popleft()
                self._read_message()

    def answer(self, request_id: Any, result: str) -> None:
        """`result` is JSON text. Raises ValueError when the message is too long; nothing was sent then."""
        self._send(f'{{"jsonrpc":"2.0","id":{to_text(request_id)},"result":{result}}}')

    def refuse(self, request_id: Any, code: int, message: str) -> None:
        error = to_text({"code": code, "message": message})
        self._send(f'{{"jsonrpc":"2.0","id":{to_text(request_id)},"error":{error}}}')

    def notify(self, method: str, params: str) -> None:
        """`params` is JSON text. Raises ValueError when the message is too long; nothing was sent then."""
        self._send(f'{{"jsonrpc":"2.0","method":"{method}","params":{params}}}')

    def notify_later(self, method: str, params: str) -> None:
        """The same, for what nobody needs to know before the next message: it goes with that one, in one write."""
        self._send(f'{{"jsonrpc":"2.0","method":"{method}","params":{params}}}', _CHUNK)

    def request(self, method: str, params: str, is_over: Callable[[], bool]) -> Optional[Dict[str, Any]]:
        """Sends and waits for the answer, a message with `result` or `error`.

        None when a message for somebody else comes after `is_over` became true: a thread that outlives its task is let go with the next task.
        """
        request_id = next(self._ids)
        self._awaited.add(request_id)
        try:
            self._send(f'{{"jsonrpc":"2.0","id":{request_id},"method":"{method}","params":{params}}}')
            while True:
                with self._read_lock:
                    if request_id in self._answers or is_over():
                        return self._answers.get(request_id)
                    self._read_message()
        finally:
            self._awaited.discard(request_id)
            self._answers.pop(request_id, None)

    def _send(self, text: str, held_bytes: int = 0) -> None:
        """Keeps the message, with those before it, until they are more than `held_bytes`."""
        if self._abandoned:
            raise RuntimeError("a forked process cannot use the task instance: return its results to the process that forked")
        line = to_line(text, self.max_message_bytes)
        with self._write_lock:
            lines = self._held + line + b"\n"
            if len(lines) <= held_bytes:
                self._held = lines
                return
            self._held = b""
            self._write(lines)

    def _write(self, line: bytes) -> None:
        """A task's signal handler may raise in here. A line of which an unknown part was sent cannot be mended."""
        try:
            sent = os.write(self._output, line)
            while sent < len(line):
                sent += os.write(self._output, memoryview(line)[sent:])
        except BrokenPipeError:
            self._on_end()
        except BaseException:
            if len(line) > _ATOMIC:
                self._on_end()
            raise

    def _read_message(self) -> None:
        """Reads one message and keeps it for whom it is. One that is none is answered; an answer that nobody waits for any more is dropped."""
        line = self._read_line()
        try:
            message = from_text(line.decode())
        except (ValueError, RecursionError) as error:
            self.refuse(None, -32700, f"not JSON: {error}")
            return
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            self.refuse(None, -32600, "not a JSON-RPC 2.0 message")
        elif "method" in message:
            self._requests.append(message)
        elif message.get("id") in self._awaited:
            self._answers[message["id"]] = message

    def _read_line(self) -> bytearray:
        searched = 0
        while True:
            end = self._buffer.find(b"\n", searched)
            if end >= 0:
                break
            searched = len(self._buffer)
            chunk = os.read(self._input, _CHUNK)
            if not chunk:
                self._on_end()
            self._buffer += chunk
        line = self._buffer[:end]
        del self._buffer[: end + 1]
        return line
