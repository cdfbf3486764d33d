"""Runs the tasks of workflows: a process that speaks PROTOCOL.md on its standard input and output.

Standard library only, CPython 3.9 and newer, because it is put into whatever environment the tasks need.
"""

PROTOCOL_VERSION = 1
