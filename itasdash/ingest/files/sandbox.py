"""Parsing in a child process, so that no file can take the server down."""

import contextlib
import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO

from itasdash.ingest.files import forks
from itasdash.ingest.files.child import too_heavy
from itasdash.ingest.files.process import start
from itasdash.ingest.files.sheets import Sheet, Unreadable
from itasdash.ingest.files.wire import unpack
from itasdash.settings import Limits

_CODE = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from itasdash.ingest.files.child import main; main()"
)
# What Python ends with when the child's own code or its libraries cannot be loaded.
_NOT_LOADED = 1


# Parsers at a time: each may take the memory that a file may.
_TURNS = threading.BoundedSemaphore(2)


def parse_in_child(data: bytes, limits: Limits) -> list[Sheet]:
    """Return the sheets of a file, parsed by a process of its own.

    A new process is started for each file, or forked from one that is started for many
    (:func:`many_files`); the server has threads and is never forked. Two work at a time, whoever
    asks; a third waits for its turn.

    Raises:
        Unreadable: the file cannot be taken, or its parser died or took too long.
    """
    packed = answer_of_child(data, limits)
    try:
        return unpack(packed)
    except (ValueError, KeyError, TypeError) as error:
        raise too_heavy(limits) from error


def answer_of_child(data: bytes, limits: Limits) -> bytes:
    """Return the sheets of a file as its parser has packed them, or why there are none.

    Nobody has looked at them: :func:`itasdash.ingest.files.wire.unpack` does.

    Raises:
        Unreadable: the file is too big, or its parser died or took too long.
    """
    if len(data) > limits.file_bytes:
        raise Unreadable("file_too_big", megabytes=limits.file_bytes // 2**20)
    packed, status = _row.taken(data, limits) or _in_turn(data, limits)
    if status == _NOT_LOADED:
        raise Unreadable("reader_broken")
    if status != 0 or len(packed) > limits.answer_bytes:
        raise too_heavy(limits)
    return packed


@contextlib.contextmanager
def many_files() -> Iterator["Row"]:
    """Let files be parsed by forks of one process as long as it lasts, where the system can.

    The next one may be parsed while whoever asks does something else (:meth:`Row.ahead`).
    """
    _row.begin()
    try:
        yield _row
    finally:
        _row.end()


def _in_turn(data: bytes, limits: Limits) -> tuple[bytes, int]:
    with _TURNS:
        return _row.forked(data, limits) or _answer(data, limits)


class Row:
    """Files that are parsed one after the other; :func:`many_files` gives it."""

    def __init__(self) -> None:
        # Those who read many files now, and the process that forks for them, for one at a time.
        self._users = 0
        self._forker: forks.Forker | None = None
        self._counting, self._forking = threading.Lock(), threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._ahead: dict[str, tuple[Limits, Future[tuple[bytes, int]]]] = {}

    def begin(self) -> None:
        """Count one more who reads many files."""
        with self._counting:
            self._users += 1

    def end(self) -> None:
        """Count one less, and end what waits when nobody is left."""
        with self._counting:
            self._users -= 1
            if self._users:
                return
            ahead, pool = self._ahead, self._pool
            self._ahead, self._pool = {}, None
        for _, each in ahead.values():
            each.cancel()
        if pool is not None:
            pool.shutdown()
        with self._forking:
            self._end_forker()

    def ahead(self, data: bytes, limits: Limits) -> None:
        """Begin to parse a file for which somebody will ask; one is begun at a time."""
        with self._counting:
            if not self._users or len(data) > _MOST_AHEAD or len(self._ahead) >= _FILES_AHEAD:
                return
            self._pool = self._pool or ThreadPoolExecutor(1, "parsing")
            digest = hashlib.sha256(data).hexdigest()
            if digest not in self._ahead:
                self._ahead[digest] = limits, self._pool.submit(_in_turn, data, limits)

    def taken(self, data: bytes, limits: Limits) -> tuple[bytes, int] | None:
        """Return what was parsed ahead of a file, None where it was not, or failed."""
        if not self._ahead:
            return None
        with self._counting:
            found = self._ahead.pop(hashlib.sha256(data).hexdigest(), None)
        if found is None or found[0] != limits or found[1].cancel():
            return None
        with contextlib.suppress(Exception):
            return found[1].result()
        return None

    def forked(self, data: bytes, limits: Limits) -> tuple[bytes, int] | None:
        """Return what a fork answers, None where there is none to be had."""
        if not self._users or not forks.OFFERED or not self._forking.acquire(blocking=False):
            return None
        try:
            if self._forker is not None and self._forker.limits != limits:
                self._end_forker()
            if self._forker is None:
                self._forker = forks.Forker(limits)
            return self._forker.answer(data)
        except (forks.ForkerLost, OSError):
            # What became of it, nobody needs to know: the file gets a process of its own.
            self._end_forker()
            return None
        except BaseException:
            self._end_forker()
            raise
        finally:
            self._forking.release()

    def _end_forker(self) -> None:
        forker, self._forker = self._forker, None
        if forker is not None:
            forker.end()


# What is parsed ahead and kept: so many files, none of more bytes.
_FILES_AHEAD, _MOST_AHEAD = 4, 8 * 2**20
_row = Row()


def _answer(data: bytes, limits: Limits) -> tuple[bytes, int]:
    """Return what a process of its own answers to a file, and how it ended."""
    child = start(_CODE, limits)
    assert child.stdin is not None and child.stdout is not None
    clock = threading.Timer(limits.seconds, child.kill)
    clock.daemon = True
    clock.start()
    try:
        _send(child.stdin, data)
        packed = child.stdout.read(limits.answer_bytes + 1)
        if len(packed) > limits.answer_bytes:
            raise too_heavy(limits)
        status = child.wait()
    finally:
        clock.cancel()
        child.kill()
        child.stdout.close()
        child.wait()
    return packed, status


def _send(stdin: IO[bytes], data: bytes) -> None:
    """Give the child the file; it reads all of it before it answers, so neither waits."""
    # A child that dies before it has read everything breaks the pipe; how, its status says.
    with contextlib.suppress(OSError):
        stdin.write(data)
    with contextlib.suppress(OSError):
        stdin.close()
