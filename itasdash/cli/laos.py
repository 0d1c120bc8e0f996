"""The command ``laos``: the filtered list of LAOs, for people, programs and Excel."""

import argparse
import json
import sys
from collections.abc import Sequence

import pandas as pd

from itasdash.cli.arguments import REGISTRATION
from itasdash.cli.data import data_to_read
from itasdash.cli.queries import DONE, chosen_snapshot, json_rows, marks_of, write_output
from itasdash.cli.reports import (
    moment_as_text,
    table_as_text,
)
from itasdash.documents.csv_files import to_csv, with_text_dates
from itasdash.documents.filters import filter_sentence, list_subject
from itasdash.documents.lao_tables import counted_once, lao_list
from itasdash.documents.marks import Marks
from itasdash.documents.quotas import read_quotas
from itasdash.documents.survey_tables import survey_list, survey_words
from itasdash.findings import Damaged, Refusal, as_refusal
from itasdash.i18n import translator
from itasdash.importing.marts import states
from itasdash.metrics.histories import histories_of
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.metrics.states import states_of
from itasdash.metrics.surveys import OF_LAO, survey_laos
from itasdash.reference import all_provinces
from itasdash.reference.names import read_district
from itasdash.schema import STATUS, Snapshot, SnapshotInfo
from itasdash.store import Store

# What ``filters`` always has, and what it has where it is asked for.
_FILTERS = ("state", "province", "type")
_OF_HISTORIES = ("new", "since_first", "since_days", "regressed")
_MORE_FILTERS = ("region", "district", "search", *_OF_HISTORIES, "survey")


def show_laos(options: argparse.Namespace) -> int:
    """Print or write the filtered list of LAOs, in the format that is asked for.

    Raises:
        Refusal: there is no such snapshot or district, or the answers to a survey are asked for
            without saying of which.
    """
    store = data_to_read(options)
    snapshot = chosen_snapshot(store, options.as_of, options.lang)
    info, language = snapshot.info, options.lang
    surveyed = options.measure != REGISTRATION
    if options.survey and not surveyed:
        raise Refusal("survey_needs_measure")
    if surveyed:
        snapshot = read_quotas(store.office_file).of(snapshot)
    wanted = _filter(options, snapshot)
    asks_for_histories = any(getattr(options, name) for name in _OF_HISTORIES)
    # What a list for programs says of a row rests on this snapshot alone.
    alone = options.format == "json" and not asks_for_histories
    histories = None if alone else _histories(store, snapshot, language)
    rows = select_laos(snapshot.status, wanted, histories)
    if surveyed:
        rows = survey_laos(rows, [options.measure], options.survey)
    if options.format == "json":
        write_output(_as_json(rows, info, options), options.output)
        return DONE
    table = survey_list(rows, [options.measure], language) if surveyed else lao_list(rows, language)
    marks = marks_of(store, snapshot)
    if options.format == "csv":
        data = to_csv(table, language)
    elif options.format == "xlsx":
        note = counted_once(snapshot.status, wanted, language)
        data = _as_workbook(rows, table, info, wanted, marks, note, options)
    else:
        text = table_as_text(with_text_dates(table, language), language)
        data = f"{moment_as_text(info, marks, language)}\n{text}\n".encode()
    write_output(data, options.output)
    return DONE


def _filter(options: argparse.Namespace, snapshot: Snapshot) -> LaoFilter:
    return LaoFilter(
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


def _as_json(rows: pd.DataFrame, info: SnapshotInfo, options: argparse.Namespace) -> bytes:
    measured = {} if options.measure == REGISTRATION else {"measure": options.measure}
    of_survey = [f"{options.measure}_{name}" for name in OF_LAO] if measured else []
    columns = [*STATUS.names, "state", *of_survey, *STATUS.optional_in(rows)]
    filters = {name: getattr(options, name) for name in _FILTERS}
    filters |= {name: getattr(options, name) for name in _MORE_FILTERS if getattr(options, name)}
    filters |= measured
    document = {
        "as_of": info.as_of.isoformat(),
        "filters": filters,
        "rows": json_rows(rows[columns]),
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _as_workbook(
    rows: pd.DataFrame,
    table: pd.DataFrame,
    info: SnapshotInfo,
    wanted: LaoFilter,
    marks: Marks,
    note: str,
    options: argparse.Namespace,
) -> bytes:
    # What writes workbooks takes as long to load as a list to print.
    from itasdash.documents.provenance import cover_rows
    from itasdash.documents.workbook import to_xlsx

    language = options.lang
    t = translator(language)
    subject, sentence = list_subject(wanted, language), filter_sentence(wanted, language)
    if options.measure != REGISTRATION:
        # Part of the outstanding is no list of them.
        subject = t("survey.list_subject", instrument=options.measure.upper())
        sentence = " · ".join([sentence, *survey_words(options.survey, language)])
    counts = rows["state"].value_counts().to_dict()
    cover_sheet = cover_rows(info, subject, sentence, table, language, counts, marks, note)
    as_of = t("view.as_of", as_of=cover_sheet[1][1])
    caption = " · ".join([*marks.words(language), subject, as_of, sentence])
    sheets = {"sheet": t("document.list_sheet"), "about_sheet": t("document.about_sheet")}
    return to_xlsx(table, caption=caption, cover=cover_sheet, language=language, **sheets)


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
    earlier = [
        other for other in store.snapshots_of_year(info.fiscal_year) if other.as_of < info.as_of
    ]
    found = {info.as_of: states_of(snapshot.status)}
    try:
        found |= states(store, earlier)
    except Damaged:
        for other in earlier:
            try:
                found[other.as_of] = states_of(store.read(other.as_of).status)
            except Damaged as damaged:
                print(as_refusal(damaged, store.root).message(language), file=sys.stderr)
    return histories_of(found)
