"""The register of letters: which were taken, of which snapshot, under which number, by whom."""

from collections.abc import Iterable
from datetime import datetime

import pandas as pd

from itasdash.documents.letters.content import LetterContent
from itasdash.i18n import translator
from itasdash.reference import all_provinces
from itasdash.schema import LetterEvent, Office
from itasdash.schema.office import is_told
from itasdash.thai.dates import format_moment

# So many provinces are named; of more, only their number is.
_NAMED = 5


def letter_event(
    content: LetterContent, office: Office, file: str, who: str, when: datetime
) -> LetterEvent:
    """Return what the log says of a letter that somebody takes."""
    # A number that ends in dots has its place kept for it and is none yet.
    entries = [entry if is_told(entry) and "…" not in entry else "" for entry in _numbered(office)]
    return LetterEvent(
        at=when,
        who=who,
        as_of=content.info.as_of,
        reference=entries[0],
        date=entries[1],
        provinces=() if content.whole else tuple(content.codes),
        file=file,
    )


def _numbered(office: Office) -> tuple[str, str]:
    return office.reference, office.date


def letter_register(letters: Iterable[LetterEvent], language: str) -> pd.DataFrame:
    """Return the letters that were taken, the latest first, under headings for people."""
    t = translator(language)
    ordered = sorted(letters, key=lambda letter: letter.at, reverse=True)
    columns = {
        "letter_at": [format_moment(letter.at, language) for letter in ordered],
        "letter_reference": [letter.reference for letter in ordered],
        "letter_date": [letter.date for letter in ordered],
        "as_of": [format_moment(letter.as_of, language) for letter in ordered],
        "province": [_provinces(letter.provinces, language) for letter in ordered],
        "letter_by": [letter.who for letter in ordered],
        "file": [letter.file for letter in ordered],
    }
    return pd.DataFrame({t(f"column.{name}"): values for name, values in columns.items()})


def _provinces(codes: tuple[str, ...], language: str) -> str:
    t = translator(language)
    if not codes:
        return t("province.all")
    if len(codes) > _NAMED:
        return t("letter.many", count=len(codes))
    return " ".join(all_provinces()[code].name(language) for code in codes)
