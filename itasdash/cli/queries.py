"""The commands that show what is stored; each takes the parsed options and returns an exit code."""

import argparse
import io
import json
import sys
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from itasdash.access import machine_user
from itasdash.cli.arguments import REGISTRATION
from itasdash.cli.data import data_to_read
from itasdash.cli.reports import (
    flow_as_text,
    moment_as_text,
    rates_as_text,
    snapshot_as_json,
    snapshot_as_text,
    span_as_text,
    survey_rates_as_text,
    table_as_text,
)
from itasdash.documents.changes import account_sentence, change_list
from itasdash.documents.csv_files import to_csv
from itasdash.documents.letters.content import LetterContent
from itasdash.documents.letters.pack import chosen_content, letter_writer, make_pack
from itasdash.documents.letters.register import letter_event
from itasdash.documents.marks import Marks
from itasdash.documents.quotas import Quotas, read_quotas
from itasdash.findings import Damaged, Refusal, as_refusal
from itasdash.i18n import DEFAULT_LANGUAGE, translator
from itasdash.importing.successions import read_successions
from itasdash.metrics import rates
from itasdash.metrics.changes import LISTS, changes
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.metrics.surveys import surveys
from itasdash.schema import Office, Snapshot
from itasdash.settings import is_sample_folder
from itasdash.store import Store
from itasdash.store.published import copy_mark
from itasdash.thai.dates import BANGKOK, now

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
    listed, damaged = store.snapshots(), store.damaged()
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


def show_rates(options: argparse.Namespace) -> int:
    """Print the rates of groups."""
    store = data_to_read(options)
    snapshot = chosen_snapshot(store, options.as_of, options.lang)
    for_programs = options.json or options.csv
    # For programs the names are what their column says, in Thai.
    language = DEFAULT_LANGUAGE if for_programs else options.lang
    surveyed = options.measure != REGISTRATION
    quotas = read_quotas(store.office_file) if surveyed else Quotas()
    snapshot = quotas.of(snapshot)
    if surveyed:
        table = surveys(
            snapshot.status, snapshot.province_summary, options.measure, options.by, language
        )
    else:
        table = rates(snapshot.status, snapshot.province_summary, options.by, language)
    if options.json:
        as_of = snapshot.info.as_of.isoformat()
        measured = {"measure": options.measure} if surveyed else {}
        print_json({"as_of": as_of, "by": options.by, **measured, "rows": json_rows(table)})
    elif options.csv:
        write_output(to_csv(table), None)
    else:
        print(moment_as_text(snapshot.info, marks_of(store, snapshot), language))
        if surveyed:
            print("\n".join(quotas.notes(snapshot, options.measure, translator(language))))
            print(survey_rates_as_text(table, options.measure, options.by, language))
        else:
            print(rates_as_text(table, language))
    return DONE


def show_changes(options: argparse.Namespace) -> int:
    """Print what became of the LAOs between two snapshots."""
    store, language = data_to_read(options), options.lang
    before = chosen_snapshot(store, options.before, language)
    after = chosen_snapshot(store, options.after, language)
    known = read_successions(store.office_file)
    found = changes(before.status, after.status, known, after.info.as_of.date())
    if options.json:
        lists = {name: found.rows(name)["lao_id"].tolist() for name in LISTS}
        moments = {"from": before.info.as_of.isoformat(), "to": after.info.as_of.isoformat()}
        sums = {"registered": found.registered, "balance": json_rows(found.balance)}
        print_json({**moments, **lists, "flow": json_rows(found.flow), **sums})
        return DONE
    print(span_as_text(before.info, after.info, language))
    print(account_sentence(found.registered, language))
    print(flow_as_text(found.flow, language))
    for name in LISTS:
        rows = found.rows(name)
        print(f"\n{translator(language)(f'changes.{name}', count=len(rows))}")
        if len(rows):
            # As every list of LAOs is ordered.
            print(
                table_as_text(change_list(select_laos(rows, LaoFilter()), name, language), language)
            )
    return DONE


def make_province_pack(options: argparse.Namespace) -> int:
    """Write the letter, the attachments and a folder per province as one .zip."""
    store, t = data_to_read(options), translator(options.lang)
    snapshot = chosen_snapshot(store, options.as_of, options.lang)
    open_errors = store.open_errors(snapshot.info)
    snapshot = read_quotas(store.office_file).of(snapshot)
    outdated = snapshot.info.as_of in store.stale()
    content = chosen_content(snapshot, options.province, open_errors=open_errors, outdated=outdated)
    writer = letter_writer(
        store.office_file,
        thai_digits=not options.arabic_digits,
        sample=is_sample_folder(store.root),
        calendar=store.calendar(),
    )
    data = make_pack(content, writer)
    write_output(data, options.output)
    # A copy that can only be read makes letters too, and keeps no register of them.
    with suppress(OSError):
        _log_letter(store, content, writer.office, options.output.name)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = len(archive.namelist())
    print(t("cli.pack_done", file=options.output, files=files, provinces=len(content.codes)))
    return DONE


def _log_letter(store: Store, content: LetterContent, office: Office, file: str) -> None:
    if not is_sample_folder(store.root) and copy_mark(store) is None:
        with store.writing("letter") as writer:
            writer.log(letter_event(content, office, file, machine_user(), now()))


def write_output(data: bytes, path: Path | None) -> None:
    """Write a file, or without a path what the command prints."""
    if path is not None:
        path.write_bytes(data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
