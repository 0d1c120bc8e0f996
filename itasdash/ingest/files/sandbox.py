"""Parsing in a child process, so that no file can take the server down."""

import contextlib
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import IO

from itasdash.ingest.files.child import too_heavy
from itasdash.ingest.files.sheets import Sheet, Unreadable
from itasdash.ingest.files.wire import unpack
from itasdash.settings import Limits

_ROOT = str(Path(__file__).parents[3])
_CODE = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from itasdash.ingest.files.child import main; main()"
)
# What of the environment a parser needs: Windows cannot start a process without the first ones.
_NEEDED = {"SYSTEMROOT", "PATH", "TEMP", "TMP", "LANG", "LC_ALL", "TZ", "PYTHONHASHSEED"}
# Where the interpreter and its libraries are.
_NEEDED |= {"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH"}
# What Python ends with when the child's own code or its libraries cannot be loaded.
_NOT_LOADED = 1


# Parsers at a time: each may take the memory that a file may.
_TURNS = threading.BoundedSemaphore(2)


def parse_in_child(data: bytes, limits: Limits) -> list[Sheet]:
    """Return the sheets of a file, parsed by a process of its own.

    A new process is started for each file and never forked: the server has threads. Two work at a
    time, whoever asks; a third waits for its turn.

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
    with _TURNS:
        packed, status = _answer(data, limits)
    if status == _NOT_LOADED:
        raise Unreadable("reader_broken")
    if status != 0:
        raise too_heavy(limits)
    return packed


def start(code: str, limits: Limits) -> "subprocess.Popen[bytes]":
    """Start a process that runs ``code`` with pipes, the limits, and a bare environment."""
    return subprocess.Popen(
        [sys.executable, "-P", "-c", code, _ROOT, json.dumps(asdict(limits))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name in _NEEDED},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


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
