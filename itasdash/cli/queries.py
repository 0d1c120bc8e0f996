"""The commands that show what is stored; each takes the parsed options and returns an exit code."""

import argparse
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from itasdash.cli.data import data_to_read
from itasdash.cli.reports import (
    snapshot_as_json,
    snapshot_as_text,
)
from itasdash.documents.marks import Marks
from itasdash.findings import Damaged, Refusal, as_refusal
from itasdash.i18n import translator
from itasdash.schema import Snapshot
from itasdash.settings import is_sample_folder, looks_file
from itasdash.store import Store
from itasdash.store.looks import Looks
from itasdash.thai.dates import BANGKOK

DONE, REFUSED = 0, 1
# How many moments a refusal names when the one asked for is not there.
_NEAREST = 5


def print_json(document: object) -> None:
    """Print a document for programs."""
    print(json.dumps(document, ensure_ascii=False, indent=1))


def chosen_snapshot(store: Store, when: datetime | None, language: str) -> Snapshot:
    """Return the snapshot of a moment, None for the latest one.

    Standard error says where it has yet to follow a change.

    Raises:
        Refusal: there is none.
        Damaged: its files are not what was written.
    """
    chosen = _chosen(store, when)
    left = store.following()
    if chosen.info.as_of in left.as_of:
        t = translator(language)
        causes = ", ".join(t(f"following.{each}") for each in left.causes)
        sentence = t("cli.still_following", causes=causes or t("following.unnamed"))
        print(sentence, file=sys.stderr)
    return chosen


def _chosen(store: Store, when: datetime | None) -> Snapshot:
    if when is None:
        latest = store.latest()
        if latest is None:
            raise Refusal("no_snapshot")
        return store.read(latest.as_of)
    if store.info(when) is not None:
        return store.read(when)
    moments = [info.as_of for info in store.snapshots()]
    if not moments:
        raise Refusal("no_snapshot")
    nearest = sorted(sorted(moments, key=lambda moment: abs(moment - when))[:_NEAREST])
    have = ", ".join(_iso(moment) for moment in nearest)
    raise Refusal("no_such_snapshot", {"when": _iso(when), "have": have})


def marks_of(store: Store, snapshot: Snapshot) -> Marks:
    """Return what must be said beside the numbers of a snapshot."""
    outdated = snapshot.info.as_of in store.stale()
    errors = len(store.open_errors(snapshot.info))
    return Marks(is_sample_folder(store.root), errors, outdated)


def _iso(moment: datetime) -> str:
    return moment.astimezone(BANGKOK).replace(tzinfo=None).isoformat(timespec="minutes")


def show_snapshots(options: argparse.Namespace) -> int:
    """List the snapshots."""
    store = data_to_read(options)
    listed = store.snapshots()
    damaged = store.damaged(Looks(looks_file(store.root)))
    if options.json:
        print_json({"snapshots": [snapshot_as_json(info) for info in listed]})
    elif not listed and not damaged:
        print(Refusal("no_snapshot").message(options.lang))
    else:
        for info in listed:
            print(snapshot_as_text(info, options.lang))
    for path in damaged:
        refusal = as_refusal(Damaged(path), store.root)
        print(refusal.message(options.lang), file=sys.stderr)
    return REFUSED if damaged else DONE


def json_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as JSON values; what is missing is null, and dates are ISO 8601."""
    rows = frame.astype("object").where(frame.notna(), None).to_dict("records")
    return [
        {str(k): v.isoformat() if isinstance(v, date) else v for k, v in row.items()}
        for row in rows
    ]


def write_output(data: bytes, path: Path | None) -> None:
    """Write a file, or without a path what the command prints."""
    if path is not None:
        path.write_bytes(data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
