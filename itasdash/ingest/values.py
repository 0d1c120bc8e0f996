"""Cells of a data row -> typed values, each doubtful one a finding and never a guess."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from itasdash.findings import Finding
from itasdash.ingest.facts import Status, Summary
from itasdash.ingest.files.sheets import Cell
from itasdash.ingest.layout.headings import COUNT_FIELDS
from itasdash.ingest.layout.rows import Row, as_text
from itasdash.ingest.layout.table import Table
from itasdash.ingest.statuses import Registration, StatusReader
from itasdash.reference.grades import lowest_score, read_grade
from itasdash.reference.names import read_province
from itasdash.thai.dates import DAYS_TO_1904, fiscal_year, parse_date
from itasdash.thai.digits import (
    parse_count,
    parse_count_and_share,
    parse_decimal,
)
from itasdash.thai.text import key

SURVEYS = ("iit", "eit")
_BEST_SCORE = 100
# A count beyond this is no count of people or LAOs, and would not fit the stored type.
_LARGEST = 2_000_000_000
# The columns of days: of the LAO, or of each of the two people.
DAYS = ("registered_on", "admin_registered_on", "executive_registered_on")
_WHOLE = 100
# The fields that tell whom a row is about, and nothing of what it says.
ABOUT_WHOM = frozenset(
    {"name", "label", "code", "type", "province", "district", "subdistrict", "place", "sequence"}
)
# So many different statuses of rows are remembered.
_MOST_TOLD = 4096
_DASHES = frozenset({"-", "--", "–", "ไม่มี"})
_Number = TypeVar("_Number", int, float)
# Words of emptiness in a column of numbers or dates.
_EMPTY = frozenset({"", "-", "n/a", "ไม่มี", "ไม่มีข้อมูล", "null", "none"})


def same_percent(written: float, counted: float) -> bool:
    """Say whether a share as written, per cent (97.5) or fraction (0.975), is the counted one.

    It may be rounded or cut off at its last decimal, but never by more than half a per cent.
    """
    _, _, decimals = f"{written:.6f}".rstrip("0").partition(".")
    return any(
        abs(written * scale - counted) <= min(scale / 10 ** len(decimals), 0.5) + 1e-6
        for scale in (1, 100)
    )


class RowReader:
    """Reads the cells of one sheet's rows and collects what is doubtful about them."""

    def __init__(
        self, table: Table, findings: list[Finding], statuses: StatusReader | None = None
    ) -> None:
        self._table = table
        self.sheet = table.sheet
        self._findings = findings
        self._noted: set[str] = set()
        # What rows with the same cells say, where nothing about them is doubtful.
        self._told: dict[tuple[object, ...], Status] = {}
        self.statuses = statuses or StatusReader(table.fields, table.rows)
        # The surveys of which the table has columns.
        self._surveys = [s for s in SURVEYS if any(f.startswith(f"{s}_") for f in table.fields)]

    def _say(self, code: str, row: Row, found: Cell, expected: str | float | None = None) -> None:
        text = found.isoformat() if isinstance(found, date | datetime) else as_text(found)
        self._findings.append(
            Finding(code, self._table.sheet, row.number, expected=expected, found=text[:80])
        )

    def status(self, row: Row, as_of: datetime) -> Status:
        """Return the typed status of a row."""
        # Most rows say what another has said, and of most there is nothing to report.
        cells = [cell for name, cell in row.cells.items() if name not in ABOUT_WHOM]
        told = (as_of, *row.cells, *cells, *map(type, cells))
        known = self._told.get(told)
        if known is None:
            before = len(self._findings)
            known = self._status(row, as_of)
            if len(self._findings) == before and len(self._told) < _MOST_TOLD:
                self._told[told] = known
        return known

    def _status(self, row: Row, as_of: datetime) -> Status:
        status = self._dated(row, self.statuses.read(row), as_of)
        for name in status.doubtful:
            self._say("unknown_status", row, row.text(name))
        if status.contradicts:
            self._say("status_contradicts_roles", row, row.text(status.contradicts))
        counts = {
            f"{survey}_{part}": self.count(row, f"{survey}_{part}")
            for survey in self._surveys
            for part in ("quota", "answered")
        }
        for survey in self._surveys:
            quota, answered = counts[f"{survey}_quota"], counts[f"{survey}_answered"]
            if quota is not None and answered is not None and quota == 0 < answered:
                self._say("answered_without_quota", row, answered)
            self._share(row, survey, answered, quota)
        days = [self._day(row, name, as_of) for name in DAYS if name in self._table.fields]
        known = [day for day in days if day]
        # Registered is who has both people registered, on the later of the two days.
        both = status.registered or len(days) == 1
        day = max(known) if known and both else None
        score = self._score(row)
        return Status(
            status.registered,
            status.admin,
            status.executive,
            day,
            **counts,
            oit_items=self.count(row, "oit_items"),
            oit_answered=self.count(row, "oit_answered"),
            score=score,
            grade=self._grade(row, as_of, score),
        )

    def _dated(self, row: Row, status: Registration, as_of: datetime) -> Registration:
        """Return what a row says without what a moment of registration says that cannot be one.

        ``0000-00-00`` is that of nobody; one after the moment of the export, or none that can be
        read, leaves it open whether the person has registered.
        """
        for role in self.statuses.times:
            cell = row.cells.get(f"{role}_registered_on")
            digits = [c for c in as_text(cell) if c.isdigit()]
            day = self._day_in(cell)
            if not digits or isinstance(cell, bool) or (day and day <= as_of.date()):
                continue
            flag = False if set(digits) == {"0"} else None
            status = status.with_role(role, flag)
        return status

    def _score(self, row: Row) -> float | None:
        score = self._number(row, "score", parse_decimal)
        if score is not None and score > _BEST_SCORE:
            self._say("bad_number", row, score)
            return None
        return score

    def _grade(self, row: Row, as_of: datetime, score: float | None) -> str | None:
        """Return the grade in a cell, as the grades of some year write it."""
        written = row.text("grade")
        if key(written) in _EMPTY:
            return None
        grade = read_grade(written, fiscal_year(as_of.date()))
        if grade is None:
            self._say("unknown_grade", row, written)
        elif score is not None and score < lowest_score(grade, fiscal_year(as_of.date())):
            lowest = lowest_score(grade, fiscal_year(as_of.date()))
            self._say("grade_differs", row, score, lowest)
        return grade

    def _share(self, row: Row, survey: str, answered: int | None, quota: int | None) -> None:
        """Compare the share of a survey, where the row gives one, with its counts."""
        share = self._number(row, f"{survey}_percent", parse_decimal)
        if share is None or answered is None or not quota:
            return
        counted = 100 * answered / quota
        # More answers than wanted may be written as they are or as 100.
        if not any(same_percent(share, true) for true in (counted, min(counted, 100.0))):
            self._say("share_differs", row, share, round(counted, 2))

    def _day(self, row: Row, name: str, as_of: datetime) -> date | None:
        cell = row.cells.get(name)
        if cell is None or isinstance(cell, bool) or _is_empty(cell):
            if isinstance(cell, bool):
                self._say("bad_date", row, cell)
            return None
        if isinstance(cell, str) and not any(c.isdigit() for c in cell) and name != "registered_on":
            # A word in a column of times is a status.
            return None
        day = self._day_in(cell)
        if set(as_text(cell)) & set("0123456789") == {"0"} and name != "registered_on":
            # That is how a system writes no moment at all.
            return None
        if day is None or day > as_of.date():
            self._say("bad_date", row, cell)
            return None
        return day

    def _day_in(self, cell: Cell) -> date | None:
        """Return the day in a cell, of a workbook that counts days from 1900 or from 1904."""
        if self._table.date1904 and isinstance(cell, int | float):
            cell += DAYS_TO_1904
        return parse_date(cell)

    def count(self, row: Row, name: str) -> int | None:
        """Return the count in a cell; what is no count, or negative, is a finding and None."""
        return self._number(row, name, parse_count)

    def _number(
        self, row: Row, name: str, parse: Callable[[object], _Number | None]
    ) -> _Number | None:
        cell = row.cells.get(name)
        if cell is None or (type(cell) is str and key(cell) in _EMPTY):
            return None
        number = parse(cell)
        if number is None or not 0 <= number <= _LARGEST:
            negative = number is not None and number < 0
            self._say("count_negative" if negative else "bad_number", row, cell)
            return None
        return number

    def _count_and_share(self, row: Row, name: str) -> tuple[int | None, float | None]:
        """Return the count of a cell, and the share that may stand beside it."""
        cell = row.cells.get(name)
        if both := parse_count_and_share(cell):
            return both
        if name in self._shares:
            # The heading speaks of a share, and so does every cell without a count beside it.
            return None, self._number(row, name, parse_decimal)
        return self.count(row, name), None

    @cached_property
    def _shares(self) -> frozenset[str]:
        """The fields whose heading means a share: no cell of theirs has a count with a share."""
        wanted = [
            c for c in self._table.columns if c.means.percent and c.means.field in COUNT_FIELDS
        ]
        return frozenset(
            c.means.field
            for c in wanted
            if self._table.fields.get(c.means.field) == c.at
            and not any(parse_count_and_share(r.cells.get(c.means.field)) for r in self._table.rows)
        )

    def summary(self, row: Row, province_code: str) -> Summary:
        """Return the typed claims of a province's row."""
        counts: dict[str, int | None] = {}
        shares: dict[str, float | None] = {}
        for name in ("expected", "registered", "outstanding"):
            counts[name], shares[name] = self._count_and_share(row, name)
        self._fill_dash(row, counts)
        percents = {
            name: self._number(row, name, parse_decimal)
            for name in ("percent", "iit_percent", "eit_percent", "outstanding_percent")
        }
        if percents["percent"] is None:
            percents["percent"] = shares["registered"]
        if percents["outstanding_percent"] is None:
            percents["outstanding_percent"] = shares["outstanding"]
        for name, share in percents.items():
            if share is not None and share > _WHOLE and not name.startswith(SURVEYS):
                self._say("share_impossible", row, row.text(name) or share)
        surveys = (self.count(row, f"{s}_{p}") for s in SURVEYS for p in ("quota", "answered"))
        iit_quota, iit_answered, eit_quota, eit_answered = surveys
        return Summary(
            self._table.sheet,
            row.number,
            province_code,
            counts["expected"],
            counts["registered"],
            counts["outstanding"],
            iit_quota,
            iit_answered,
            eit_quota,
            eit_answered,
            percents["percent"],
            percents["iit_percent"],
            percents["eit_percent"],
            self.count(row, "unknown"),
            percents["outstanding_percent"],
        )

    def _say_dash(self, row: Row, name: str) -> None:
        heading = next((c.heading for c in self._table.columns if c.means.field == name), name)
        self._findings.append(
            Finding(
                "dash_unclear",
                self._table.sheet,
                row.number,
                read_province(row.text("province")),
                subject=heading,
            )
        )

    def _fill_dash(self, row: Row, counts: dict[str, int | None]) -> None:
        """Read a dash as zero where the other counts of the row, or its share, show that it is."""
        dashes = [
            name for name in counts if counts[name] is None and key(row.text(name)) in _DASHES
        ]
        if len(dashes) != 1:
            for name in dashes:
                self._say_dash(row, name)
            return
        (name,) = dashes
        filled = {**counts, name: 0}
        expected, registered, outstanding = (
            filled[n] for n in ("expected", "registered", "outstanding")
        )
        share = parse_decimal(row.text("percent")) if row.text("percent") else None
        if None not in (expected, registered, outstanding):
            shown = registered + outstanding == expected  # type: ignore[operator]
        elif share is not None and expected:
            shown = (name == "registered" and share == 0) or (
                name == "outstanding" and share in (1, _WHOLE)
            )
        else:
            shown = False
        if not shown:
            self._say_dash(row, name)
        else:
            counts[name] = 0
            if "dash_is_zero" not in self._noted:
                self._noted.add("dash_is_zero")
                self._say("dash_is_zero", row, row.text(name))


def _is_empty(cell: Cell) -> bool:
    return key(as_text(cell)) in _EMPTY
