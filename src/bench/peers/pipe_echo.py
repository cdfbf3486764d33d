"""The Python side of the floor: answers each line with a line."""

import json
import sys


def fibo(n):
    return n if n < 2 else fibo(n - 1) + fibo(n - 2)


for line in sys.stdin.buffer:
    request = json.loads(line)
    text = f"Hello, {request['name']}!" if "name" in request else str(fibo(request["fibo"]))
    answer = {"data": {"greeting": [{"text": text}]}, "meta": {"greeting": {}}}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    sys.stdout.buffer.flush()
