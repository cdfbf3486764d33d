"""Runs a command in a process group of its own, which dies with whoever holds the other end of standard input."""

import ctypes
import os
import signal
import subprocess
import sys
import threading

PR_SET_PDEATHSIG = 1


def die_with_leash():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def watch():
    while os.read(0, 4096):
        pass
    os.killpg(0, signal.SIGKILL)


os.setsid()
threading.Thread(target=watch, daemon=True).start()
try:
    child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, preexec_fn=die_with_leash)
except OSError as e:
    sys.exit("cannot start %s: %s" % (sys.argv[1], e.strerror))
code = child.wait()
signal.signal(signal.SIGTERM, signal.SIG_IGN)
os.killpg(0, signal.SIGTERM)  # whatever it left behind
sys.stdout.flush()
os._exit(code if code >= 0 else 128 - code)
