"""What a worker process gives up before it reads its first query.

The guard (`graph.sparql_guard`) refuses SERVICE; this is the second wall, which holds even if a later pyoxigraph finds
another way to send a request: the kernel refuses the process any socket (seccomp, Linux on x86_64 and aarch64, as
<https://docs.kernel.org/userspace-api/seccomp_filter.html>). The memory limit makes the kernel refuse more, upon which
pyoxigraph ends the process; so a query that gathers a billion rows ends itself rather than the machine.
"""

from __future__ import annotations

import ctypes
import platform
import re
import sys
from pathlib import Path
from typing import Final

_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _MODE_FILTER = 22, 38, 2
_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_REFUSE, _ALLOW = 0x0005_0001, 0x7FFF_0000  # errno 1: "operation not permitted"
_AT_NUMBER, _AT_ARCHITECTURE = 0, 4
_SOCKET_CALLS: Final = {"x86_64": (0xC000_003E, 41), "aarch64": (0xC000_00B7, 198)}
"""For each machine the kernel's name of its architecture and the number of its `socket` call."""


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def limit_memory(limit: int) -> None:
    """Let this process address at most `limit` bytes and dump no core; without POSIX limits, do nothing."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    within = limit if most == resource.RLIM_INFINITY else min(limit, most)
    resource.setrlimit(resource.RLIMIT_AS, (within, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def peak_memory() -> int:
    """Return the most bytes that this process has held in memory so far; 0 where the system does not say.

    Read from Linux's own account: getrusage keeps the peak of the process that started this one.
    """
    try:
        account = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    peak = re.search(r"^VmHWM:\s+(\d+) kB$", account, re.MULTILINE)
    return int(peak[1]) * 1024 if peak else 0


def forbid_sockets() -> bool:
    """Make the kernel refuse this thread, and those it starts, any new socket; tell whether it will."""
    call = _SOCKET_CALLS.get(platform.machine())
    if not sys.platform.startswith("linux") or call is None:
        return False
    architecture, socket = call
    steps = (_Step * 6)(
        _Step(_LOAD, 0, 0, _AT_ARCHITECTURE),
        _Step(_IF_EQUAL, 0, 3, architecture),
        _Step(_LOAD, 0, 0, _AT_NUMBER),
        _Step(_IF_EQUAL, 0, 1, socket),
        _Step(_RETURN, 0, 0, _REFUSE),
        _Step(_RETURN, 0, 0, _ALLOW),
    )
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(_Program(len(steps), steps)), 0, 0) == 0)
