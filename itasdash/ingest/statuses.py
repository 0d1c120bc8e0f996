"""Cells of status columns -> registered or not, by what all such cells of a table say together.

A mark means little by itself: an ``x`` beside ``/`` is a no, an ``x`` beside ``-`` a yes, and an
empty cell is a no only where a legend, a tick beside it or the kind of column says so. So a table's
status columns are looked at as a whole first (:class:`StatusReader`), then row by row.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from itasdash.ingest.files.sheets import Cell
from itasdash.ingest.layout.headings import ROLES
from itasdash.ingest.layout.legends import BLANK, legend, redefined, status_of
from itasdash.ingest.layout.rows import Row, as_text
from itasdash.ingest.missing import who_is_missing
from itasdash.thai.text import key

_OF_TWO = re.compile(r"(?:ลงทะเบียน(?:แล้ว)?)?([012])(?:/|จาก|of|ใน)2(?:คน|ราย)?")
_PEOPLE = re.compile(r"(?:ครบ(?:ทั้ง)?|ลงทะเบียน(?:แล้ว|ครบ)?|ลงแล้ว)?([012])(คน|ราย)?")
# So many different rows are remembered.
_MOST_TOLD = 4096
# A letter that some tick with and others cross out with.
_CROSSES = frozenset({"x", "×", "✕", "✖", "⨯"})
_WORD = re.compile(r"[a-z\u0e01-\u0e2e].*[a-z\u0e01-\u0e2e]")
_EMPTY_TIMES = frozenset(
    {"", "-", "n/a", "null", "none", "ไม่มี", "ยัง", "ยังไม่ลงทะเบียน", "ยังไม่ได้ลงทะเบียน"}
)


@dataclass(frozen=True)
class Registration:
    """What a row says of the registration of its LAO; ``doubtful`` are cells of no known word."""

    registered: bool | None
    admin: bool | None
    executive: bool | None
    doubtful: tuple[str, ...] = ()
    contradicts: str | None = None
    # The row calls the state unknown, in so many words.
    unknown: bool = False

    def with_role(self, role: str, flag: bool | None) -> "Registration":
        """Return the same with what it says of one role replaced."""
        admin, executive = (
            flag if role == each else own
            for each, own in zip(ROLES, (self.admin, self.executive), strict=True)
        )
        registered = None if self.registered else self.registered
        if False in (admin, executive):
            registered = False
        return replace(self, registered=registered, admin=admin, executive=executive)


class StatusReader:
    """Reads the status columns of one table."""

    def __init__(
        self,
        fields: Mapping[str, int],
        rows: Iterable[Row],
        texts: Iterable[str] = (),
        taught: Mapping[str, str] | None = None,
    ) -> None:
        self._fields = fields
        texts = list(texts)
        self.legend = {**legend(texts), **(taught or {})}
        # A legend that gives a status word another meaning than everywhere.
        self.redefined = redefined(texts)
        self.columns = [name for name in _ROLE_OF if name in fields]
        self.ticks = [
            prefix
            for prefix in ("", "admin_", "executive_")
            if f"{prefix}registered" in fields or f"{prefix}outstanding" in fields
        ]
        self.times = [role for role in ROLES if f"{role}_registered_on" in fields]
        self.persons = "person" in fields
        self.blank: dict[str, bool | None] = {}
        # Columns whose empty cells were taken for "not yet" without a legend that says so.
        self.blanks_assumed: list[str] = []
        self._crosses: bool | None = None
        self._of_two: set[str] = set()
        # All that a row is asked for, and what rows have said with the same cells.
        asked = (*_ROLE_OF, *_TICKS, *(f"{role}_registered_on" for role in ROLES), "missing")
        self._asked = [name for name in asked if name in fields]
        self._told: dict[tuple[object, ...], Registration] = {}
        self._look(list(rows))

    @property
    def tells(self) -> bool:
        """Whether the table has columns that tell of a registration."""
        return bool(self.columns or self.ticks or self.times)

    def _meaning(self, word: str) -> str | None:
        """Return what a word means: as the table's own legend has it, else as everywhere."""
        own = self.legend.get(word)
        return status_of(word) if own is None else own

    def _look(self, rows: list[Row]) -> None:
        """Decide what marks and blanks mean in this table."""
        seen: dict[str, set[str]] = {}
        for name in [*self.columns, *(n for n in _TICKS if n in self._fields)]:
            seen[name] = {_written(row.cells.get(name)) for row in rows}
        together = set().union(*seen.values()) if seen else set()
        meanings = {self._meaning(word) for word in together if word not in _CROSSES}
        marks = {self._meaning(word) for word in together - _CROSSES if not _WORD.search(word)}
        crossed = together & _CROSSES
        if crossed and not any(word in self.legend for word in crossed):
            if "true" in marks:
                self._crosses = False
            elif "false" in marks:
                self._crosses = True
        for name, found in seen.items():
            counts = {word for word in found if word}
            of_two = any(_OF_TWO.fullmatch(word) for word in counts)
            people = [match for word in counts if (match := _PEOPLE.fullmatch(word))]
            of_two |= any(match[1] == "2" and match[2] for match in people)
            if name in _COUNTED and (of_two or ("2" in counts and counts <= {"0", "1", "2"})):
                self._of_two.add(name)
            self.blank[name] = self._blank(name, found, meanings)
        for prefix in self.ticks:
            self._pair(prefix)

    def _blank(self, name: str, found: set[str], meanings: set[str | None]) -> bool | None:
        if BLANK in self.legend:
            return {"true": True, "false": False}.get(self.legend[BLANK])
        if BLANK not in found or "false" in meanings or self._crosses is False:
            return None
        filled = found - {BLANK}
        marks = filled and all(not _WORD.search(word) or word == "true" for word in filled)
        if marks and all(self._meaning(word) == "true" for word in filled):
            self.blanks_assumed.append(name)
            return False
        return None

    def _pair(self, prefix: str) -> None:
        """See whether two columns are ticked, one or the other."""
        both = {f"{prefix}registered", f"{prefix}outstanding"} & self._fields.keys()
        if len(both) == 2:
            self.blank |= dict.fromkeys(both, False)
            self.blanks_assumed = [n for n in self.blanks_assumed if n not in both]

    def flag(self, name: str, cell: Cell) -> bool | str | None:
        """Return what a cell says: yes, no, ``unknown``, ``""`` (a word of no meaning), or None
        for an empty cell that means nothing.
        """
        if isinstance(cell, bool):
            return cell
        word = _written(cell)
        if word == BLANK:
            return self.blank.get(name)
        if word in _CROSSES and word not in self.legend:
            return "" if self._crosses is None else self._crosses
        meaning = self._meaning(word)
        if meaning is not None:
            return {"true": True, "false": False}.get(meaning, "unknown")
        return ""

    @staticmethod
    def people(cell: Cell) -> int | None:
        """Return how many of the two have registered, where a cell counts them."""
        word = _written(cell)
        match = _OF_TWO.fullmatch(word) or _PEOPLE.fullmatch(word)
        return int(match[1]) if match else None

    def read(self, row: Row) -> Registration:
        """Return what a row says of its LAO."""
        cells = tuple(map(row.cells.get, self._asked))
        told = (*cells, *map(type, cells))
        known = self._told.get(told)
        if known is None:
            known = self._read(row)
            if len(self._told) < _MOST_TOLD:
                self._told[told] = known
        return known

    def _read(self, row: Row) -> Registration:
        reading = _Reading()
        for name in self.columns:
            count = self.people(row.cells.get(name)) if name in self._of_two else None
            if count is not None:
                reading.count(count)
                continue
            flag = self.flag(name, row.cells.get(name))
            if flag is None or flag == "":
                reading.doubtful.append(name)
            reading.say(_ROLE_OF[name], flag)
        for prefix in self.ticks:
            self._ticked(prefix, row, reading)
        for role in self.times:
            self._timed(role, row, reading)
        if "missing" in self._fields:
            _missing(row, reading)
        return reading.result()

    def _ticked(self, prefix: str, row: Row, reading: "_Reading") -> None:
        """Read a column of ticks, or a pair of which one is ticked."""
        yes, no = f"{prefix}registered", f"{prefix}outstanding"
        role = prefix.removesuffix("_")
        names = [name for name in (yes, no) if name in self._fields]
        if yes in self._of_two and (count := self.people(row.cells.get(yes))) is not None:
            reading.count(count)
            return
        marks: list[bool] = []
        filled = [name for name in names if _written(row.cells.get(name)) != BLANK]
        for name in names:
            cell = row.cells.get(name)
            flag = self.flag(name, cell)
            if len(names) > 1 and filled == [name] and _written(cell) in _CROSSES:
                # In a pair a cross that stands alone is a tick like any other.
                flag = True
            if not isinstance(flag, bool):
                reading.doubtful.append(name)
                return
            marks.append(flag)
        if len(marks) == 2 and marks[0] == marks[1]:
            # Ticked in both, or in neither: it says nothing.
            reading.doubtful.append(yes)
            return
        reading.say(role, marks[0] if names[0] == yes else not marks[0])

    def _timed(self, role: str, row: Row, reading: "_Reading") -> None:
        """Read a moment of registration: who has none has not registered."""
        name = f"{role}_registered_on"
        cell = row.cells.get(name)
        if cell is None or key(as_text(cell)) in _EMPTY_TIMES:
            reading.say(role, False)
        elif isinstance(cell, bool) or not any(c.isdigit() for c in str(cell)):
            flag = self.flag(name, cell)
            if not isinstance(flag, bool):
                reading.doubtful.append(name)
            reading.say(role, flag)
        else:
            reading.say(role, True)


def _missing(row: Row, reading: "_Reading") -> None:
    """Read a column that says who of the two has not registered."""
    text = row.text("missing")
    who = who_is_missing(text)
    if who == "unknown" or (not text and reading.speaks):
        return
    if who is None:
        reading.doubtful.append("missing")
        return
    for role in ROLES:
        flag = who not in (role, "both")
        if reading.roles[role] is (not flag):
            reading.contradicts = "missing"
        reading.say(role, flag)


class _Reading:
    """What the columns of one row say, put together; the first that speaks of a role counts."""

    def __init__(self) -> None:
        self.roles: dict[str, bool | None] = {"admin": None, "executive": None, "": None}
        self.doubtful: list[str] = []
        self.unknown = False
        self.contradicts: str | None = None

    @property
    def speaks(self) -> bool:
        """Whether a column has told anything of the registration."""
        return self.unknown or any(flag is not None for flag in self.roles.values())

    def say(self, role: str, flag: bool | str | None) -> None:
        """Take what a column says of a role, or of both (an empty name)."""
        # Of one person it means that the role is not told; the LAO may still be on a list.
        self.unknown |= flag == "unknown" and not role
        if isinstance(flag, bool) and self.roles[role] is None:
            self.roles[role] = flag

    def count(self, people: int) -> None:
        """Take how many of the two have registered."""
        self.say("", people == 2)
        if people != 1:
            self.say("admin", people == 2)
            self.say("executive", people == 2)

    def result(self) -> Registration:
        """Return what follows: who has both people registered is registered."""
        admin, executive, overall = (self.roles[role] for role in ("admin", "executive", ""))
        registered = overall
        if admin is False or executive is False:
            registered = False
        elif admin and executive:
            registered = True
        differs = self.contradicts
        if overall is not None and overall != registered:
            differs = "overall_status"
        return Registration(
            registered, admin, executive, tuple(self.doubtful), differs, self.unknown
        )


_ROLE_OF = {"admin_status": "admin", "executive_status": "executive", "overall_status": ""}
# Columns in which the two may be counted.
_COUNTED = frozenset({"overall_status", "registered"})
_TICKS = tuple(
    f"{prefix}{state}"
    for prefix in ("", "admin_", "executive_")
    for state in ("registered", "outstanding")
)


def _written(cell: Cell) -> str:
    if cell is None:
        return BLANK
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return key(as_text(cell))
