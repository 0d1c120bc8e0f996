"""What one export says, as values: its rows with their LAOs, counts, names to settle, findings."""

from dataclasses import dataclass, field
from datetime import datetime

from itasdash.findings import Finding
from itasdash.ingest.matching.match import Place, Suggestion
from itasdash.ingest.normalise import Status, Summary


@dataclass(frozen=True)
class LaoRow:
    """A row about one LAO: where it stands, who it is about, what it says."""

    sheet: str
    row: int
    place: Place
    lao_id: str | None
    rule: str
    status: Status


@dataclass(frozen=True)
class Unresolved:
    """A row whose LAO a person must name, with what it most likely means, the best first."""

    sheet: str
    row: int
    written: str
    province_code: str | None
    district: str | None
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True)
class Sample:
    """A row as it was written, cell by cell, and what it was understood as."""

    sheet: str
    row: int
    written: tuple[str, ...]
    understood: LaoRow | Summary


# How many rows of a file are shown as they were written.
SAMPLES = 5


@dataclass
class RowCount:
    """How many rows were read and what became of them; ``read`` is the sum of the others."""

    resolved: int = 0
    unresolved: int = 0
    ignored: int = 0

    @property
    def read(self) -> int:
        """All rows below the headers that hold anything."""
        return self.resolved + self.unresolved + self.ignored

    def stored(self) -> dict[str, int]:
        """Return the counts as reports print them."""
        return {
            "read": self.read,
            "resolved": self.resolved,
            "unresolved": self.unresolved,
            "ignored": self.ignored,
        }


@dataclass
class Export:
    """What one file says."""

    file: str
    sha256: str
    kind: str
    as_of: datetime
    list_means: str
    rows: RowCount = field(default_factory=RowCount)
    laos: list[LaoRow] = field(default_factory=list)
    summaries: list[Summary] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    # Rows that a person has found to be about no LAO.
    dismissed: list[Place] = field(default_factory=list)
    # The fingerprints of the taught layouts that it was read by.
    layouts: tuple[str, ...] = ()

    @property
    def outstanding(self) -> set[str]:
        """The LAOs that a row says are not registered."""
        return {r.lao_id for r in self.laos if r.lao_id and r.status.registered is False}

    @property
    def unknown(self) -> set[str]:
        """The LAOs of which no row says whether they are registered."""
        named = {r.lao_id for r in self.laos if r.lao_id and r.status.registered is None}
        return named - self.outstanding
