"""The command ``changes``: what became of the LAOs between two snapshots."""

import argparse

import pandas as pd

from itasdash.cli.data import data_to_read
from itasdash.cli.queries import DONE, chosen_snapshot, json_rows, print_json
from itasdash.cli.reports import table_as_text
from itasdash.documents.changes import account_sentence, change_list
from itasdash.i18n import translator
from itasdash.importing.successions import read_successions
from itasdash.metrics.changes import LISTS, changes
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.schema import SnapshotInfo
from itasdash.thai.dates import format_moment


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


def span_as_text(before: SnapshotInfo, after: SnapshotInfo, language: str) -> str:
    """Return the line that says between which moments something changed."""
    moments = (format_moment(info.as_of, language) for info in (before, after))
    start, end = moments
    return translator(language)("changes.span", start=start, end=end)


def flow_as_text(flow: pd.DataFrame, language: str) -> str:
    """Return lines that say how many LAOs went from which state to which."""
    t = translator(language)
    return "\n".join(
        t(
            "changes.stayed" if row["from_state"] == row["to_state"] else "changes.went",
            start=t(f"state.{row['from_state']}"),
            end=t(f"state.{row['to_state']}"),
            count=row["laos"],
        )
        for row in flow.to_dict("records")
    )
