"""The log of a data folder as everybody reads it: events, and what snapshots were made from."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from itasdash.schema import (
    AcknowledgementEvent,
    Event,
    ImportEvent,
    RemovalEvent,
    SnapshotInfo,
    Source,
    SourceFinding,
    event_of,
    sha256,
)
from itasdash.store.log import Log, lines_about, read_log, sources_at
from itasdash.store.paths import Paths, bytes_of
from itasdash.store.versions import check_folder_version, known_version

_E = TypeVar("_E", bound=Event)


def _marks(*kinds: type[Event]) -> list[bytes]:
    """Return what a line of the log has in it that is of one of these kinds."""
    return [f'"event": "{name}"'.encode() for kind in kinds for name in kind.KINDS]


class LoggedFolder:
    """A data folder by its log."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.paths = Paths(root)

    def read_log(self) -> Log:
        """Return the log with what is wrong with it."""
        return read_log(bytes_of(self.paths.log))

    def events(self, *kinds: type[_E]) -> list[_E]:
        """Return the events of some kinds, the oldest first.

        Raises:
            Refusal: one of them is of a later version of this program.
        """
        check_folder_version(self.paths)
        names, marks = [name for kind in kinds for name in kind.KINDS], _marks(*kinds)
        lines = bytes_of(self.paths.log).split(b"\n")
        wanted = [line for line in lines if any(mark in line for mark in marks)]
        with known_version(self.paths, self.paths.log):
            # A mark may also stand in the text of another event.
            found = [line for line in read_log(b"\n".join(wanted)).lines if line["event"] in names]
            events = [event_of(line) for line in found]
        return [event for event in events if isinstance(event, kinds)]

    def sources(self) -> dict[datetime, tuple[Source, ...]]:
        """Return the sources of every snapshot as the log has them, the earliest moment first."""
        return sources_at(self.events(ImportEvent, RemovalEvent))

    def sources_identity(self) -> str:
        """Return a hash of what the log says of what snapshots are made from."""
        marks = _marks(ImportEvent, RemovalEvent)
        lines = bytes_of(self.paths.log).split(b"\n")
        return sha256(b"\n".join(line for line in lines if any(mark in line for mark in marks)))

    def sources_of(self, as_of: datetime) -> tuple[Source, ...]:
        """Return the sources of one snapshot as the log has them, none where it has none.

        Only the lines about that moment are read, however long the log is.
        """
        check_folder_version(self.paths)
        lines = lines_about(bytes_of(self.paths.log), as_of)
        with known_version(self.paths, self.paths.log):
            return sources_at(read_log(lines).events).get(as_of, ())

    def acknowledgement(self, info: SnapshotInfo) -> AcknowledgementEvent | None:
        """Return the event that acknowledged the errors a snapshot has now, None without one."""
        for event in reversed(self.events(AcknowledgementEvent)):
            if (event.as_of, event.errors) == (info.as_of, info.errors_digest):
                return event
        return None

    def open_errors(self, info: SnapshotInfo) -> tuple[SourceFinding, ...]:
        """Return the errors of a snapshot that nobody has acknowledged as they are now.

        The one definition of an open error: whatever shows a snapshot or leaves the app marks it.
        """
        return self.open_errors_of([info])[0]

    def open_errors_of(self, infos: Sequence[SnapshotInfo]) -> list[tuple[SourceFinding, ...]]:
        """Return :meth:`open_errors` of each of some snapshots; the log is read once."""
        events = self.events(AcknowledgementEvent) if any(info.errors for info in infos) else []
        known = {(event.as_of, event.errors) for event in events}
        return [
            () if not info.errors or (info.as_of, info.errors_digest) in known else info.errors
            for info in infos
        ]
