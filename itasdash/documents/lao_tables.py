"""LAOs as tables for people: lists, how many each province has, and one over time."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pandas as pd

from itasdash.i18n import translator
from itasdash.metrics.outstanding import counted_by_name
from itasdash.metrics.selection import LaoFilter, in_any_state, select_laos
from itasdash.reference import Named, Province, all_provinces, lao_types, regions
from itasdash.reference.written_names import official_name
from itasdash.schema import STATES, STATUS, SnapshotInfo
from itasdash.thai.collation import thai_rank
from itasdash.thai.dates import format_moment

# How a state is known: a row says so, or an LAO is not on a list.
_BASES = ("reported", "inferred")


def lao_list(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return LAO rows (``status`` with ``state``) as a table for people, same rows and order.

    The columns are headings in ``language``: code, name in full, type, district, province, region,
    state, who of the two is missing, day of registration, and remarks. Rows with a history
    (:func:`itasdash.metrics.histories.with_histories`) also tell since which day they are
    outstanding, for how many days, when the state last changed and what it was before. Later stages
    (:func:`later_stages`) stand before the remarks. Days are
    dates (:func:`itasdash.documents.csv_files.with_text_dates` writes them out), counts are
    numbers, all else is text.
    """
    t = translator(language)
    provinces = all_provinces()
    codes = rows["province_code"].astype("object")
    # The name of an unmatched row stands as its file has it.
    types = rows["lao_type"].astype("object").where(rows["lao_type"].notna(), None)
    names = [
        name if pd.isna(lao_id) else official_name(lao_type, name)
        for lao_id, lao_type, name in zip(rows["lao_id"], types, rows["name_th"], strict=True)
    ]
    region_of = {
        code: regions()[province.region].short(language) for code, province in provinces.items()
    }
    states = {state: t(f"state.{state}") for state in STATES}
    columns = {
        "lao_id": rows["lao_id"].fillna("").astype("object"),
        "name": pd.Series(names, index=rows.index, dtype="object"),
        "type": rows["lao_type"].map(_short(lao_types(), language)).fillna(""),
        "district": rows["district_name_th"].fillna("").astype("object"),
        "province": codes.map(_names(provinces, language)).fillna(""),
        "region": codes.map(region_of).fillna(""),
        "state": rows["state"].map(states),
        "missing": rows["state"].map({state: t(f"missing_person.{state}") for state in STATES}),
        "registered_on": _days(rows["registered_on"]),
    }
    if "since" in rows:
        columns |= {
            "outstanding_since": _days(rows["since"]),
            "outstanding_days": rows["days"],
            "changed_at": _days(rows["changed_at"]),
            "changed_from": rows["changed_from"].map(states).fillna(""),
        }
    columns |= later_stages(rows)
    columns["remarks"] = _remarks(rows, language)
    return pd.DataFrame({t(f"column.{name}"): values for name, values in columns.items()})


def counted_once(status: pd.DataFrame, wanted: LaoFilter, language: str) -> str:
    """Return the sentence that a list has more rows than there are LAOs, empty where it has not.

    It may hold a name that fits no LAO and the unknown LAO that this may mean; counts have one.

    Args:
        status: a ``status`` frame.
        wanted: what the list asks for.
        language: ``th`` or ``en``.
    """
    asked = replace(
        in_any_state(wanted),
        province_codes=(),
        regions=(),
        inspection_regions=(),
        nacc_regions=(),
    )
    # Of a part of a province nobody can say which of its LAOs a name may mean.
    if asked != LaoFilter() or (wanted.states and "unknown" not in wanted.states):
        return ""
    rows = select_laos(status, in_any_state(wanted))
    number = counted_by_name(rows)
    return translator(language)("unregistered.counted_by_name", count=number) if number else ""


def later_stages(rows: pd.DataFrame) -> dict[str, "pd.Series[Any]"]:
    """Return the columns of later stages (OIT, score, grade) that any of the rows has, by name."""
    return {name: rows[name] for name in STATUS.optional_in(rows) if rows[name].notna().any()}


def _days(moments: "pd.Series[Any]") -> "pd.Series[Any]":
    """Return the days of moments as dates, None where there is none."""
    found = {
        moment: moment.date() if isinstance(moment, datetime) else moment
        for moment in moments.dropna().unique()
    }
    days = moments.astype("object").map(found)
    return days.astype("object").where(days.notna(), None)


def _remarks(rows: pd.DataFrame, language: str) -> "pd.Series[Any]":
    """Return what else is to be said of each row, as one text."""
    t = translator(language)
    remarks = pd.Series("", index=rows.index, dtype="object")
    flags = {"unmatched": rows["lao_id"].isna()}
    flags |= {flag: rows[flag] for flag in ("is_new", "since_first", "regressed") if flag in rows}
    for name, holds in flags.items():
        before = remarks[holds]
        remarks[holds] = (
            before + before.map(lambda text: " · " if text else "") + t(f"remark.{name}")
        )
    return remarks


def _short(named: Mapping[str, Named], language: str) -> dict[str, str]:
    return {code: entry.short(language) for code, entry in named.items()}


def _names(named: Mapping[str, Named | Province], language: str) -> dict[str, str]:
    return {code: entry.name(language) for code, entry in named.items()}


def province_counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many rows of a list of LAOs each province has, the most first.

    Returns:
        ``province_code``, ``listed``, a column per state in which any row is, in their order.
    """
    counted = rows.groupby(["province_code", "state"], sort=False).size().unstack(fill_value=0)
    counted = counted.reindex(columns=[state for state in STATES if state in counted])
    counted.insert(0, "listed", counted.sum(axis=1))
    names = {code: province.name_th for code, province in all_provinces().items()}
    counted = counted.reset_index()
    counted["place"] = thai_rank(counted["province_code"].map(names))
    counted = counted.sort_values(["listed", "place"], ascending=[False, True], ignore_index=True)
    return counted.drop(columns="place").rename_axis(columns=None)


def province_counts_table(counts: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return the counts of :func:`province_counts` under headings for people, same order."""
    t = translator(language)
    names = {code: province.name(language) for code, province in all_provinces().items()}
    columns = {t("column.province"): counts["province_code"].map(names)}
    columns[t("column.listed")] = counts["listed"]
    states = [state for state in STATES if state in counts]
    # The counts of a single state stand under "listed" already.
    for state in states if len(states) > 1 else ():
        columns[t(f"column.count_{state}")] = counts[state]
    return pd.DataFrame(columns)


def lao_timeline_table(
    history: pd.DataFrame, infos: Iterable[SnapshotInfo], language: str
) -> pd.DataFrame:
    """Return what every snapshot says of one LAO, with the file, sheet and row that say it.

    Args:
        history: as :func:`itasdash.metrics.histories.lao_timeline` gives it.
        infos: the snapshots, for the names of their files.
        language: of the texts.

    Returns:
        A row per snapshot, in the order of ``history``: moment, state, who is missing, day of
        registration, whether it was said or follows from a list, file, sheet, row, name and code
        at that time. File, sheet and row are empty where a list does not name the LAO.
    """
    t = translator(language)
    files = {source.sha256: source.file for info in infos for source in info.sources}
    states = {state: t(f"state.{state}") for state in STATES}
    days = history["registered_on"].astype("object")
    columns = {
        "as_of": [format_moment(moment.to_pydatetime(), language) for moment in history["as_of"]],
        "state": history["state"].map(states),
        "missing": history["state"].map({state: t(f"missing_person.{state}") for state in STATES}),
        "registered_on": days.where(days.notna(), None),
        **later_stages(history),
        "basis": history["basis"].map({name: t(f"basis.{name}") for name in _BASES}),
        "file": history["source"].map(files).fillna(""),
        "sheet": history["source_sheet"].fillna("").astype("object"),
        "row": history["source_row"].astype("Int64"),
        "name": [
            official_name(lao_type, name)
            for lao_type, name in zip(history["lao_type"], history["name_th"], strict=True)
        ],
        "lao_id": history["lao_id"].astype("object"),
    }
    return pd.DataFrame({t(f"column.{name}"): values for name, values in columns.items()})
