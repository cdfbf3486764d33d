"""Run from the root of the repository: python3 -m unittest discover -s python-shim/tests -t python-shim"""

import os
import sys

SHIM = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SOURCE = os.path.join(SHIM, "src")
sys.path.insert(0, SOURCE)
