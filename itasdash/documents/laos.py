"""One LAO over all snapshots, and lists of LAOs counted by province, as tables for people."""

from collections.abc import Iterable

import pandas as pd

from itasdash.i18n import translator
from itasdash.reference import all_provinces
from itasdash.reference.names import official_name
from itasdash.schema import STATES, SnapshotInfo
from itasdash.thai.collation import thai_rank
from itasdash.thai.dates import format_moment

# How a state is known: a row says so, or an LAO is not on a list.
_BASES = ("reported", "inferred")


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


def one_lao_table(
    history: pd.DataFrame, infos: Iterable[SnapshotInfo], language: str
) -> pd.DataFrame:
    """Return what every snapshot says of one LAO, with the file, sheet and row that say it.

    Args:
        history: as :func:`itasdash.metrics.histories.one_history` gives it.
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
        "missing": history["state"].map({state: t(f"missing.{state}") for state in STATES}),
        "registered_on": days.where(days.notna(), None),
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
