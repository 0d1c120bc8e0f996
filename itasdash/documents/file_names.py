"""Names of the files that people download: what is in them, of when, and which edition it is."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from itasdash.i18n import translator
from itasdash.thai.dates import BANGKOK, BE_OFFSET
from itasdash.thai.text import clean

# What may not stand in a file name on Windows, and what makes one hard to read.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s\x00-\x1f\x7f]+')
# Thai takes three bytes a character, and no part of a path may be longer than 255 bytes.
_LONGEST_NAME, _MOST_BYTES = 60, 200


def _fits(words: str) -> bool:
    return len(words) <= _LONGEST_NAME and len(words.encode("utf-8", "replace")) <= _MOST_BYTES


@dataclass(frozen=True)
class Compared:
    """The earlier moment that a file's changes are reckoned from, and the language to say it in."""

    before: datetime
    language: str = "th"


def file_name(
    subject: str,
    as_of: datetime,
    filters: Iterable[str],
    content: bytes,
    suffix: str,
    compared: Compared | None = None,
) -> str:
    """Return a file name that says what is in it: :func:`file_stem` and a content hash.

    Filters that find no room in a name are counted at their end, as in ``+3``.

    The hash is there because a browser is given an old file again where only the content of a
    large download has changed.
    """
    digest = hashlib.sha256(content).hexdigest()[:8]
    return f"{file_stem(subject, as_of, filters, compared)}_{digest}.{suffix}"


def file_stem(
    subject: str, as_of: datetime, filters: Iterable[str], compared: Compared | None = None
) -> str:
    """Return the subject, the filters and the moment in Buddhist Era, as a file may be named.

    Behind them stands the moment that it is compared with, if there is one; an import knows by the
    word before it that the file is not of then (``reference/date_words.csv``).
    """
    parts = [_NOT_IN_NAMES.sub("-", clean(part)).strip("-.") for part in (subject, *filters)]
    words, *others = [part for part in parts if part] or [""]
    while not _fits(words):
        words = words[:-1].strip("-._")
    # What the subject says already need not be said behind it.
    others = [part for part in others if part not in words]
    left = len(others)
    for part in others:
        if not _fits(f"{words}_{part}"):
            break
        words, left = f"{words}_{part}", left - 1
    words = f"{words}_+{left}" if left else words
    stem = f"{words}_{_stamp(as_of)}"
    if compared is None:
        return stem
    since = translator(compared.language)("view.compared_with", as_of=_stamp(compared.before))
    return f"{stem}_{_NOT_IN_NAMES.sub('-', since)}"


def _stamp(moment: datetime) -> str:
    here = moment.astimezone(BANGKOK)
    return f"{here.year + BE_OFFSET}{here:%m%d-%H%M}"
