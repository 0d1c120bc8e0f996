"""The moment that an export is true at: from its titles, its notes or its file name."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from itasdash.findings import Finding, Refusal
from itasdash.ingest.files.read import Cell
from itasdash.ingest.rows import as_text
from itasdash.reference import words
from itasdash.thai.dates import DAYS_TO_1904, Written, find_dates, format_date, parse_date
from itasdash.thai.text import clean, key


def find_as_of(
    titles: Iterable[str], notes: Iterable[str], file_name: str, given: datetime | None
) -> tuple[datetime, list[Finding]]:
    """Return the moment of an export and what there is to say about it.

    ``given`` (``--as-of``) overrides. Then comes a date behind ``ข้อมูล ณ`` or the like in a title,
    then in a note, then any other date in a title, then the file name. Dates of something else
    (a deadline, a letter; ``reference/date_words.csv``) do not count.

    Raises:
        Refusal: there is no date anywhere, or the titles give different ones.
    """
    named = next(iter(find_dates(file_name)), None)
    if given is not None:
        # Snapshots are told apart by the minute.
        given = given.replace(second=0, microsecond=0)
        try:
            found = _written(titles, notes) or named
        except Refusal as refusal:
            shown = str(refusal.values["dates"])
        else:
            shown = format_date(found.date) if found and found.date != given.date() else ""
        expected = format_date(given.date())
        return given, [Finding("as_of_overridden", expected=expected, found=shown)] * bool(shown)
    written = _written(titles, notes)
    chosen = written or named
    if chosen is None:
        raise Refusal("as_of_missing")
    findings = []
    if written and named and written.date != named.date:
        findings.append(
            Finding(
                "as_of_file_name_differs",
                expected=format_date(written.date),
                found=format_date(named.date),
            )
        )
    if chosen.time is None and named and named.date == chosen.date and named.time:
        chosen = named
    if chosen.time is None:
        findings.append(Finding("time_missing", found=format_date(chosen.date)))
    return chosen.moment(), findings


def title_text(cells: Iterable[Cell], *, date1904: bool = False) -> str:
    """Return the cells of a title or note row as one text.

    Behind ``ข้อมูล ณ วันที่`` the next cell may be a real date that came as Excel's number of days,
    counted from 1904 where ``date1904`` says so.
    """
    told = ""
    for cell in cells:
        text = as_text(cell)
        if isinstance(cell, float) and any(word in key(told) for word in _words_of_role("as_of")):
            days = cell + DAYS_TO_1904 if date1904 else cell
            text = _moment_of_serial(days) or text
        told = f"{told} {text}".strip()
    return told


def _words_of_role(role: str) -> list[str]:
    return [word for word, each in words("date_words", "role", "word").items() if each == role]


def _moment_of_serial(days: float) -> str | None:
    day = parse_date(days)
    if day is None:
        return None
    minutes = round(days % 1 * 24 * 60)
    return f"{day} {minutes // 60:02}:{minutes % 60:02}" if 0 < minutes < 24 * 60 else f"{day}"


def _written(titles: Iterable[str], notes: Iterable[str]) -> Written | None:
    said = list(_dates(titles))
    return (
        _only_one(date for date, role in said if role == "as_of")
        or _only_one(date for date, role in _dates(notes) if role == "as_of")
        or _only_one(date for date, role in said if role is None)
    )


def _dates(texts: Iterable[str]) -> Iterator[tuple[Written, str | None]]:
    """Yield every date with its role: ``as_of``, ``other`` or None where no word tells.

    The word nearest before a date tells, back to the date before; the end of a range
    (``1 ม.ค. - 28 ก.พ. 2565``) has the role of its beginning.
    """
    roles = words("date_words", "role", "word")
    for text in dict.fromkeys(texts):
        end, role = 0, None
        for date in find_dates(text):
            before = key(clean(text)[end : date.start])
            told = {
                before.rfind(word): each
                for word, each in roles.items()
                if each != "range" and word in before
            }
            if roles.get(before) != "range":
                role = told[max(told)] if told else None
            end = date.end
            yield date, role


def _only_one(dates: Iterable[Written]) -> Written | None:
    found = {(w.date, w.time): w for w in dates}
    if not found:
        return None
    if len({written.date for written in found.values()}) > 1:
        days = sorted({written.date for written in found.values()})
        raise Refusal("as_of_ambiguous", {"dates": ", ".join(format_date(day) for day in days)})
    return max(found.values(), key=lambda written: written.time is not None)
