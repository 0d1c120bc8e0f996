"""What one export says, as values: its rows with their LAOs, counts, names to settle, findings."""

from dataclasses import dataclass, field
from datetime import date, datetime

from itasdash.findings import Finding
from itasdash.ingest.matching.lao import Lao
from itasdash.ingest.matching.match import Suggestion
from itasdash.ingest.matching.place import Place


@dataclass(frozen=True)
class Status:
    """What a row says of its LAO; None is "the row does not say"."""

    registered: bool | None = None
    admin_registered: bool | None = None
    executive_registered: bool | None = None
    registered_on: date | None = None
    iit_quota: int | None = None
    iit_answered: int | None = None
    eit_quota: int | None = None
    eit_answered: int | None = None
    oit_items: int | None = None
    oit_answered: int | None = None
    score: float | None = None
    grade: str | None = None


@dataclass(frozen=True)
class Summary:
    """What a row of a province summary claims; the per cents are as written."""

    sheet: str
    row: int
    province_code: str
    expected: int | None
    registered: int | None
    outstanding: int | None
    iit_quota: int | None
    iit_answered: int | None
    eit_quota: int | None
    eit_answered: int | None
    percent: float | None
    iit_percent: float | None
    eit_percent: float | None
    unknown: int | None = None
    outstanding_percent: float | None = None


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
    # The LAOs that it may plausibly mean: of none of them is anything inferred until it is settled.
    plausible: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sample:
    """A row as it was written, cell by cell, and what it was understood as."""

    sheet: str
    row: int
    written: tuple[str, ...]
    understood: LaoRow | Summary


@dataclass(frozen=True)
class Coverage:
    """Where a list speaks: in these provinces, of these types and districts (None: of all).

    ``assumed`` are provinces without a row that were taken for complete because most others have
    rows: neither the list nor a person says so, and another list of that moment knows better.
    """

    provinces: frozenset[str]
    types: frozenset[str] | None = None
    districts: frozenset[tuple[str, str]] | None = None
    assumed: frozenset[str] = frozenset()

    def speaks_of(self, lao: Lao) -> bool:
        """Say whether the list's silence about an LAO means that it is registered."""
        return (
            lao.province_code in self.provinces
            and (self.types is None or lao.lao_type in self.types)
            and (
                self.districts is None
                or (lao.province_code, lao.district_name_th) in self.districts
            )
        )


_SUMMARY = "province_summary"
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
    # Of which LAOs a list's silence speaks; None for other kinds.
    coverage: Coverage | None = None

    @property
    def provinces(self) -> frozenset[str]:
        """The provinces that it speaks of: by its rows, or by what a list says of its silence."""
        codes = {row.place.province_code for row in self.laos}
        codes |= {claim.province_code for claim in self.summaries if self.kind == _SUMMARY}
        if self.coverage is not None:
            codes |= self.coverage.provinces - self.coverage.assumed
        return frozenset(code for code in codes if code)

    @property
    def outstanding(self) -> set[str]:
        """The LAOs that a row says are not registered."""
        return {r.lao_id for r in self.laos if r.lao_id and r.status.registered is False}

    @property
    def unknown(self) -> set[str]:
        """The LAOs of which no row says whether they are registered."""
        named = {r.lao_id for r in self.laos if r.lao_id and r.status.registered is None}
        return named - self.outstanding
