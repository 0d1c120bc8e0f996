"""The process that understands files, one after the other, and answers what each says.

Started by :mod:`itasdash.ingest.apart.readers` and kept for the next file: to start takes a second,
and what it has read once of names and headings serves the next.
"""

import gc
import json
import os
import sys
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from itasdash.findings import Finding, Refusal
from itasdash.ingest.apart.answers import packed, refusal_packed, unpacked
from itasdash.ingest.apart.requests import (
    EXPORT,
    FAULT,
    GIVEN,
    NEEDED,
    READ,
    READY,
    REFUSED,
    ExportRequest,
    receive,
    send,
)
from itasdash.ingest.export import understood
from itasdash.ingest.files.child import confine, confine_time
from itasdash.ingest.files.sheets import Unreadable
from itasdash.ingest.files.wire import unpack
from itasdash.ingest.matching.lao import Lao
from itasdash.ingest.matching.match import Register
from itasdash.ingest.register import laos_in
from itasdash.schema import sha256
from itasdash.settings import Limits

# Registers that are kept: those of now and of the file before.
_REGISTERS = 2
# How much it gives way to the server, which has people waiting.
_NICENESS = 5


class Reader:
    """Understands what comes on one pipe, and answers on another."""

    def __init__(self, source: IO[bytes], target: IO[bytes]) -> None:
        self._source, self._target = source, target
        self._registers: dict[str, Register] = {}

    def answer(self, kind: bytes, request: bytes) -> None:
        """Answer one request; no file makes this raise, but for memory that is wanting."""
        _, sheets = receive(self._source)
        send(self._target, *self._answer_to(kind, request, sheets))

    def _answer_to(self, kind: bytes, request: bytes, sheets: bytes) -> tuple[bytes, bytes]:
        try:
            return READ, self._export(request, sheets) if kind == EXPORT else self._laos(sheets)
        except Refusal as refused:
            return REFUSED, refusal_packed(refused)
        except Unreadable as refused:
            return REFUSED, refusal_packed(Refusal(refused.code, refused.values))
        except (MemoryError, EOFError):
            raise
        except Exception as fault:
            return FAULT, packed((type(fault).__name__, traceback.format_exc()))

    def _export(self, request: bytes, sheets: bytes) -> bytes:
        asked: ExportRequest = unpacked(ExportRequest, request)
        return packed(
            understood(
                unpack(sheets),
                asked.file,
                asked.digest,
                self._register_at,
                asked.aliases,
                asked.as_of,
                asked.list_means,
                asked.layouts,
                demanded=asked.demanded,
                covers=asked.covers,
            )
        )

    @staticmethod
    def _laos(sheets: bytes) -> bytes:
        findings: list[Finding] = []
        laos = laos_in(unpack(sheets), findings)
        return packed((laos, findings))

    def _register_at(self, moment: datetime) -> Register:
        send(self._target, NEEDED, packed(moment))
        kind, laos = receive(self._source)
        if kind != GIVEN:
            # The server has none, and says so itself.
            raise Refusal("no_register")
        digest = sha256(laos)
        if digest not in self._registers:
            while len(self._registers) >= _REGISTERS:
                del self._registers[next(iter(self._registers))]
            self._registers[digest] = Register(unpacked(list[Lao], laos))
        return self._registers[digest]


def main() -> None:
    """Answer requests from stdin until there are no more; the limits are the last argument."""
    limits = Limits(**json.loads(sys.argv[-1]))
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    confine(limits, in_use=_in_use())
    # What is loaded stays, and searching it for cycles takes its time.
    gc.disable()
    gc.freeze()
    reader, begun = Reader(sys.stdin.buffer, sys.stdout.buffer), _peak()
    with suppress(EOFError, BrokenPipeError):
        # A process gives back little of what it had; after a heavy file the next gets another one.
        while _peak() - begun < limits.memory_bytes // 2:
            send(sys.stdout.buffer, READY)
            kind, request = receive(sys.stdin.buffer)
            confine_time(limits.understanding_seconds)
            try:
                reader.answer(kind, request)
            except MemoryError:
                return
            gc.collect()


def _in_use() -> int:
    """Return the bytes of addresses that this process has by now, 0 where nobody tells."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _peak() -> int:
    """Return the most bytes of memory that this process has had, 0 where nobody tells."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
