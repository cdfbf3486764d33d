"""What the suite is doing, on standard error; standard output is for the result."""

import sys
import time

_BEGIN = time.monotonic()


def say(text):
    print(f"[{time.monotonic() - _BEGIN:6.1f} s] {text}", file=sys.stderr, flush=True)
