"""What an import has to say: findings, which it goes on with, and refusals, which end it."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Self

from itasdash.i18n import catalogue, translator
from itasdash.i18n.numbers import count
from itasdash.reference import all_provinces, table
from itasdash.settings import SettingError
from itasdash.thai.dates import format_moment

Value = str | int | float
_log = logging.getLogger(__name__)
SEVERITIES = ("error", "warning", "info")


@cache
def _severities() -> dict[str, str]:
    return {row["code"]: row["severity"] for row in table("finding_severities")}


def finding_codes() -> frozenset[str]:
    """Return every code that a finding may have."""
    return frozenset(_severities())


# Fields by the names under which they are stored, where these are others.
STORED_AS = {"about": "subject"}


@dataclass(frozen=True)
class Finding:
    """Something that an import noticed.

    ``code`` is a line of ``reference/finding_severities.csv`` and an entry of the catalogues'
    section ``finding``; ``expected`` and ``found`` are the two numbers or words that disagree;
    ``subject`` is the name, heading or text that the finding is about.
    """

    code: str
    sheet: str | None = None
    row: int | None = None
    province_code: str | None = None
    expected: Value | None = None
    found: Value | None = None
    subject: str = ""

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``info``."""
        return _severities()[self.code]

    def message(self, language: str) -> str:
        """Return the finding as a sentence."""
        t = translator(language)
        province = all_provinces().get(self.province_code or "")
        return t(
            f"finding.{self.code}",
            province=province.name(language) if province else t("place.unknown_province"),
            expected=_shown(self.expected),
            found=_shown(self.found),
            subject=self.subject,
        )

    def stored(self) -> dict[str, Value | None]:
        """Return the finding as it is kept in ``snapshot.json``.

        Acknowledgements rest on it: a field that is added later is left out while it is empty.
        """
        return {
            "code": self.code,
            "severity": self.severity,
            "sheet": self.sheet,
            "row": self.row,
            "province_code": self.province_code,
            "expected": self.expected,
            "found": self.found,
            "about": self.subject,
        }

    @classmethod
    def from_stored(cls, stored: Mapping[str, Value | None]) -> Self:
        """Return the finding that :meth:`stored` gave."""
        values = {STORED_AS.get(name, name): value for name, value in stored.items()}
        return cls(**{name: value for name, value in values.items() if name != "severity"})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Moment:
    """A moment among the values of a sentence, written out in the sentence's language."""

    at: datetime

    def message(self, language: str) -> str:
        """Return the moment as people read it."""
        return format_moment(self.at, language)


@dataclass(frozen=True)
class Entry:
    """An entry of the catalogues among the values of a sentence, in the sentence's language."""

    name: str

    def message(self, language: str) -> str:
        """Return the words of the entry."""
        return translator(language)(self.name)


def _shown(value: Value | None) -> str:
    return count(value) if isinstance(value, int) else "" if value is None else str(value)


# How the sentence of a refusal begins that names its file, where there is none to name.
_NO_FILE = ": "


@dataclass(eq=False)
class Refusal(Exception):
    """A file or a request that cannot be taken, with the reason and the remedy.

    ``code`` is an entry of the catalogues' section ``refusal``; ``values`` fill its sentence.
    ``findings`` are what was noticed before, and ``also`` are further reasons to refuse, so that
    all problems of a file come in one report. (Not frozen: whatever handles an exception on its
    way writes to it.)
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    also: tuple["Refusal", ...] = ()

    def message(self, language: str, *, on_page: bool = False) -> str:
        """Return one clear sentence for each reason: what is wrong, where, and what to do.

        With ``on_page`` the remedy is one of pages, where nobody knows of commands.
        """
        section = (
            "page_refusal"
            if on_page and f"page_refusal.{self.code}" in catalogue(language)
            else "refusal"
        )
        own = translator(language)(f"{section}.{self.code}", **{"file": "", **self.values})
        if own.startswith(_NO_FILE):
            # About no file in particular: the sentence begins behind the place of its name.
            own = own.removeprefix(_NO_FILE)
            own = own[:1].upper() + own[1:]
        return " ".join([own, *(other.message(language, on_page=on_page) for other in self.also)])

    def of_file(self, name: str) -> "Refusal":
        """Return the refusal with the name of the file that it is about."""
        also = tuple(other.of_file(name) for other in self.also)
        return replace(self, values={"file": name, **self.values}, also=also)

    def __str__(self) -> str:
        return self.message("en")


def most_severe(findings: Sequence[Finding], most: int) -> tuple[list[Finding], int]:
    """Return the ``most`` most severe findings, each severity in order, and how many others."""
    ranked = sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
    return ranked[:most], max(0, len(ranked) - most)


class Damaged(Exception):
    """A stored file is not what was written; ``path`` is the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: damaged")
        self.path = path


# Where snapshots lie in a data folder: what is damaged there is left out, and all else is shown.
_SNAPSHOTS = "snapshots/"


def as_refusal(error: Exception, *folders: Path) -> Refusal:
    """Return whatever went wrong as a refusal: the one place where errors are put into words.

    An error that nobody foresaw is a fault of the program: people read a sentence, and the log
    keeps the traceback.

    Args:
        error: a refusal, a damaged file, an error of the file system, or any other.
        folders: data folders; a file in one of them is named by its place in it, as where the
            folder itself lies is nobody's business who only looks.
    """
    if isinstance(error, Refusal):
        return error
    if isinstance(error, Damaged):
        file = _within(error.path, folders)
        code = "snapshot_damaged" if file.startswith(_SNAPSHOTS) else "store_damaged"
        return Refusal(code, {"file": file})
    if isinstance(error, SettingError):
        return Refusal("setting_wrong", {"file": error.variable, "found": error.found})
    if isinstance(error, OSError):
        named = {} if error.filename is None else {"file": _within(error.filename, folders)}
        return Refusal("system", {**named, "reason": error.strerror or str(error)})
    _log.error("An error that nobody foresaw.", exc_info=error)
    return Refusal("unforeseen", {"reason": type(error).__name__})


def _within(file: object, folders: Sequence[Path]) -> str:
    path = Path(str(file))
    for folder in folders:
        # "." is no part of a path, and the same folder may be named from another place.
        for inner, outer in ((path, folder), (path.absolute(), folder.absolute())):
            if inner.is_relative_to(outer) and inner != outer:
                return inner.relative_to(outer).as_posix()
    return str(path)
