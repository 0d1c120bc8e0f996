"""Exports and registers out of bytes, understood in processes of their own where a server asks.

What these return and raise is what :mod:`itasdash.ingest.export` and
:mod:`itasdash.ingest.register` do.
"""

import hashlib
import logging
import subprocess
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from itasdash.findings import Finding, Refusal
from itasdash.ingest import export, register
from itasdash.ingest.apart import requests
from itasdash.ingest.apart.answers import packed, refusal_unpacked, unpacked
from itasdash.ingest.apart.requests import ExportRequest, receive, send
from itasdash.ingest.export import RegisterAt
from itasdash.ingest.facts import Export
from itasdash.ingest.files.process import start
from itasdash.ingest.files.sandbox import answer_of_child
from itasdash.ingest.files.sheets import Sheet, Unreadable
from itasdash.ingest.files.wire import pack
from itasdash.ingest.matching.confirmed import Alias
from itasdash.ingest.matching.lao import Lao
from itasdash.schema import EITHER_MISSING, Layout
from itasdash.settings import Limits, is_read_apart, limits

_CODE = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from itasdash.ingest.apart.reader import main; main()"
)
# Readers at a time: each may take the memory that a file may.
_TURNS = threading.BoundedSemaphore(2)
# How long one waits for its next file, and how long it may take to start, in seconds.
_IDLE, _START = 300.0, 60.0
_log = logging.getLogger(__name__)


def read_export(
    data: bytes,
    file: str,
    register_at: RegisterAt,
    aliases: Sequence[Alias] = (),
    as_of: datetime | None = None,
    list_means: str = EITHER_MISSING,
    layouts: Sequence[Layout] = (),
    *,
    demanded: bool = False,
    covers: str | None = None,
) -> Export:
    """Return what an export says, as :func:`itasdash.ingest.export.read_export` does."""
    arguments = (list_means, layouts)
    if not is_read_apart():
        return export.read_export(
            data, file, register_at, aliases, as_of, *arguments, demanded=demanded, covers=covers
        )
    digest = hashlib.sha256(data).hexdigest()
    asked = ExportRequest(
        file, digest, tuple(aliases), as_of, list_means, tuple(layouts), demanded, covers
    )
    return _export(asked, lambda: _parsed(data), register_at)


def understood(
    sheets: Sequence[Sheet],
    file: str,
    register_at: RegisterAt,
    aliases: Sequence[Alias] = (),
    as_of: datetime | None = None,
    layouts: Sequence[Layout] = (),
    *,
    demanded: bool = False,
    covers: str | None = None,
) -> Export:
    """Return what sheets say, as :func:`itasdash.ingest.export.understood` does."""
    if not is_read_apart():
        return export.understood(
            sheets,
            file,
            "",
            register_at,
            aliases,
            as_of,
            layouts=layouts,
            demanded=demanded,
            covers=covers,
        )
    asked = ExportRequest(
        file, "", tuple(aliases), as_of, EITHER_MISSING, tuple(layouts), demanded, covers
    )
    return _export(asked, lambda: pack(sheets), register_at)


def read_register(data: bytes, findings: list[Finding] | None = None) -> list[Lao]:
    """Return the LAOs of a register, as :func:`itasdash.ingest.register.read_register` does."""
    if not is_read_apart():
        return register.read_register(data, findings)
    answer = _answer(requests.REGISTER, b"", lambda: _parsed(data), None)
    laos, skipped = _as(tuple[list[Lao], list[Finding]], answer, limits())
    if findings is not None:
        findings += skipped
    return list(laos)


def _export(asked: ExportRequest, sheets: Callable[[], bytes], register_at: RegisterAt) -> Export:
    answer = _answer(requests.EXPORT, packed(asked), sheets, register_at)
    found: Export = _as(Export, answer, limits())
    return found


def _as(wanted: Any, answer: bytes, allowed: Limits) -> Any:
    try:
        return unpacked(wanted, answer)
    except ValueError as error:
        raise _too_heavy(allowed) from error


def _parsed(data: bytes) -> bytes:
    try:
        return answer_of_child(data, limits())
    except Unreadable as error:
        raise Refusal(error.code, error.values) from error


def _too_heavy(allowed: Limits) -> Refusal:
    values = {
        "seconds": allowed.understanding_seconds,
        "megabytes": allowed.memory_bytes // 2**20,
    }
    return Refusal("file_too_heavy", values)


class _Readers:
    """The processes that wait for a file."""

    def __init__(self) -> None:
        self._waiting: list[_Process] = []
        self._lock = threading.Lock()

    def take(self, allowed: Limits) -> "_Process":
        """Return one that nobody else has, a new one where none waits."""
        while True:
            with self._lock:
                found = self._waiting.pop() if self._waiting else None
            if found is None:
                return _Process(allowed)
            if found.allowed == allowed and found.is_ready():
                return found
            found.end()

    def give_back(self, process: "_Process") -> None:
        """Let one wait for the next file, and end when none comes."""
        with self._lock:
            self._waiting.append(process)
        clock = threading.Timer(_IDLE, self._retire, [process, process.answered])
        clock.daemon = True
        clock.start()

    def _retire(self, process: "_Process", answered: int) -> None:
        with self._lock:
            if process not in self._waiting or process.answered != answered:
                return
            self._waiting.remove(process)
        process.end()


_readers = _Readers()


def _answer(
    kind: bytes, request: bytes, sheets: Callable[[], bytes], register_at: RegisterAt | None
) -> bytes:
    """Return what a process answers to a request about sheets."""
    allowed = limits()
    with _TURNS:
        # It starts while the file is parsed.
        process = _readers.take(allowed)
        try:
            answer = process.answer(kind, request, sheets(), register_at)
        except BaseException:
            if not process.is_sound:
                process.end()
            else:
                _readers.give_back(process)
            raise
        _readers.give_back(process)
    return answer


class _Process:
    """A process that understands files, seen from the server."""

    def __init__(self, allowed: Limits) -> None:
        self.allowed, self.answered = allowed, 0
        # Whether it waits for a request, and not in the midst of one.
        self.is_sound = True
        self._is_ready = False
        self._child = start(_CODE, allowed)
        assert self._child.stdin is not None and self._child.stdout is not None
        self._to, self._from = self._child.stdin, self._child.stdout

    def is_ready(self) -> bool:
        """Wait until it can be asked; tell whether it can, and has not ended."""
        with _Clock(self._child, _START), suppress(EOFError, OSError, ValueError):
            self._is_ready = self._is_ready or receive(self._from)[0] == requests.READY
        return self._is_ready and self._child.poll() is None

    def end(self) -> None:
        """End it, whatever it does."""
        self._child.kill()
        for pipe in (self._to, self._from):
            with suppress(OSError):
                pipe.close()
        self._child.wait()

    def answer(
        self, kind: bytes, request: bytes, sheets: bytes, register_at: RegisterAt | None
    ) -> bytes:
        """Return what it has read.

        Raises:
            Refusal: what it refuses; or it took too long, or too much memory, or cannot be started.
        """
        self.is_sound = self.is_ready()
        if not self.is_sound:
            raise Refusal("reader_broken")
        self.is_sound = self._is_ready = False
        failure: BaseException | None = None
        with _Clock(self._child, self.allowed.understanding_seconds):
            try:
                send(self._to, kind, request)
                send(self._to, kind, sheets)
                kind, said = self._said()
                while kind == requests.NEEDED:
                    failure = self._give_register(said, register_at)
                    kind, said = self._said()
            except (EOFError, OSError, ValueError) as error:
                raise _too_heavy(self.allowed) from error
        self.is_sound = True
        self.answered += 1
        if failure is not None:
            raise failure
        return self._read(kind, said)

    def _said(self) -> tuple[bytes, bytes]:
        return receive(self._from, self.allowed.answer_bytes)

    def _give_register(self, moment: bytes, register_at: RegisterAt | None) -> BaseException | None:
        """Give it the register of a moment; return why there is none."""
        try:
            if register_at is None:
                raise ValueError("a register needs none")
            laos = register_at(unpacked(datetime, moment)).laos
        except Exception as failure:
            send(self._to, requests.NONE_GIVEN)
            return failure
        send(self._to, requests.GIVEN, packed(laos))
        return None

    def _read(self, kind: bytes, answer: bytes) -> bytes:
        if kind == requests.READ:
            return answer
        try:
            if kind == requests.REFUSED:
                refusal = refusal_unpacked(answer)
            else:
                name, told = unpacked(tuple[str, str], answer)
                _log.error("An error that nobody foresaw, while a file was read.\n%s", told)
                refusal = Refusal("unforeseen", {"reason": name})
        except ValueError as error:
            raise _too_heavy(self.allowed) from error
        raise refusal


class _Clock:
    """Kills a process that takes longer than it may."""

    def __init__(self, child: "subprocess.Popen[bytes]", seconds: float) -> None:
        self._timer = threading.Timer(seconds, child.kill)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *ended: object) -> None:
        self._timer.cancel()
