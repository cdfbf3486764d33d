"""Tells whether this interpreter has what the requirement lines ask for: exit code 0 if so, 3 if not."""

import json
import re
import sys
from importlib import metadata

try:
    from packaging.requirements import Requirement
except ImportError:
    try:
        from pip._vendor.packaging.requirements import Requirement
    except ImportError:
        Requirement = None

EXACT = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:===?\s*([A-Za-z0-9.!+_-]+))?$")


def no(line, why):
    print("%s: %s" % (line, why))
    sys.exit(3)


def installed(name, line):
    try:
        return metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return no(line, "not installed")


def check_exactly(line):
    match = EXACT.match(line)
    if not match:
        no(line, "cannot be told without 'packaging'")
    found = installed(match.group(1), line).version
    if match.group(2) not in (None, found):
        no(line, "installed is " + found)


def check(line, extra="", seen=frozenset()):
    requirement = Requirement(line)
    if requirement.marker is not None and not requirement.marker.evaluate({"extra": extra}):
        return
    found = installed(requirement.name, line)
    if not requirement.specifier.contains(found.version, prereleases=True):
        no(line, "installed is " + found.version)
    for wanted in requirement.extras:
        key = (requirement.name.lower(), wanted)
        if key not in seen:
            for needed in found.requires or ():
                if "extra" in needed.partition(";")[2]:
                    check(needed, wanted, seen | {key})


for text in json.loads(sys.argv[1]):
    if "--hash" in text:
        no(text, "files are wanted of which the hash is known")
    if Requirement is None:
        check_exactly(text)
    else:
        try:
            check(text)
        except ValueError as e:
            no(text, str(e))
