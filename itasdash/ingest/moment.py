"""The moment that an export is true at: from its titles, its notes or its file name."""

from collections.abc import Iterable
from datetime import datetime

from itasdash.findings import Finding, Refusal
from itasdash.reference import words
from itasdash.thai.dates import Written, find_dates, format_date
from itasdash.thai.text import key


def find_as_of(
    titles: Iterable[str], file_name: str, given: datetime | None
) -> tuple[datetime, list[Finding]]:
    """Return the moment of an export and what there is to say about it.

    ``given`` (``--as-of``) overrides; then comes a title or note with ``ข้อมูล ณ`` or the like,
    then any other title with a date, then the file name.

    Raises:
        Refusal: there is no date anywhere, or the titles give different ones.
    """
    titles = list(dict.fromkeys(titles))
    marks = [word for word, role in words("row_words", "role", "word").items() if role == "as_of"]
    marked = [title for title in titles if any(mark in key(title) for mark in marks)]
    written = _only_one(marked) or _only_one(titles)
    named = next(iter(find_dates(file_name)), None)
    if given is not None:
        # Snapshots are told apart by the minute.
        given = given.replace(second=0, microsecond=0)
        found = written or named
        if found and found.date != given.date():
            expected, shown = format_date(given.date()), format_date(found.date)
            return given, [Finding("as_of_overridden", expected=expected, found=shown)]
        return given, []
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


def _only_one(titles: Iterable[str]) -> Written | None:
    found = {(w.date, w.time): w for title in titles for w in find_dates(title)}
    if not found:
        return None
    if len({written.date for written in found.values()}) > 1:
        dates = sorted({written.date for written in found.values()})
        raise Refusal("as_of_ambiguous", {"dates": ", ".join(format_date(day) for day in dates)})
    return max(found.values(), key=lambda written: written.time is not None)
