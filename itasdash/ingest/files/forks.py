"""Parsing many files in a row: each in a child of its own, forked from a process that is warm.

To start a process and load what it needs takes as long as a file takes to be parsed. The server
itself is never forked, as it has threads; the process that is has one.
"""

import os
import select
import socket
import time
from contextlib import suppress

from itasdash.ingest.files.forker import END, READY, STATUS_BYTES, TAKE
from itasdash.ingest.files.process import start
from itasdash.settings import Limits

_CODE = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from itasdash.ingest.files.forker import main; main()"
)
# Seconds that it may take to start, and to tell how a child ended that was killed.
_START, _PATIENCE = 60.0, 10.0
_PIECE = 2**20

# What this needs of the system: Linux has it.
OFFERED = all(map(hasattr, (os, os, socket), ("fork", "memfd_create", "send_fds")))


class ForkerLost(Exception):
    """The process that forks has ended, or does not answer."""


class Forker:
    """The process that forks a child for each file, seen from who asks; for one thread at a time.

    Raises:
        ForkerLost: it could not be started.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = start(_CODE, limits, theirs)
        if self._told(len(READY), _START) != READY:
            self.end()
            raise ForkerLost

    def end(self) -> None:
        """End it, and with it the child at hand."""
        # Whoever forks ends its child once nobody asks any more.
        self._control.close()
        try:
            self._process.wait(_PATIENCE)
        except Exception:
            self._process.kill()
            self._process.wait()

    def answer(self, data: bytes) -> tuple[bytes, int]:
        """Return what a child answers to a file, and how it ended; 0 is by itself.

        No more than one byte above the most that it may answer.

        Raises:
            ForkerLost: it has ended, whatever of.
        """
        answers, target = os.pipe()
        try:
            source = os.memfd_create("file")
            try:
                _write(source, data)
                os.lseek(source, 0, os.SEEK_SET)
                socket.send_fds(self._control, [TAKE], [source, target])
            except OSError as error:
                raise ForkerLost from error
            finally:
                os.close(source)
                os.close(target)
            packed, whole = self._read(answers)
        finally:
            os.close(answers)
        if not whole:
            with suppress(OSError):
                self._control.sendall(END)
        told = self._told(STATUS_BYTES, _PATIENCE)
        if len(told) < STATUS_BYTES:
            raise ForkerLost
        return packed, int.from_bytes(told, "big", signed=True)

    def _read(self, answers: int) -> tuple[bytes, bool]:
        """Return what a child answers in its time, and whether that is all.

        It is where the child has ended, whoever else may hold the other end.
        """
        ends = time.monotonic() + self.limits.seconds
        parts: list[bytes] = []
        length = 0
        while length <= self.limits.answer_bytes:
            left, control = max(0.0, ends - time.monotonic()), self._control.fileno()
            ready, _, _ = select.select([answers, control], [], [], left)
            if answers not in ready:
                return b"".join(parts), control in ready
            most = self.limits.answer_bytes + 1 - length
            parts.append(os.read(answers, min(_PIECE, most)))
            length += len(parts[-1])
            if not parts[-1]:
                return b"".join(parts), True
        return b"".join(parts), False

    def _told(self, length: int, patience: float) -> bytes:
        """Return what the process tells, less where it has ended or takes too long."""
        told = b""
        self._control.settimeout(patience)
        with suppress(OSError):
            while len(told) < length and (part := self._control.recv(length - len(told))):
                told += part
        return told


def _write(handle: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]
