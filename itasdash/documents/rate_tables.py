"""Rates of groups as tables for people."""

import pandas as pd

from itasdash.i18n import translator
from itasdash.i18n.numbers import percent_value, percent_values, points_values
from itasdash.metrics import KEYS
from itasdash.metrics.tallies import ROLES
from itasdash.schema import INSTRUMENTS, OUTSTANDING_STATES
from itasdash.thai.dates import format_moment

_COUNTS = ("expected", "registered", "outstanding")
_GAINS = ("gain_points", "gain_laos")


def rates_table(
    rates: pd.DataFrame,
    by: str,
    language: str,
    trend: pd.DataFrame | None = None,
    *,
    roles: bool = False,
) -> pd.DataFrame:
    """Return rates under headings for people, in the same order.

    Args:
        rates: as :func:`itasdash.metrics.rates` gives them, perhaps with gains.
        by: what the groups are, one of :data:`itasdash.metrics.GROUPS`.
        language: of the headings.
        trend: rates of the same groups over the snapshots (:func:`itasdash.metrics.trend`), for a
            column with the list of each group's rates in per cent.
        roles: whether the LAOs that have each of the two roles stand there too.

    Returns:
        The group's name, its expected, registered and outstanding LAOs, those that are unknown
        where there are any, its rate in per cent, and gains where ``rates`` has them.
    """
    t = translator(language)
    columns = {t(f"group.{by}"): rates["name_th"]}
    unknown = ["unknown"] if rates["unknown"].fillna(0).gt(0).any() else []
    for name in (*_COUNTS, *unknown):
        columns[t(f"column.{name}")] = rates[name]
    columns[t("column.rate_percent")] = percent_values(rates["rate"])
    for name in ROLES if roles else ():
        columns[t(f"column.{name}")] = rates[name]
    for name in _GAINS:
        if name in rates and rates[name].notna().any():
            values = points_values(rates[name]) if name == "gain_points" else rates[name]
            columns[t(f"column.{name}")] = values
    if trend is not None:
        rates_so_far = trend.sort_values("as_of").groupby("key")["rate"].agg(list)
        columns[t("column.trend")] = rates[KEYS[by]].map(
            lambda code: [percent_value(rate) for rate in rates_so_far.get(code, [])]
        )
    return pd.DataFrame(columns)


def in_order(rates: pd.DataFrame, order: str, by: str) -> pd.DataFrame:
    """Return rates in the order of a chart's rows, so that its table reads as the chart does.

    Args:
        rates: a row per group.
        order: ``lowest`` or ``highest`` rate first, ``outstanding`` (most first) or ``gain`` (most
            points first); what is missing stands last. Of equals who has more to do comes first,
            and then, alike in every language, the code of a province.
        by: what the groups are, one of :data:`itasdash.metrics.GROUPS`.
    """
    # A column of which nothing is told has no type of its own.
    late, rate = -rates["outstanding"].astype("Float64"), rates["rate"].astype("Float64")
    keys = {"lowest": rate, "highest": -rate, "outstanding": late}
    if "gain_points" in rates:
        keys["gain"] = -rates["gain_points"].astype("Float64")
    code = rates[KEYS[by]].astype("str") if by == "province" else 0
    sorted_by = pd.DataFrame({"first": keys[order], "late": late, "rate": rate})
    places = sorted_by.assign(code=code).sort_values(
        ["first", "late", "rate", "code"], kind="stable"
    )
    return rates.loc[places.index].reset_index(drop=True)


def change_digits(table: pd.DataFrame, language: str) -> dict[str, int]:
    """Return the headings of changes since an earlier snapshot that a table has, with decimals.

    Changes are those of registration and of surveys; there are none where it has no such column.
    """
    t = translator(language)
    digits = {t("column.gain_laos"): 0, t("column.gain_points"): 1}
    digits |= {t("survey.column_gain_points", instrument=i.upper()): 1 for i in INSTRUMENTS}
    return {heading: number for heading, number in digits.items() if heading in table}


def provinces_table(
    rates: pd.DataFrame, language: str, reconciled: "pd.Series[str]", trend: pd.DataFrame
) -> pd.DataFrame:
    """Return provinces as the table of their page: in the same order, with rank and history.

    Args:
        rates: as :func:`itasdash.metrics.provinces.order_provinces` gives them.
        language: of the headings.
        reconciled: whether the sources of each agree, in words, a value per row.
        trend: rates of the provinces over the snapshots (:func:`itasdash.metrics.trend`).
    """
    t = translator(language)
    table = rates_table(rates, "province", language, trend)
    names = [f"column.{name}" for name in ("rate_percent", "registered", "outstanding", "expected")]
    first = [t("group.province"), *(t(name) for name in names)]
    table = table[[*first, *(name for name in table if name not in first)]]
    table.insert(1, t("column.rank"), rates["rank"])
    table.insert(len(table.columns) - 1, t("column.reconciled"), reconciled)
    return table


def total_row(total: pd.DataFrame, table: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return the sum of provinces under the headings of their table.

    Args:
        total: one row of rates with gains, of all of them together.
        table: as :func:`provinces_table` gives it.
        language: of the headings.
    """
    t = translator(language)
    row = rates_table(total, "province", language).reindex(columns=table.columns)
    row[t("column.reconciled")] = ""
    return row.assign(**{t("column.trend"): [[]]})


def outstanding_states_table(counts: pd.DataFrame, by: str, language: str) -> pd.DataFrame:
    """Return who is missing in each group under headings for people.

    Args:
        counts: as :func:`itasdash.metrics.outstanding_by_state` gives them.
        by: what the groups are, one of :data:`itasdash.metrics.GROUPS`.
        language: of the headings.
    """
    t = translator(language)
    states = [state for state in OUTSTANDING_STATES if counts[state].sum()]
    columns = {t(f"group.{by}"): counts["name_th"]}
    columns |= {t(f"missing_person.{state}"): counts[state] for state in states}
    columns[t("column.outstanding")] = counts[list(OUTSTANDING_STATES)].sum(axis=1)
    return pd.DataFrame(columns)


def trend_table(trend: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return rates over the snapshots under headings for people, the latest first.

    Args:
        trend: as :func:`itasdash.metrics.trend` gives it.
        language: of the headings.
    """
    t = translator(language)
    ordered = trend.sort_values("as_of", ascending=False, kind="stable", ignore_index=True)
    unknown = ["unknown"] if ordered["unknown"].fillna(0).gt(0).any() else []
    columns = {t("column.as_of"): ordered["as_of"].map(lambda as_of: _moment(as_of, language))}
    columns[t("column.group")] = ordered["name"]
    for name in (*_COUNTS, *unknown):
        columns[t(f"column.{name}")] = ordered[name]
    columns[t("column.rate_percent")] = percent_values(ordered["rate"])
    return pd.DataFrame(columns)


def _moment(as_of: pd.Timestamp, language: str) -> str:
    return format_moment(as_of.to_pydatetime(), language)
