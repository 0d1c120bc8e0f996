"""What is asked of a process that understands files, and how a message is written."""

import sys
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from itasdash.ingest.matching.confirmed import Alias
from itasdash.schema import Layout

_LENGTH = 8
# What a message is about, in its first byte. To the process: an export, a register, the register
# that it asked for, or that there is none. From it: it is ready, it needs a register, and how a
# reading ended: with what was read, with a refusal, with a fault of ours.
EXPORT, REGISTER, GIVEN, NONE_GIVEN = b"E", b"R", b"G", b"N"
READY, NEEDED, READ, REFUSED, FAULT = b"y", b"n", b"r", b"x", b"f"


@dataclass(frozen=True)
class ExportRequest:
    """How an export is to be understood: the arguments of :func:`itasdash.ingest.export`."""

    file: str
    digest: str
    aliases: tuple[Alias, ...]
    as_of: datetime | None
    list_means: str
    layouts: tuple[Layout, ...]
    demanded: bool
    covers: str | None


def send(to: IO[bytes], kind: bytes, *parts: bytes) -> None:
    """Write messages of a kind, one for each part, and see that they go."""
    for part in parts or (b"",):
        to.write((len(part) + 1).to_bytes(_LENGTH, "big"))
        to.write(kind)
        to.write(part)
    to.flush()


def receive(at: IO[bytes], most: int = sys.maxsize) -> tuple[bytes, bytes]:
    """Return kind and content of the next message.

    Raises:
        EOFError: there is none, it is torn, or it is longer than ``most`` bytes.
    """
    head = at.read(_LENGTH)
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH or not 0 < length <= most:
        raise EOFError
    message = at.read(length)
    if len(message) < length:
        raise EOFError
    return message[:1], message[1:]
