"""Cells of a data row -> typed values, each doubtful one a finding and never a guess."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from itasdash.findings import Finding
from itasdash.ingest.files.read import Cell
from itasdash.ingest.layout import SheetTable
from itasdash.ingest.rows import Row, as_text
from itasdash.reference import words
from itasdash.reference.grades import lowest_score, read_grade
from itasdash.thai.dates import DAYS_TO_1904, fiscal_year, parse_date
from itasdash.thai.digits import parse_count, parse_decimal
from itasdash.thai.text import key

SURVEYS = ("iit", "eit")
_BEST_SCORE = 100
# A count beyond this is no count of people or LAOs, and would not fit the stored type.
_LARGEST = 2_000_000_000
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


def _flag_word(row: Row, name: str) -> bool | None:
    cell = row.cells.get(name)
    if isinstance(cell, bool):
        return cell
    return {"true": True, "false": False}.get(_status_word(row, name))


def _status_word(row: Row, name: str) -> str:
    """Return what the word in a cell means: ``true``, ``false``, ``unknown``, or nothing known."""
    return words("status_words", "registered", "word").get(key(row.text(name)), "")


def says_unknown(row: Row) -> bool:
    """Say whether a row calls the status of its LAO unknown, in so many words."""
    return _status_word(row, "overall_status") == "unknown"


def says_registered(table: SheetTable) -> bool:
    """Say whether any row calls its LAO registered: overall, or both roles."""
    return any(
        _flag_word(row, "overall_status")
        or (_flag_word(row, "admin_status") and _flag_word(row, "executive_status"))
        for row in table.rows
    )


class RowReader:
    """Reads the cells of one sheet's rows and collects what is doubtful about them."""

    def __init__(self, table: SheetTable, findings: list[Finding]) -> None:
        self._table = table
        self._findings = findings

    def _say(self, code: str, row: Row, found: Cell, expected: str | float | None = None) -> None:
        text = found.isoformat() if isinstance(found, date | datetime) else as_text(found)
        self._findings.append(
            Finding(code, self._table.sheet, row.number, expected=expected, found=text[:80])
        )

    def status(self, row: Row, as_of: datetime) -> Status:
        """Return the typed status of a row."""
        admin = self._flag(row, "admin_status")
        executive = self._flag(row, "executive_status")
        overall = self._flag(row, "overall_status")
        registered = overall
        if admin is False or executive is False:
            registered = False
        elif admin and executive:
            registered = True
        if overall is not None and overall != registered:
            self._say("status_contradicts_roles", row, row.text("overall_status"))
        counts = {
            f"{survey}_{part}": self.count(row, f"{survey}_{part}")
            for survey in SURVEYS
            for part in ("quota", "answered")
        }
        for survey in SURVEYS:
            quota, answered = counts[f"{survey}_quota"], counts[f"{survey}_answered"]
            if quota is not None and answered is not None and quota == 0 < answered:
                self._say("answered_without_quota", row, answered)
            self._share(row, survey, answered, quota)
        score = self._score(row)
        return Status(
            registered,
            admin,
            executive,
            self._day(row, as_of),
            **counts,
            oit_items=self.count(row, "oit_items"),
            oit_answered=self.count(row, "oit_answered"),
            score=score,
            grade=self._grade(row, as_of, score),
        )

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

    def _flag(self, row: Row, name: str) -> bool | None:
        if name not in self._table.fields:
            return None
        flag = _flag_word(row, name)
        if flag is None and not _status_word(row, name):
            self._say("unknown_status", row, row.text(name))
        return flag

    def _day(self, row: Row, as_of: datetime) -> date | None:
        cell = row.cells.get("registered_on")
        if cell is None or key(row.text("registered_on")) in _EMPTY:
            return None
        if self._table.date1904 and isinstance(cell, int | float):
            cell += DAYS_TO_1904
        day = parse_date(cell)
        if day is None or day > as_of.date():
            self._say("bad_date", row, cell)
            return None
        return day

    def count(self, row: Row, name: str) -> int | None:
        """Return the count in a cell; what is no count, or negative, is a finding and None."""
        return self._number(row, name, parse_count)

    def _number(
        self, row: Row, name: str, parse: Callable[[object], _Number | None]
    ) -> _Number | None:
        cell = row.cells.get(name)
        if cell is None or (isinstance(cell, str) and key(cell) in _EMPTY):
            return None
        number = parse(cell)
        if number is None or not 0 <= number <= _LARGEST:
            self._say("bad_number", row, cell)
            return None
        return number

    def summary(self, row: Row, province_code: str) -> Summary:
        """Return the typed claims of a province's row."""
        return Summary(
            self._table.sheet,
            row.number,
            province_code,
            *(self.count(row, name) for name in ("expected", "registered", "outstanding")),
            *(self.count(row, f"{s}_{part}") for s in SURVEYS for part in ("quota", "answered")),
            *(
                self._number(row, name, parse_decimal)
                for name in ("percent", "iit_percent", "eit_percent")
            ),
            *(self.count(row, name) for name in ("unknown",)),
        )
