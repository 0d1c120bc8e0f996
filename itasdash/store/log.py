"""The log as lines and as what they add up to; nothing here touches a file.

Each line of ``log.jsonl`` carries its own hash (``seal``) and that of the line before it
(``previous``), so that a flipped bit and a missing line are noticed.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from itasdash.schema import Event, Source, sha256

_SEAL_LENGTH = 32
_BEGIN = b'{"'
# What a line says beside the source of a snapshot, and what the source calls when and who.
_WHEN_AND_WHO = {"at": "imported_at", "who": "imported_by"}
_ABOUT_LINE = ("event", "as_of", "previous", "seal")


@dataclass
class Log:
    """A log as it was read.

    ``damaged`` are the numbers (1-based) of lines that are not what was written, ``gaps`` those of
    lines before which one is missing; ``seal`` is that of the last sound line.
    """

    events: list[dict[str, Any]] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)
    seal: str = ""


def _written(event: Event) -> bytes:
    return json.dumps(event, ensure_ascii=False, sort_keys=True).encode()


def log_line(event: Event, previous: str) -> bytes:
    """Return the line of an event, to follow the line whose seal is ``previous``."""
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
            log.events.append(event)
        sound = event is not None
    log.damaged.sort()
    return log


def with_whole_end(data: bytes) -> bytes:
    """Return the bytes of a log with an end: a whole last line gets it, half a line goes."""
    start = data.rfind(b"\n") + 1
    last = _last(data[start:])
    return data[:start] + (last and last + b"\n")


def import_event(as_of: str, source: Source) -> dict[str, Any]:
    """Return the event of a source that was added to the snapshot of a moment."""
    named = {new: old for old, new in _WHEN_AND_WHO.items()}
    said = {named.get(name, name): value for name, value in source.items()}
    return {"event": "replace" if source["replaces"] else "import", "as_of": as_of, **said}


def source_of(event: Event) -> Source:
    """Return the source that :func:`import_event` made an event of."""
    return {
        _WHEN_AND_WHO.get(name, name): value
        for name, value in event.items()
        if name not in _ABOUT_LINE
    }


def with_source(sources: Iterable[Source], source: Source) -> list[Source]:
    """Return the sources of a snapshot once ``source`` has come: one of each kind, in order."""
    kept = [each for each in sources if each["kind"] != source["kind"]]
    return sorted([*kept, source], key=lambda each: str(each["kind"]))


def sources_at(events: Sequence[Event]) -> dict[datetime, list[Source]]:
    """Return the sources of every snapshot, the earliest moment first."""
    found: dict[datetime, list[Source]] = {}
    for event in events:
        if event["event"] in ("import", "replace"):
            moment = datetime.fromisoformat(event["as_of"])
            found[moment] = with_source(found.get(moment, ()), source_of(event))
        elif event["event"] == "remove":
            found.pop(datetime.fromisoformat(event["as_of"]), None)
    return dict(sorted(found.items()))


def registers_at(events: Sequence[Event]) -> dict[date, Event]:
    """Return the events of the registers that hold, by the date from which each does."""
    return {
        date.fromisoformat(event["effective"]): event
        for event in events
        if event["event"] == "register"
    }
