"""Publishes a contribution as the service does, and kills itself before it touches a file in a given way.

Run as `python killed_publication.py FOLDER EVENT FILE`: the event is one of Python's audit hooks', which tell of it
before it happens, and the file is a pattern that is searched for in its path.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from typing import Any

from service.contributing.publication import main

FOLDER, EVENT, FILE = sys.argv[1:]


def hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event == EVENT and re.search(FILE, str(arguments[0])) and (event != "open" or "w" in str(arguments[1])):
        os.kill(os.getpid(), signal.SIGKILL)


sys.addaudithook(hook)
main(FOLDER)
