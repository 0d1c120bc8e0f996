"""The commands that show what is stored; each takes the parsed options and returns an exit code."""

import argparse
import io
import json
import sys
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from itasdash.cli.arguments import REGISTRATION
from itasdash.cli.reports import (
    flow_as_text,
    moment_as_text,
    rates_as_text,
    snapshot_as_json,
    snapshot_as_text,
    span_as_text,
    table_as_text,
)
from itasdash.cli.surveys import (
    survey_columns,
    survey_rates,
    survey_rates_as_text,
    survey_rows,
)
from itasdash.documents.csv_files import to_csv, with_text_dates
from itasdash.documents.filters import filter_sentence, list_subject
from itasdash.documents.lao_tables import lao_list
from itasdash.documents.letters.pack import chosen_content, letter_writer, make_pack
from itasdash.documents.marks import Marks
from itasdash.documents.provenance import about_rows
from itasdash.documents.surveys import survey_list, survey_words
from itasdash.documents.workbook import to_xlsx
from itasdash.findings import Damaged, Refusal, as_refusal
from itasdash.i18n import DEFAULT_LANGUAGE, translator
from itasdash.metrics import rates
from itasdash.metrics.changes import LISTS, changes
from itasdash.metrics.histories import lao_histories
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.reference import all_provinces
from itasdash.reference.names import read_district
from itasdash.schema import STATUS, Snapshot
from itasdash.settings import data_folder, is_sample_folder
from itasdash.store import Store
from itasdash.thai.dates import BANGKOK

DONE, REFUSED = 0, 1
# How many moments a refusal names when the one asked for is not there.
_NEAREST = 5


def print_json(document: object) -> None:
    """Print a document for programs."""
    print(json.dumps(document, ensure_ascii=False, indent=1))


def _chosen(store: Store, when: datetime | None) -> Snapshot:
    """Return the snapshot of a moment, None for the latest one.

    Raises:
        Refusal: there is none.
        Damaged: its files are not what was written.
    """
    moments = [info.as_of for info in store.snapshots()]
    if when is None:
        latest = store.latest()
        if latest is None:
            raise Refusal("no_snapshot")
        return store.read(latest.as_of)
    if when in moments or store.info(when) is not None:
        return store.read(when)
    if not moments:
        raise Refusal("no_snapshot")
    nearest = sorted(sorted(moments, key=lambda moment: abs(moment - when))[:_NEAREST])
    have = ", ".join(_iso(moment) for moment in nearest)
    raise Refusal("no_such_snapshot", {"when": _iso(when), "have": have})


def _marks(store: Store, snapshot: Snapshot) -> Marks:
    return Marks(is_sample_folder(store.root), len(store.open_errors(snapshot.info)))


def _iso(moment: datetime) -> str:
    return moment.astimezone(BANGKOK).replace(tzinfo=None).isoformat(timespec="minutes")


def show_snapshots(options: argparse.Namespace) -> int:
    """List the snapshots."""
    store = Store(data_folder(options.data))
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


def _json_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as JSON values; what is missing is null, and dates are ISO 8601."""
    rows = frame.astype("object").where(frame.notna(), None).to_dict("records")
    return [
        {str(k): v.isoformat() if isinstance(v, date) else v for k, v in row.items()}
        for row in rows
    ]


def show_rates(options: argparse.Namespace) -> int:
    """Print the rates of groups."""
    store = Store(data_folder(options.data))
    snapshot = _chosen(store, options.as_of)
    for_programs = options.json or options.csv
    # For programs the names are what their column says, in Thai.
    language = DEFAULT_LANGUAGE if for_programs else options.lang
    surveyed = options.measure != REGISTRATION
    if surveyed:
        table = survey_rates(snapshot, options.measure, options.by, language)
    else:
        table = rates(snapshot.status, snapshot.province_summary, options.by, language)
    if options.json:
        as_of = snapshot.info.as_of.isoformat()
        measured = {"measure": options.measure} if surveyed else {}
        print_json({"as_of": as_of, "by": options.by, **measured, "rows": _json_rows(table)})
    elif options.csv:
        _write(to_csv(table), None)
    else:
        print(moment_as_text(snapshot.info, _marks(store, snapshot), language))
        if surveyed:
            print(survey_rates_as_text(table, options.measure, options.by, language))
        else:
            print(rates_as_text(table, language))
    return DONE


def show_laos(options: argparse.Namespace) -> int:
    """Print or write the filtered list of LAOs."""
    store = Store(data_folder(options.data))
    snapshot = _chosen(store, options.as_of)
    info, language = snapshot.info, options.lang
    wanted = LaoFilter(
        regions=tuple(options.region),
        province_codes=tuple(options.province),
        districts=_districts(snapshot, options.province, options.district),
        lao_types=tuple(options.type),
        states=tuple(options.state),
        search=options.search,
        is_new=options.new,
        since_first=options.since_first,
        regressed=options.regressed,
        min_days=options.since_days,
    )
    asks_for_histories = any(getattr(options, name) for name in _OF_HISTORIES)
    # What a list for programs says of a row rests on this snapshot alone.
    alone = options.format == "json" and not asks_for_histories
    histories = None if alone else _histories(store, snapshot, language)
    rows = select_laos(snapshot.status, wanted, histories)
    marks = _marks(store, snapshot)
    as_of = moment_as_text(info, marks, language)
    surveyed = options.measure != REGISTRATION
    if options.survey and not surveyed:
        raise Refusal("survey_needs_measure")
    if surveyed:
        rows = survey_rows(rows, options.measure, options.survey)
    table = survey_list(rows, [options.measure], language) if surveyed else lao_list(rows, language)
    if options.format == "json":
        columns = [*STATUS.names, "state", *STATUS.optional_in(rows)]
        if surveyed:
            columns = survey_columns(rows, options.measure)
        filters = {name: getattr(options, name) for name in _LAO_FILTERS}
        filters |= {name: getattr(options, name) for name in _MORE if getattr(options, name)}
        filters |= {"measure": options.measure} if surveyed else {}
        document = {
            "as_of": info.as_of.isoformat(),
            "filters": filters,
            "rows": _json_rows(rows[columns]),
        }
        data = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    elif options.format == "csv":
        data = to_csv(table, language)
    elif options.format == "xlsx":
        t = translator(language)
        subject, sentence = list_subject(wanted, language), filter_sentence(wanted, language)
        if surveyed:
            # Part of the outstanding is no list of them.
            subject = t("survey.list_subject", instrument=options.measure.upper())
            sentence = " · ".join([sentence, *survey_words(options.survey, language)])
        counts = rows["state"].value_counts().to_dict()
        about_sheet = about_rows(info, subject, sentence, table, language, counts, marks)
        as_of = t("view.as_of", as_of=about_sheet[1][1])
        caption = " · ".join([*marks.words(language), subject, as_of, sentence])
        sheets = {"sheet": t("document.list_sheet"), "about_sheet": t("document.about_sheet")}
        data = to_xlsx(table, caption=caption, about=about_sheet, language=language, **sheets)
    else:
        text = table_as_text(with_text_dates(table, language), language)
        data = f"{as_of}\n{text}\n".encode()
    _write(data, options.output)
    return DONE


# What ``filters`` always has, and what it has where it is asked for.
_LAO_FILTERS = ("state", "province", "type")
_OF_HISTORIES = ("new", "since_first", "since_days", "regressed")
_MORE = ("region", "district", "search", "new", "since_first", "since_days", "regressed", "survey")


def _districts(
    snapshot: Snapshot, provinces: Sequence[str], written: Sequence[str]
) -> tuple[str, ...]:
    """Return the districts that words mean, in some provinces or in all.

    Raises:
        Refusal: one of them means none.
    """
    known = snapshot.status.dropna(subset=["province_code", "district_name_th"])
    of_province = known["district_name_th"].groupby(known["province_code"].astype("object"))
    districts = {str(code): set(names) for code, names in of_province}
    meant: list[str] = []
    for words in written:
        looked = [code for code in districts if not provinces or code in provinces]
        names = (read_district(words, all_provinces()[c].name_th, districts[c]) for c in looked)
        found = sorted({name for name in names if name})
        if not found:
            raise Refusal("no_such_district", {"district": words})
        meant += found
    return tuple(dict.fromkeys(meant))


def _histories(store: Store, snapshot: Snapshot, language: str) -> pd.DataFrame:
    """Return the histories of the fiscal year up to a snapshot, and say which one is damaged.

    A damaged one is as one that was never imported: what is not told is no news.
    """
    info = snapshot.info
    earlier = (
        other.as_of
        for other in store.snapshots()
        if other.fiscal_year == info.fiscal_year and other.as_of < info.as_of
    )
    frames = {}
    for as_of in earlier:
        try:
            frames[as_of] = store.read(as_of).status
        except Damaged as damaged:
            print(as_refusal(damaged, store.root).message(language), file=sys.stderr)
    return lao_histories({**frames, info.as_of: snapshot.status})


def show_changes(options: argparse.Namespace) -> int:
    """Print what became of the LAOs between two snapshots."""
    store, language = Store(data_folder(options.data)), options.lang
    before, after = _chosen(store, options.before), _chosen(store, options.after)
    found = changes(before.status, after.status)
    if options.json:
        lists = {name: found.rows(name)["lao_id"].tolist() for name in LISTS}
        moments = {"from": before.info.as_of.isoformat(), "to": after.info.as_of.isoformat()}
        print_json({**moments, **lists, "flow": _json_rows(found.flow)})
        return DONE
    print(span_as_text(before.info, after.info, language))
    print(flow_as_text(found.flow, language))
    for name in LISTS:
        rows = found.rows(name)
        print(f"\n{translator(language)(f'changes.{name}', count=len(rows))}")
        if len(rows):
            # As every list of LAOs is ordered.
            print(table_as_text(lao_list(select_laos(rows, LaoFilter()), language), language))
    return DONE


def make_province_pack(options: argparse.Namespace) -> int:
    """Write the letter, the attachments and a folder per province as one .zip."""
    store, t = Store(data_folder(options.data)), translator(options.lang)
    snapshot = _chosen(store, options.as_of)
    open_errors = store.open_errors(snapshot.info)
    content = chosen_content(snapshot, options.province, open_errors=open_errors)
    writer = letter_writer(
        store.office_file,
        thai_digits=not options.arabic_digits,
        sample=is_sample_folder(store.root),
    )
    data = make_pack(content, writer)
    _write(data, options.output)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = len(archive.namelist())
    print(t("cli.pack_done", file=options.output, files=files, provinces=len(content.codes)))
    return DONE


def _write(data: bytes, path: Path | None) -> None:
    if path is not None:
        path.write_bytes(data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
