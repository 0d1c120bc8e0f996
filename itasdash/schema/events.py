"""The events of the log: what happened to a data folder, when, and who did it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar, Self, cast

from itasdash.schema.calendar import CalendarEntry
from itasdash.schema.layouts import Layout
from itasdash.schema.records import Json, LaterVersion, Record, RecordError
from itasdash.schema.snapshots import Source

# What a confirmed name says, beside who confirmed it and when.
ALIAS_COLUMNS = ("written", "province_code", "district", "lao_id", "valid_from", "valid_to")


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """Something that happened; ``KINDS`` are what its line may say under ``event``."""

    KINDS: ClassVar[tuple[str, ...]] = ()

    at: datetime
    who: str

    @property
    def event_name(self) -> str:
        """What the line says under ``event``."""
        return self.KINDS[0]

    def stored(self) -> Json:
        """Return the event as its line says it, without the seals."""
        return {"event": self.event_name, **super().stored()}

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> Self:
        """Return the event that :meth:`stored` gave, of whichever kind it is for :class:`Event`."""
        return cast(Self, event_of(stored)) if cls is Event else super().from_stored(stored)


@dataclass(frozen=True, kw_only=True)
class RegisterEvent(Event):
    """A register was loaded, which holds from the day ``effective`` on and has so many LAOs."""

    KINDS = ("register",)

    file: str
    sha256: str
    effective: date
    rows: int


@dataclass(frozen=True, kw_only=True)
class ImportEvent(Event):
    """A source was added to the snapshot of a moment, perhaps in place of another.

    In the log the fields of the source stand beside ``as_of``; when and who are those of the event.
    """

    KINDS = ("import", "replace")

    as_of: datetime
    source: Source

    @classmethod
    def of(cls, as_of: datetime, source: Source) -> Self:
        """Return the event of a source."""
        return cls(at=source.imported_at, who=source.imported_by, as_of=as_of, source=source)

    @property
    def event_name(self) -> str:
        """What the line says under ``event``."""
        return "replace" if self.source.replaces else "import"

    def stored(self) -> Json:
        """Return the event as its line says it, without the seals."""
        written = super().stored()
        source = written.pop("source")
        written["at"], written["who"] = source.pop("imported_at"), source.pop("imported_by")
        return {**source, **written}

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> Self:
        """Return the event that :meth:`stored` gave."""
        source = dict(stored)
        as_of = source.pop("as_of", None)
        source["imported_at"] = source.pop("at", None)
        source["imported_by"] = source.pop("who", None)
        try:
            return cls.of(datetime.fromisoformat(as_of), Source.from_stored(source))
        except TypeError as error:
            raise RecordError("as_of", "is missing") from error


@dataclass(frozen=True, kw_only=True)
class AliasEvent(Event):
    """A person gave a written name an LAO; this is also a row of ``aliases.csv``.

    ``district`` is empty where the name is meant in any; ``valid_from`` and ``valid_to`` are the
    first and the last day (ISO 8601) on which it holds, each empty without a limit; ``lao_id`` is
    :data:`itasdash.schema.NOT_AN_LAO` for a name that is none.
    """

    KINDS = ("alias",)

    written: str
    province_code: str
    district: str
    lao_id: str
    valid_from: str = ""
    valid_to: str = ""

    def __post_init__(self) -> None:
        # A line is a row, so a name that was written over two lines of a cell stands in one.
        for name in (*ALIAS_COLUMNS, "who"):
            object.__setattr__(self, name, " ".join(getattr(self, name).split()))

    def holds(self) -> tuple[date, date]:
        """Return the first and the last day on which the name holds."""
        first = date.fromisoformat(self.valid_from) if self.valid_from else date.min
        last = date.fromisoformat(self.valid_to) if self.valid_to else date.max
        return first, last

    def overlaps(self, other: "AliasEvent") -> bool:
        """Tell whether there is a day on which both hold."""
        (first, last), (other_first, other_last) = self.holds(), other.holds()
        return first <= other_last and other_first <= last

    def says_the_same(self, other: "AliasEvent") -> bool:
        """Tell whether both give one name the same LAO for the same time."""
        return all(getattr(self, name) == getattr(other, name) for name in ALIAS_COLUMNS)


@dataclass(frozen=True, kw_only=True)
class RemovalEvent(Event):
    """The snapshot of a moment was taken away."""

    KINDS = ("remove",)

    as_of: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class AcknowledgementEvent(Event):
    """Somebody took the errors of a snapshot as they are; ``errors`` is the hash of these."""

    KINDS = ("acknowledge",)

    as_of: datetime
    reason: str
    errors: str


@dataclass(frozen=True, kw_only=True)
class DownloadEvent(Event):
    """Somebody took a file away, of a snapshot or, where ``as_of`` is None, of none."""

    KINDS = ("download",)

    as_of: datetime | None
    file: str


@dataclass(frozen=True, kw_only=True)
class CalendarEvent(Event):
    """Somebody changed the calendar; ``entries`` is all of it as it is from then on."""

    KINDS = ("calendar",)

    entries: tuple[CalendarEntry, ...]


@dataclass(frozen=True, kw_only=True)
class LayoutEvent(Event):
    """A person taught a layout; this is also what its file in ``layouts`` says."""

    KINDS = ("layout",)

    fingerprint: str
    layout: Layout

    def __post_init__(self) -> None:
        object.__setattr__(self, "layout", replace(self.layout, known_as=self.fingerprint))

    @classmethod
    def of(cls, layout: Layout, who: str, when: datetime) -> Self:
        """Return the event of a layout."""
        return cls(at=when, who=who, fingerprint=layout.fingerprint, layout=layout)


@dataclass(frozen=True, kw_only=True)
class LayoutRemovalEvent(Event):
    """A taught layout was taken away."""

    KINDS = ("layout_removed",)

    fingerprint: str
    name: str


@dataclass(frozen=True, kw_only=True)
class LetterEvent(Event):
    """Somebody took a letter, or a pack with one, of the snapshot of a moment.

    ``reference`` and ``date`` are number and date as they stand in it, empty where they are left to
    be filled in; ``provinces`` are the codes of those that it is about, none for all.
    """

    KINDS = ("letter",)

    as_of: datetime
    reference: str
    date: str
    provinces: tuple[str, ...]
    file: str


# What staff may note: whom they called, what was promised, what stands in the way, or else.
NOTE_KINDS = ("called", "promised", "problem", "other")


@dataclass(frozen=True, kw_only=True)
class NoteEvent(Event):
    """Staff noted something; this is also a line of ``notes.jsonl``.

    It is of an LAO, or of a province where ``lao_id`` is empty. ``kind`` is one of
    :data:`NOTE_KINDS`; ``person`` is who was spoken to; ``promised_on`` the day by which they
    promised to have registered; ``as_of`` the moment of the snapshot that they had before them.
    """

    KINDS = ("note",)

    as_of: datetime
    province_code: str
    lao_id: str
    kind: str
    person: str
    promised_on: date | None
    text: str

    def __post_init__(self) -> None:
        for name in ("person", "text", "who"):
            object.__setattr__(self, name, " ".join(getattr(self, name).split()))


EVENTS: Mapping[str, type[Event]] = {
    kind: declared
    for declared in (
        RegisterEvent,
        ImportEvent,
        AliasEvent,
        LayoutEvent,
        LayoutRemovalEvent,
        RemovalEvent,
        AcknowledgementEvent,
        DownloadEvent,
        NoteEvent,
        LetterEvent,
        CalendarEvent,
    )
    for kind in declared.KINDS
}


def event_of(line: Mapping[str, Any]) -> Event:
    """Return the event that a line of the log says.

    Raises:
        LaterVersion: it is of a kind, or of a version, that this program does not know.
        RecordError: it is none.
    """
    left = {name: value for name, value in line.items() if name not in ("previous", "seal")}
    kind = left.pop("event", None)
    if kind not in EVENTS:
        raise LaterVersion(f"the event {kind}", "is unknown")
    return EVENTS[kind].from_stored(left)
