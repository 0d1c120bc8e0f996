"""What was understood of one table of a sheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from itasdash.findings import Finding
from itasdash.ingest.files.sheets import Cell
from itasdash.ingest.layout.headings import STATUS_FIELDS
from itasdash.ingest.layout.heads import Column
from itasdash.ingest.layout.rows import (
    Row,
    Total,
    as_text,
)
from itasdash.thai.text import clean

_STATES = ("registered", "outstanding")


@dataclass
class Table:
    """What was understood of one table of a sheet.

    ``fields`` gives the column (0-based) of each field that is read; ``columns`` are all that have
    a heading. ``nested`` says that place and LAO stand in one column, each below the other, as in
    a pivot table.
    """

    sheet: str
    fields: dict[str, int]
    titles: list[str]
    columns: tuple[Column, ...] = ()
    headings: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # Rows of counts that name no province.
    nameless: list[Row] = field(default_factory=list)
    # Lines between its rows that claim something else of what follows, with their numbers.
    between: list[tuple[int, str]] = field(default_factory=list)
    ignored: int = 0
    findings: list[Finding] = field(default_factory=list)
    # Numbers of days count from 1904.
    date1904: bool = False
    top: int = 0
    bottom: int = 0
    beside: int = 0
    nested: bool = False
    # Provinces of which the table says that nobody is to be named.
    nobody: list[str] = field(default_factory=list)
    # The rows about LAOs or provinces that are hidden or filtered out.
    hidden_rows: set[int] = field(default_factory=set)
    visible: bool = True
    # Columns with data and no heading of their own, below one that is merged over them.
    beneath: dict[int, tuple[int, ...]] = field(default_factory=dict)
    # The cells of its sheet, of which ``rows`` hold those of the fields that are read.
    grid: Sequence[Sequence[Cell]] = ()

    @property
    def has_laos(self) -> bool:
        """Whether its rows are about LAOs; else about provinces."""
        return "name" in self.fields

    @property
    def tells_status(self) -> bool:
        """Whether a column tells of the registration of each LAO."""
        ticks = {f"{p}{s}" for p in ("", "admin_", "executive_") for s in _STATES}
        times = {"admin_registered_on", "executive_registered_on"}
        return self.has_laos and bool((STATUS_FIELDS | ticks | times) & self.fields.keys())

    @property
    def kind(self) -> str | None:
        """Return the kind that the columns show; a list of names shows none by itself."""
        if self.has_laos:
            return "status" if self.tells_status else None
        return "province_summary"

    @property
    def heading_row(self) -> int:
        """The lowest row of its headings, 1-based."""
        return self.top


@dataclass
class Found:
    """The tables of a file that are looked at, and the texts of its visible sheets without one."""

    tables: list[Table]
    loose: list[str] = field(default_factory=list)
    # What the file writes about its pages and around its tables.
    around: list[str] = field(default_factory=list)
    # The rows of sheets that are named after conditions or filters.
    conditions: list[str] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        """The texts above the tables and about them."""
        return [*(text for table in self.tables for text in table.titles), *self.around]

    @property
    def notes(self) -> list[str]:
        """The texts below the tables and on covers."""
        return [*(text for table in self.tables for text in table.notes), *self.loose]


def filled_texts(cells: Iterable[Cell]) -> list[str]:
    """Return the texts of the cells that hold something."""
    return [
        text
        for cell in cells
        if cell is not None and (text := clean(cell) if type(cell) is str else as_text(cell))
    ]
