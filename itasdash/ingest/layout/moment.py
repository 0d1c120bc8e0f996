"""The moment that an export is true at: from its titles, its notes, its sheets or its file name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from itasdash.findings import Finding, Refusal
from itasdash.ingest.files.sheets import Cell
from itasdash.ingest.layout.rows import as_text
from itasdash.reference import words
from itasdash.thai.clock import looks_timed, shows_time, time_alone
from itasdash.thai.dates import (
    DAYS_TO_1904,
    Written,
    find_dates,
    format_date,
    format_moment,
    parse_date,
)
from itasdash.thai.text import clean, key

_MINUTES = 24 * 60
_DAYS_BEFORE = re.compile(r"(?:ณ|วันที่|ระหว่าง|ช่วง|as of)\s*[\d๐-๙]{1,2}\s*(?:-|–|ถึง|to)\s*$", re.I)


def find_as_of(
    titles: Sequence[str],
    notes: Sequence[str],
    file_name: str,
    given: datetime | None,
    sheets: Sequence[str] = (),
    headings: Sequence[str] = (),
) -> tuple[datetime, list[Finding]]:
    """Return the moment of an export and what there is to say about it.

    ``given`` (``--as-of``) overrides. Then comes a date behind ``ข้อมูล ณ`` or the like in a title,
    then in a note, then any other date in a title, the name of a sheet, the one day that headings
    give, and last the file's name. Dates of something else (a deadline, a letter, the day of
    printing; ``reference/date_words.csv``) do not count.

    Raises:
        Refusal: there is no date anywhere, or titles and sheets give different ones.
    """
    named = next((date for date, role in _dates([file_name], named=True) if role != "other"), None)
    texts = (*titles, *notes, *sheets, *headings)
    if given is not None:
        # Snapshots are told apart by the minute.
        given = given.replace(second=0, microsecond=0)
        try:
            found = _written(titles, notes, sheets, headings) or named
        except Refusal as refusal:
            shown, expected = str(refusal.values["dates"]), format_date(given.date())
            return given, [Finding("as_of_overridden", expected=expected, found=shown)]
        return given, list(_overridden(given, found, texts))
    written = _written(titles, notes, sheets, headings)
    chosen = written or named
    if chosen is None:
        raise Refusal("as_of_missing")
    findings = list(_differing("as_of_file_name_differs", written, named))
    if (written and named is None) or chosen is written:
        noted = [w for w, role in _dates(notes) if role == "as_of"]
        other = next((w for w in noted if w.date != chosen.date), None)
        findings += _differing("as_of_note_differs", chosen, other)
    if chosen.time is None:
        dated = [*_dates([*titles, *notes]), *_dates(sheets, named=True)]
        near = [named, *(w for w, role in dated if role != "other")]
        timed = [w for w in near if w and w.date == chosen.date and w.time]
        if len({w.time for w in timed}) == 1:
            chosen = timed[0]
    if chosen.time is None:
        alone = {at for text in titles if (at := time_alone(text)) is not None}
        if len(alone) == 1:
            chosen = replace(chosen, time=(datetime.min + alone.pop()).time())
    if chosen.time is None:
        findings.append(_without_time(chosen.date, texts))
    return chosen.moment(), findings


def _overridden(given: datetime, found: Written | None, texts: Sequence[str]) -> Iterator[Finding]:
    """Say how a given moment differs from that of the file, and where it has no time."""
    if found and found.date != given.date():
        days = format_date(given.date()), format_date(found.date)
        yield Finding("as_of_overridden", expected=days[0], found=days[1])
    elif found and found.time and found.time != given.time():
        # Whoever gives a day only may not have meant to change the time.
        code = "as_of_overridden" if given.time() != time() else "time_not_given"
        moments = format_moment(given), format_moment(found.moment())
        yield Finding(code, expected=moments[0], found=moments[1])
    elif given.time() == time() and not (found and found.time):
        yield _without_time(given.date(), texts)


def _without_time(day: date, texts: Sequence[str]) -> Finding:
    """Return what is to be said of a moment without a time: whether the texts show one."""
    subject = next((text for text in texts if _shows_own_time(text) or _timed(text, day)), "")
    code = "time_not_read" if subject else "time_missing"
    return Finding(code, found=format_date(day), subject=subject[:80])


def _differing(code: str, first: Written | None, other: Written | None) -> Iterator[Finding]:
    if first and other and first.date != other.date:
        yield Finding(code, expected=format_date(first.date), found=format_date(other.date))


def _shows_own_time(text: str) -> bool:
    """Say whether a text shows a time that is not that of a deadline, a letter or the printing."""
    others = [word for word, role in words("date_words", "role", "word").items() if role == "other"]
    return shows_time(text) and not any(word in key(text) for word in others)


def _timed(text: str, day: date) -> bool:
    """Say whether what stands behind a day in a text looks like a time, up to the next day."""
    plain, days = clean(text), list(_dates([text]))
    for at, (written, role) in enumerate(days):
        end = days[at + 1][0].start if at + 1 < len(days) else len(plain)
        own = role != "other" and written.date == day
        if own and looks_timed(plain[written.end : end]):
            return True
    return False


def title_text(cells: Iterable[Cell], *, date1904: bool = False) -> str:
    """Return the cells of a title or note row as one text.

    Behind ``ข้อมูล ณ วันที่`` the next cell may be a real date that came as Excel's number of days,
    counted from 1904 in the workbooks of old Macs.
    """
    joined = ""
    for cell in cells:
        text = as_text(cell)
        if isinstance(cell, float) and any(word in key(joined) for word in _words_of_role("as_of")):
            days = cell + DAYS_TO_1904 if date1904 else cell
            text = _moment_of_serial(days) or _time_of_serial(cell) or text
        joined = f"{joined} {text}".strip()
    return joined


def _words_of_role(role: str) -> list[str]:
    return [word for word, each in words("date_words", "role", "word").items() if each == role]


def _moment_of_serial(days: float) -> str | None:
    day = parse_date(days)
    if day is None:
        return None
    minutes = round(days % 1 * _MINUTES)
    return f"{day} {minutes // 60:02}:{minutes % 60:02}" if 0 < minutes < _MINUTES else f"{day}"


def _time_of_serial(days: float) -> str | None:
    """Return a time of day that came as the part of a day that it is."""
    minutes = round(days * _MINUTES)
    return f"{minutes // 60:02}:{minutes % 60:02}" if 0 < days < 1 else None


def dates_of(titles: Iterable[str]) -> list[Written]:
    """Return the dates of the data that titles give: those behind ``ข้อมูล ณ``, else any."""
    dated = list(_dates(titles))
    sure = [written for written, role in dated if role == "as_of"]
    return sure or [written for written, role in dated if role is None]


def _written(
    titles: Sequence[str], notes: Sequence[str], sheets: Sequence[str], headings: Sequence[str]
) -> Written | None:
    dated = list(_dates(titles))
    sure = [w for w, role in dated if role == "as_of"]
    of_sheets = [w for w, role in _dates(sheets, named=True) if role != "other"]
    # A sheet that is called after another day is as likely right as its title.
    if sure:
        return _only_one([*sure, *of_sheets])
    return (
        _only_one(w for w, role in _dates(notes) if role == "as_of")
        or _only_one([*(w for w, role in dated if role is None), *of_sheets])
        or _only_one(w for w, role in _dates(headings) if role != "other")
    )


def _dates(texts: Iterable[str], *, named: bool = False) -> Iterator[tuple[Written, str | None]]:
    """Yield every date with its role: ``as_of``, ``other`` or None where no word tells.

    The word nearest before a date tells, back to the date before; the end of a range
    (``1 ม.ค. - 28 ก.พ. 2565``) has the role of its beginning.
    """
    roles = words("date_words", "role", "word")
    for text in dict.fromkeys(texts):
        # Once for all its dates: a long text is not remembered.
        plain, end, role = clean(text), 0, None
        for date_found in find_dates(text, named=named):
            before = key(plain[end : date_found.start])
            role_at = {
                before.rfind(word): each
                for word, each in roles.items()
                if each != "range" and word in before
            }
            if roles.get(before) != "range":
                role = role_at[max(role_at)] if role_at else None
            if _DAYS_BEFORE.search(plain[end : date_found.start]):
                # "ณ 7-8 มกราคม 2565" is of no one day.
                role = "other"
            end = date_found.end
            yield date_found, role


def _only_one(dates: Iterable[Written]) -> Written | None:
    found = {(w.date, w.time): w for w in dates}
    if not found:
        return None
    days = sorted({written.date for written in found.values()})
    times = {written.time for written in found.values() if written.time}
    if len(days) > 1:
        raise Refusal("as_of_ambiguous", {"dates": ", ".join(format_date(day) for day in days)})
    if len(times) > 1:
        shown = ", ".join(f"{format_date(days[0])} {at:%H:%M}" for at in sorted(times))
        raise Refusal("as_of_ambiguous", {"dates": shown})
    return max(found.values(), key=lambda written: written.time is not None)
