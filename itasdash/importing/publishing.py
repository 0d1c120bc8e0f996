"""Publishing the data folder: a copy for many readers, without anything about people."""

import json
import re
from contextlib import suppress
from dataclasses import fields
from datetime import datetime, timedelta

from itasdash.findings import Damaged, Refusal
from itasdash.importing.in_force import dates_in_force
from itasdash.importing.mart_writer import freshen
from itasdash.importing.progress import Progress, unseen
from itasdash.importing.successions import SUCCESSIONS_FILE
from itasdash.schema import Office, RecordError, from_toml
from itasdash.settings import is_sample_folder
from itasdash.store import Store
from itasdash.store.paths import BOUNDARIES
from itasdash.store.published import KEEP, Published, publish

_OFFICE, _CALENDAR = "office.toml", "calendar.csv"
_AS_THEY_ARE = ("sizes.csv", SUCCESSIONS_FILE, BOUNDARIES)
# What a letter says of one letter, or leads to a person: of no use where no letters are sent.
_NOT_PUBLISHED = ("telephone", "fax", "email", "reference", "date")
_NOT_PUBLISHED_EITHER = ("earlier_reference", "earlier_date")


def publish_copy(
    store: Store,
    address: str,
    *,
    when: datetime,
    progress: Progress,
    preparing: Progress = unseen,
    originals: bool = False,
    keep: timedelta = KEEP,
) -> Published:
    """Publish what readers need to a folder or an object store; nothing happens or all of it.

    Args:
        store: the data folder.
        address: a path, or an address that pyarrow or fsspec know (``s3://bucket/path``).
        when: now.
        progress: called with how many files are sent, of how many, and which is next.
        preparing: called before that with how many months of marts are made anew, of how many, and
            which is next.
        originals: whether the files as received are published too.
        keep: how long what an earlier copy held stays for its readers.

    Raises:
        Refusal: there is nothing to publish, snapshots have yet to follow a change, the place does
            not answer, or holds something else.
        Damaged: a file of the data folder is not what was written.
    """
    if not store.snapshots() and not store.damaged():
        raise Refusal("no_snapshot")
    if waiting := store.stale():
        raise Refusal("publish_stale", {"count": len(waiting)})
    if not dates_in_force(store):
        raise Refusal("no_register")
    # Readers cannot write what is missing of the marts; a folder that is only read goes as it is.
    with suppress(OSError, Damaged):
        freshen(store, preparing)
    return publish(
        store,
        address,
        _office_files(store),
        when=when,
        keep=keep,
        progress=progress,
        sample=is_sample_folder(store.root),
        originals=originals,
    )


def _office_files(store: Store) -> dict[str, bytes]:
    """Return the office's own files that pages read, without what is about people."""
    found = {name: store.office_file(name) for name in (*_AS_THEY_ARE, _CALENDAR)}
    if store.read_calendar()[1]:
        raise Damaged(store.paths.calendar)
    if (office := store.office_file(_OFFICE)) is not None:
        found[_OFFICE] = _public_office(office)
    return {name: data for name, data in found.items() if data is not None}


def _public_office(data: bytes) -> bytes:
    """Return ``office.toml`` with the entries that pages show and that lead to nobody."""
    try:
        office = from_toml(Office, data.decode("utf-8-sig"))
    except RecordError as error:
        known = ", ".join(field.name for field in fields(Office))
        values = {"file": _OFFICE, "found": error.place, "known": known}
        raise Refusal("office_entry", values) from error
    except ValueError as error:
        raise Refusal("office_unreadable", {"file": _OFFICE, "reason": error}) from error
    left_out = {*_NOT_PUBLISHED, *_NOT_PUBLISHED_EITHER}
    kept = {name: value for name, value in office.stored().items() if name not in left_out}
    lines = [f"{name} = {_toml(str(value))}" for name, value in sorted(kept.items())]
    return "\n".join([*lines, ""]).encode()


def _toml(text: str) -> str:
    # A text of JSON is one of TOML, but for the sign that TOML wants escaped and JSON does not.
    return re.sub("\x7f", r"\\u007f", json.dumps(text, ensure_ascii=False))
