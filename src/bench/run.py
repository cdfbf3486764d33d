#!/usr/bin/env python3
"""Measures the server beside its peers, and says what the figures are worth. `--help` lists the options; needs CPython 3.9 or newer, a JDK and the built jar."""

import sys

from bewbench.suite import main

if __name__ == "__main__":
    sys.exit(main())
