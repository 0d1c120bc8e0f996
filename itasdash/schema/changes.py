"""What a writer leaves for the next one: the change under way, and the snapshots that wait."""

from dataclasses import dataclass
from datetime import datetime

from itasdash.schema.events import Event
from itasdash.schema.records import Record


@dataclass(frozen=True, kw_only=True)
class Intent(Record):
    """A change under way, from which the line of the log is added where a kill came between.

    ``path`` is the file, relative to the data folder, whose ``sha256`` tells that the change was
    made; None where the file is taken away.
    """

    event: Event
    path: str
    sha256: str | None


@dataclass(frozen=True, kw_only=True)
class StaleSnapshots(Record):
    """The moments of the snapshots that have yet to follow a change of names or registers."""

    as_of: tuple[datetime, ...]
