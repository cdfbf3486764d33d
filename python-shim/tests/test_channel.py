"""Lines on pipes, without a process."""

import json
import os
import signal
import threading
import unittest
from typing import Any, Callable

from beworkflows_worker.channel import Channel


class Ended(Exception):
    """Stands for the end of the worker's group."""


class Late(Exception):
    pass


def end() -> None:
    raise Ended


def raise_late(number: int, frame: Any) -> None:
    raise Late


class ChannelTest(unittest.TestCase):
    def setUp(self) -> None:
        self.input, self.server_output = os.pipe()
        self.server_input, self.output = os.pipe()
        self.open = {self.input, self.server_output, self.server_input, self.output}
        self.addCleanup(lambda: [os.close(descriptor) for descriptor in self.open])
        self.channel = Channel(self.input, self.output, on_end=end)

    def close(self, descriptor: int) -> None:
        self.open.remove(descriptor)
        os.close(descriptor)

    def sent(self) -> Any:
        return json.loads(os.read(self.server_input, 1 << 20))

    def test_messagesMayComeInAnyPieces(self) -> None:
        requests = [{"jsonrpc": "2.0", "id": number, "method": "\u00e4" * number} for number in range(100)]
        stream = b"".join(json.dumps(request, ensure_ascii=False).encode() + b"\n" for request in requests)
        for size in (1, 7, len(stream)):
            pieces = [stream[start : start + size] for start in range(0, len(stream), size)]
            threading.Thread(target=lambda: [os.write(self.server_output, piece) for piece in pieces]).start()
            self.assertEqual(requests, [self.channel.receive() for _ in requests])

    def test_requestsThatComeWhileAnAnswerIsAwaitedAreKept(self) -> None:
        os.write(self.server_output, b'{"jsonrpc":"2.0","id":9,"method":"next"}\n{"jsonrpc":"2.0","id":77,"result":{}}\n{"jsonrpc":"2.0","id":1,"result":{"a":1}}\n')
        self.assertEqual({"a": 1}, self.channel.request("pull", "{}", lambda: False)["result"])
        self.assertEqual("next", self.channel.receive()["method"])

    def test_loneSurrogatesAreReplaced(self) -> None:
        self.channel.notify("message", '{"a":"\ud800\U0001f600"}')
        self.assertEqual("\ufffd\U0001f600", self.sent()["params"]["a"])

    def test_aLineIsSentWholeUpToTheLimitAndNotAtAllBeyond(self) -> None:
        self.channel.notify("message", "1")
        self.channel.max_message_bytes = len(os.read(self.server_input, 1000)) - 1
        self.channel.notify("message", "2")
        self.assertEqual(2, self.sent()["params"])
        with self.assertRaisesRegex(ValueError, "max_message_bytes"):
            self.channel.notify("message", "10")
        self.channel.notify("message", "3")
        self.assertEqual(3, self.sent()["params"])

    def test_theEndOfEitherPipeIsTheEnd(self) -> None:
        self.close(self.server_output)
        with self.assertRaises(Ended):
            self.channel.receive()
        self.close(self.server_input)
        with self.assertRaises(Ended):
            self.channel.notify("message", "1")

    def test_aLineThatASignalHandlerToreIsTheEnd(self) -> None:
        with self.assertRaises(Ended):
            self.interrupted(lambda: self.channel.notify("message", json.dumps("x" * 1_000_000)))

    def test_anInterruptedReadIsNotTheEnd(self) -> None:
        with self.assertRaises(Late):
            self.interrupted(lambda: self.channel.request("pull", "{}", lambda: False))
        os.write(self.server_output, b'{"jsonrpc":"2.0","id":1,"result":{}}\n{"jsonrpc":"2.0","id":2,"result":{"a":1}}\n')
        self.assertEqual({"a": 1}, self.channel.request("pull", "{}", lambda: False)["result"])

    def interrupted(self, action: Callable[[], Any]) -> None:
        """A signal comes when the action has begun to write."""
        previous = signal.signal(signal.SIGALRM, raise_late)
        self.addCleanup(signal.signal, signal.SIGALRM, previous)
        threading.Thread(target=lambda: os.read(self.server_input, 1) and signal.pthread_kill(threading.main_thread().ident, signal.SIGALRM)).start()
        action()


if __name__ == "__main__":
    unittest.main()
