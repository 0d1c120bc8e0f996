"""What a writer leaves for others: the change under way, what has yet to follow, who holds it."""

from dataclasses import dataclass
from datetime import datetime

from itasdash.schema.events import Event
from itasdash.schema.records import Record, added_later


@dataclass(frozen=True, kw_only=True)
class Intent(Record):
    """A change under way, from which the line of the log is added where a kill came between.

    ``path`` is the file, relative to the data folder, whose ``sha256`` tells that the change was
    made; None where the file is taken away.
    """

    event: Event
    path: str
    sha256: str | None


# What snapshots may have to follow.
CAUSES = ("register", "alias", "layout")


@dataclass(frozen=True, kw_only=True)
class StaleSnapshots(Record):
    """The snapshots that have yet to follow a change of names, registers or layouts, by moment.

    ``done`` is how many have followed since nobody had to wait; ``causes`` are the changes that
    all of these follow, of :data:`CAUSES`.
    """

    as_of: tuple[datetime, ...]
    done: int = added_later(0)
    causes: tuple[str, ...] = added_later(())

    @property
    def all(self) -> int:
        """How many there are with those that have followed by now."""
        return self.done + len(self.as_of)


NOTHING_STALE = StaleSnapshots(as_of=())

# What a data folder may be held for, while others wait; an entry of the catalogues' ``held_for``.
ACTS = (
    *("change", "import", "register", "alias", "layout", "removal", "acknowledgement"),
    *("note", "calendar", "download", "letter", "following", "marts", "verify"),
)


@dataclass(frozen=True, kw_only=True)
class Holder(Record):
    """Who holds the lock of a data folder: for what (of :data:`ACTS`), since when, and where."""

    act: str
    since: datetime
    machine: str
    process: int
