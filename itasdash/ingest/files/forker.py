"""The process that forks a child for each file: what parsing needs is loaded once for all of them.

Started by :mod:`itasdash.ingest.files.forks`. It has one thread, and never sees a file nor what a
child answers: both go past it, through what it is handed for that one child.
"""

import ctypes
import gc
import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress

from itasdash.ingest.files.child import answer, close_off, confine, confine_time
from itasdash.ingest.files.parse import load_all_readers, load_readers
from itasdash.settings import Limits

# The numbers of these acts among those of Linux's prctl.
_SET_END_WITH_PARENT, _SET_DUMPABLE = 1, 4
# What it is told, and tells: to take a file, to end the child at hand; that it is ready.
TAKE, END, READY = b"t", b"e", b"y"
# How a child ended, as a number of so many bytes.
STATUS_BYTES = 4
# How a child ends whose readers could not be loaded, and one that failed before it could answer.
NOT_LOADED, FAILED = 1, 3


def main() -> None:
    """Fork a child for each file until nobody asks any more; the limits are the last argument."""
    limits = Limits(**json.loads(sys.argv[-1]))
    control = socket.socket(fileno=0)
    # No child may look into the memory of this process, nor write to it.
    _tell_system(_SET_DUMPABLE, 0)
    load_all_readers()
    gc.disable()
    gc.freeze()
    control.sendall(READY)
    while True:
        told, handed, _, _ = socket.recv_fds(control, 1, 2)
        if not told:
            return
        # The end of a child that had ended by itself needs nothing.
        if told == TAKE and not _serve(control, handed, limits):
            return


def _tell_system(act: int, value: int) -> None:
    """Ask something of Linux for this process; where it does not know that, nothing is lost."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(act, value, 0, 0, 0)


def _serve(control: socket.socket, handed: list[int], limits: Limits) -> bool:
    """Let a child parse a file and tell how it ended; tell whether anybody still asks."""
    ends, alive = os.pipe()
    pid = os.fork()
    if pid == 0:
        # It has no way to its siblings: neither what they are handed nor what tells of them.
        control.close()
        os.close(ends)
        _parse(handed, limits)
    for handle in (alive, *handed):
        os.close(handle)
    ready, _, _ = select.select([ends, control.fileno()], [], [])
    asked = True
    if ends not in ready:
        asked = bool(control.recv(1))
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    os.close(ends)
    if asked:
        code = os.waitstatus_to_exitcode(status)
        control.sendall(code.to_bytes(STATUS_BYTES, "big", signed=True))
    return asked


def _parse(handed: list[int], limits: Limits) -> None:
    """Parse the file behind the first handle and answer into the second, and end."""
    code = FAILED
    try:
        _tell_system(_SET_END_WITH_PARENT, signal.SIGKILL)
        confine(limits)
        confine_time(limits.seconds)
        source, target = handed
        with os.fdopen(source, "rb", buffering=0) as file:
            data = file.read()
        load_readers(data)
        close_off()
        rest = memoryview(answer(data, limits))
        while rest:
            rest = rest[os.write(target, rest) :]
        code = 0
    except ImportError:
        code = NOT_LOADED
    finally:
        os._exit(code)
