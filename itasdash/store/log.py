"""The log as lines and as what they add up to; nothing here touches a file.

Each line of ``log.jsonl`` carries its own hash (``seal``) and that of the line before it
(``previous``), so that a flipped bit and a missing line are noticed.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from itasdash.schema import (
    Event,
    ImportEvent,
    LayoutEvent,
    LayoutRemovalEvent,
    RegisterEvent,
    RemovalEvent,
    Source,
    event_of,
    sha256,
)

_SEAL_LENGTH = 32
_BEGIN = b'{"'


@dataclass
class Log:
    """A log as it was read.

    ``lines`` are the sound ones with their seals; ``damaged`` are the numbers (1-based) of lines
    that are not what was written, ``gaps`` those of lines before which one is missing; ``seal`` is
    that of the last sound line.
    """

    lines: list[dict[str, Any]] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    seal: str = ""

    @property
    def events(self) -> list[Event]:
        """The events of the sound lines, the oldest first.

        Raises:
            LaterVersion: a line is of a later version of this program.
        """
        return [event_of(line) for line in self.lines]


def _written(line: Mapping[str, Any]) -> bytes:
    return json.dumps(line, ensure_ascii=False, sort_keys=True).encode()


def log_line(event: Mapping[str, Any], previous: str) -> bytes:
    """Return the line of a stored event, to follow the line whose seal is ``previous``."""
    body = {**event, "previous": previous}
    return _written({**body, "seal": sha256(_written(body))[:_SEAL_LENGTH]}) + b"\n"


def _read_line(line: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(line)
        bare = {name: value for name, value in event.items() if name not in ("previous", "seal")}
        # The bytes themselves are compared: 1e5 and 1E5 are the same number, and one flip apart.
        return event if log_line(bare, event["previous"]) == line + b"\n" else None
    except (ValueError, KeyError, AttributeError, RecursionError):
        return None


def _last(rest: bytes) -> bytes:
    """Return the line in what stands behind the last end of a line; none where it is only half."""
    # Its end may be missing, or be no longer what it was.
    whole = next((line for line in (rest, rest[:-1]) if _read_line(line)), b"")
    # What does not even begin like a line is none that a killed writer left.
    return whole or (b"" if rest.startswith(_BEGIN[: len(rest)]) else rest)


def read_log(data: bytes) -> Log:
    """Return what the bytes of a ``log.jsonl`` say; damaged lines are left out and counted.

    Half a line at the end is no damage: a process was killed while it wrote.
    """
    *lines, rest = data.split(b"\n")
    log = Log()
    last = _last(rest)
    if last:
        lines.append(last)
        if last != rest:
            log.damaged.append(len(lines))
    sound = True
    for number, line in enumerate(lines, start=1):
        event = _read_line(line)
        if event is None:
            log.damaged.append(number)
        else:
            if event["previous"] != log.seal and sound:
                log.gaps.append(number)
            log.seal = event["seal"]
            log.lines.append(event)
        sound = event is not None
    log.damaged.sort()
    return log


def with_whole_end(data: bytes) -> bytes:
    """Return the bytes of a log that ends in a line feed; half a line at its end is left out."""
    start = data.rfind(b"\n") + 1
    last = _last(data[start:])
    return data[:start] + (last and last + b"\n")


# The moment that an event is about. Within a text of JSON the quotes would be escaped.
_ABOUT = re.compile(rb'(?<!\\)"as_of": "([^"\\]*)"')


def lines_about(data: bytes, as_of: datetime) -> bytes:
    """Return those lines of a log that name a moment; no other line needs to be read for it."""
    found = []
    for line in data.split(b"\n"):
        for written in _ABOUT.findall(line):
            try:
                same = datetime.fromisoformat(written.decode()) == as_of
            except ValueError:
                continue
            if same:
                found.append(line + b"\n")
                break
    return b"".join(found)


def with_source(sources: Iterable[Source], source: Source) -> tuple[Source, ...]:
    """Return the sources of a snapshot with ``source`` among them, in order.

    A part stands beside the other files of its kind; else there is one of each.
    """
    gone = {source.sha256, source.replaces}
    kept = [
        each
        for each in sources
        if each.kind != source.kind or (source.part and each.part and each.sha256 not in gone)
    ]
    # The first part of several was whole when it came.
    if source.part and source.replaces is None:
        whole = [e for e in sources if e.kind == source.kind and not e.part]
        kept += [replace(e, part=True) for e in whole if e.sha256 not in gone]
    return tuple(sorted([*kept, source], key=lambda each: (each.kind, each.sha256)))


def sources_at(events: Iterable[Event]) -> dict[datetime, tuple[Source, ...]]:
    """Return the sources of every snapshot, the earliest moment first."""
    found: dict[datetime, tuple[Source, ...]] = {}
    for event in events:
        if isinstance(event, ImportEvent):
            found[event.as_of] = with_source(found.get(event.as_of, ()), event.source)
        elif isinstance(event, RemovalEvent):
            found.pop(event.as_of, None)
    return dict(sorted(found.items()))


def registers_at(events: Iterable[Event]) -> dict[date, RegisterEvent]:
    """Return the events of the registers that hold, by the date from which each does."""
    return {event.effective: event for event in events if isinstance(event, RegisterEvent)}


def layouts_at(events: Iterable[Event]) -> dict[str, LayoutEvent]:
    """Return the events of the layouts that are still taught, by their fingerprints."""
    found: dict[str, LayoutEvent] = {}
    for event in events:
        if isinstance(event, LayoutEvent):
            found[event.fingerprint] = event
        elif isinstance(event, LayoutRemovalEvent):
            found.pop(event.fingerprint, None)
    return found
