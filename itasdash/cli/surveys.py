"""What ``rates`` and ``laos`` have to say of the surveys, for programs and for people."""

from collections.abc import Sequence

import pandas as pd

from itasdash.cli.reports import table_as_text
from itasdash.documents.surveys import survey_table
from itasdash.i18n import translator
from itasdash.metrics.surveys import OF_LAO, survey_laos, surveys
from itasdash.reference import all_provinces
from itasdash.schema import STATUS, Snapshot


def survey_rates(snapshot: Snapshot, measure: str, by: str, language: str) -> pd.DataFrame:
    """Return the groups of a snapshot, as :func:`itasdash.metrics.surveys.surveys` gives them."""
    return surveys(snapshot.status, snapshot.province_summary, measure, by, language)


def survey_rates_as_text(groups: pd.DataFrame, measure: str, by: str, language: str) -> str:
    """Return what ``rates --measure`` prints for people."""
    table = survey_table({measure: groups}, by, language)
    if by == "district":
        names = {code: province.name(language) for code, province in all_provinces().items()}
        heading = translator(language)("column.province")
        table.insert(0, heading, groups["province_code"].map(names))
    return table_as_text(table, language)


def survey_rows(rows: pd.DataFrame, measure: str, states: Sequence[str]) -> pd.DataFrame:
    """Return the rows of a list with their survey, those furthest from their quota first."""
    return survey_laos(rows, [measure], states)


def survey_columns(rows: pd.DataFrame, measure: str) -> list[str]:
    """Return the columns of a row that ``laos --measure --format json`` prints."""
    later = STATUS.optional_in(rows)
    return [*STATUS.names, "state", *(f"{measure}_{name}" for name in OF_LAO), *later]
