"""The dates that matter in a fiscal year, as they are stored."""

from dataclasses import dataclass
from datetime import date

from itasdash.schema.records import Record

# What an entry may be; `registration` is the one whose last day is the deadline.
REGISTRATION_WINDOW, LETTER_SENT = "registration", "letter"
CALENDAR_KINDS = ("announcement", LETTER_SENT, REGISTRATION_WINDOW, "oit", "iit", "eit", "other")


@dataclass(frozen=True, kw_only=True)
class CalendarEntry(Record):
    """A day or a window of days that matters; a line of ``calendar.csv``.

    ``fiscal_year`` is in Buddhist Era; ``kind`` one of :data:`CALENDAR_KINDS`; ``first_day`` and
    ``last_day`` are the same for a single day; ``note`` says what it is in words, where the kind
    does not; ``source`` where it is written.
    """

    fiscal_year: int
    kind: str
    first_day: date
    last_day: date
    note: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        # An entry is a line.
        for name in ("note", "source"):
            object.__setattr__(self, name, " ".join(getattr(self, name).split()))
        if self.kind not in CALENDAR_KINDS or self.last_day < self.first_day:
            raise ValueError(f"{self.kind}, {self.first_day} to {self.last_day} is no entry")

    @property
    def place(self) -> tuple[int, date, date, int, str, str]:
        """Where the entry stands among others."""
        kind = CALENDAR_KINDS.index(self.kind)
        return self.fiscal_year, self.first_day, self.last_day, kind, self.note, self.source
