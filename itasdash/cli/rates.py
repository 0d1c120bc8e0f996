"""The command ``rates``: where groups of LAOs stand."""

import argparse

import pandas as pd

from itasdash.cli.arguments import REGISTRATION
from itasdash.cli.data import data_to_read
from itasdash.cli.queries import (
    DONE,
    chosen_snapshot,
    json_rows,
    marks_of,
    print_json,
    write_output,
)
from itasdash.cli.reports import COUNTS, moment_as_text, table_as_text
from itasdash.documents.csv_files import to_csv
from itasdash.documents.quotas import Quotas, read_quotas
from itasdash.documents.survey_tables import survey_table
from itasdash.i18n import DEFAULT_LANGUAGE, translator
from itasdash.i18n.numbers import count, percent
from itasdash.metrics import rates
from itasdash.metrics.surveys import surveys
from itasdash.reference import all_provinces

_ROLES = ("admin_registered", "executive_registered")


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


def rates_as_text(table: pd.DataFrame, language: str) -> str:
    """Return what ``rates`` prints for people; ``table`` is as :func:`itasdash.metrics.rates`."""
    t = translator(language)
    shown = {t("column.name_th"): table["name_th"]}
    if "district" in table:
        names = {code: province.name(language) for code, province in all_provinces().items()}
        shown = {t("column.province"): table["province_code"].map(names), **shown}
    for name in (*COUNTS, *_ROLES):
        shown[t(f"column.{name}")] = table[name].map(count)
        if name == COUNTS[-1]:
            shown[t("column.rate_percent")] = [percent(rate, sign=False) for rate in table["rate"]]
    return table_as_text(pd.DataFrame(shown), language)


def survey_rates_as_text(groups: pd.DataFrame, measure: str, by: str, language: str) -> str:
    """Return what ``rates --measure`` prints for people of :func:`itasdash.metrics.surveys`."""
    table = survey_table({measure: groups}, by, language)
    if by == "district":
        names = {code: province.name(language) for code, province in all_provinces().items()}
        heading = translator(language)("column.province")
        table.insert(0, heading, groups["province_code"].map(names))
    return table_as_text(table, language)
