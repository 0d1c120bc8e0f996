"""What staff noted, as tables for people. It is for the office, and never in what provinces get."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from itasdash.i18n import translator
from itasdash.schema import NoteEvent
from itasdash.thai.dates import format_moment


def note_table(notes: Iterable[NoteEvent], language: str) -> pd.DataFrame:
    """Return notes under headings for people, the latest first."""
    t = translator(language)
    ordered = sorted(notes, key=lambda note: note.at, reverse=True)
    columns: dict[str, list[Any]] = {
        "noted_at": [format_moment(note.at, language) for note in ordered],
        "note_kind": [t(f"note.{note.kind}") for note in ordered],
        "person": [note.person for note in ordered],
        "promised_on": [note.promised_on for note in ordered],
        "note_text": [note.text for note in ordered],
        "noted_by": [note.who for note in ordered],
    }
    return pd.DataFrame({t(f"column.{name}"): values for name, values in columns.items()})


def follow_up_columns(rows: pd.DataFrame, language: str) -> dict[str, "pd.Series[Any]"]:
    """Return what was noted of LAO rows, as columns under headings for people.

    Args:
        rows: as :func:`itasdash.metrics.follow_up.with_follow_up` gives them.
        language: of the words.
    """
    t = translator(language)
    moments = rows["noted_at"].map(
        lambda moment: "" if pd.isna(moment) else format_moment(moment, language)
    )
    columns = {
        "follow_up": rows["follow_up"].map(lambda name: t(f"follow_up.{name}") if name else ""),
        "promised_on": rows["promised_on"],
        "note_kind": rows["note_kind"].map(lambda kind: "" if pd.isna(kind) else t(f"note.{kind}")),
        "person": rows["person"].fillna(""),
        "note_text": rows["note_text"].fillna(""),
        "noted_at": moments,
        "noted_by": rows["noted_by"].fillna(""),
    }
    return {t(f"column.{name}"): values.astype("object") for name, values in columns.items()}


def with_follow_up_columns(table: pd.DataFrame, rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return a list of LAOs (:func:`itasdash.documents.lao_tables.lao_list`) with its notes."""
    return table.assign(**follow_up_columns(rows, language))
