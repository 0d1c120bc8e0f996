"""What staff noted of LAOs and provinces, and what is to be followed up by it."""

from collections.abc import Iterable
from datetime import date, datetime

import pandas as pd

from itasdash.schema import OUTSTANDING_STATES, NoteEvent, lao_key
from itasdash.thai.dates import fiscal_year

# Nobody noted anything; noted, nothing promised; promised for a day to come; and past that day.
NOT_CALLED, CALLED, PROMISED, OVERDUE = "not_called", "called", "promised", "overdue"
FOLLOW_UPS = (NOT_CALLED, CALLED, PROMISED, OVERDUE)
NOTE_COLUMNS = ("noted_at", "noted_by", "note_kind", "person", "promised_on", "note_text")


def with_follow_up(rows: pd.DataFrame, notes: Iterable[NoteEvent], as_of: datetime) -> pd.DataFrame:
    """Return LAO rows (with ``state``) with what was last noted of each.

    Only notes over snapshots of the same fiscal year count; they follow an LAO by the last six
    digits of its code. A promise is overdue where the snapshot was taken on a later day than was
    promised and the LAO is still outstanding in it.

    Args:
        rows: rows of ``status`` with ``state``.
        notes: all notes, the oldest first.
        as_of: moment of the snapshot.

    Returns:
        The rows with ``follow_up`` (one of :data:`FOLLOW_UPS`, empty for whoever is not
        outstanding) and :data:`NOTE_COLUMNS`: those of the last note, ``promised_on`` the last day
        that was promised; missing where there is none.
    """
    year = fiscal_year(as_of)
    last: dict[str, NoteEvent] = {}
    promised: dict[str, date] = {}
    for note in notes:
        if note.lao_id and fiscal_year(note.as_of) == year:
            key = lao_key(note.lao_id)
            last[key] = note
            if note.promised_on is not None:
                promised[key] = note.promised_on
    keys = [None if pd.isna(lao_id) else lao_key(str(lao_id)) for lao_id in rows["lao_id"]]
    found = [None if key is None else last.get(key) for key in keys]
    days = [None if key is None else promised.get(key) for key in keys]
    outstanding = rows["state"].isin(OUTSTANDING_STATES)
    follow_ups = [
        _follow_up(note, day, as_of.date()) if late else ""
        for note, day, late in zip(found, days, outstanding, strict=True)
    ]
    filled = {
        "noted_at": [note and note.at for note in found],
        "noted_by": [note and note.who for note in found],
        "note_kind": [note and note.kind for note in found],
        "person": [note and note.person for note in found],
        "promised_on": days,
        "note_text": [note and note.text for note in found],
    }
    columns = {
        name: pd.Series(values, rows.index, dtype="object") for name, values in filled.items()
    }
    return rows.assign(follow_up=pd.Series(follow_ups, rows.index, dtype="object"), **columns)


def followed_up(rows: pd.DataFrame, follow_up: str) -> pd.DataFrame:
    """Return the rows of :func:`with_follow_up` that are to be followed up so; all for none."""
    if not follow_up:
        return rows
    return rows[rows["follow_up"] == follow_up].reset_index(drop=True)


def _follow_up(note: NoteEvent | None, promised: date | None, day: date) -> str:
    if note is None:
        return NOT_CALLED
    if promised is None:
        return CALLED
    return OVERDUE if promised < day else PROMISED
