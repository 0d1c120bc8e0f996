"""The last LAOs of a campaign by name, where bars of ones and twos would say nothing."""

import pandas as pd
import streamlit as st

from itasdash.documents.headline import Headline
from itasdash.documents.html_tables import halves, html_table
from itasdash.documents.lao_tables import lao_list
from itasdash.metrics import with_state
from itasdash.reference.written_names import shortened
from itasdash.schema import OUTSTANDING_STATES
from itasdash.ui.shell.kept import kept
from itasdash.ui.shell.loading import load_snapshot
from itasdash.ui.shell.navigation import way_to
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import View

# From this rate on few are left, and these are what is spoken about.
LATE = 0.85
# So few are called by name: on a page, where the height of the map beside has room for them in two
# columns, and before a meeting in one.
_LAST, _LAST_LARGE = 40, 15
_NAMED = ("name", "district", "province", "missing")


def are_named(outstanding: int, rate: float, *, large: bool) -> bool:
    """Tell whether so few are outstanding that their names say more than bars would.

    Args:
        outstanding: how many LAOs are.
        rate: of all, 0 to 1.
        large: whether they stand before a meeting.
    """
    return 0 < outstanding <= (_LAST_LARGE if large else _LAST) and rate >= LATE


def last_laos(view: View, headline: Headline, *, large: bool) -> pd.DataFrame | None:
    """Return the last outstanding LAOs, where few are left and the snapshot names them."""
    few = are_named(headline.outstanding or 0, headline.rate or 0.0, large=large)
    if view.info.summary_only or not few:
        return None
    status = with_state(load_snapshot(view.store, view.info).status)
    rows = status[status["state"].isin(OUTSTANDING_STATES)]
    return rows if len(rows) == headline.outstanding else None


def show_last(view: View, rows: pd.DataFrame, *, large: bool, titled: bool) -> str:
    """Show the names of the last ones; return the finding.

    Args:
        view: what the page shows.
        rows: as :func:`last_laos` gives them.
        large: whether they stand before a meeting.
        titled: whether the finding stands above them.
    """
    t, table = view.t, kept(lao_list, rows, view.language)
    # In two columns there is room for a short name and no district.
    parted = len(rows) > _LAST_LARGE
    headings = [
        t(f"column.{name}") for name in (("province", "name", "missing") if parted else _NAMED)
    ]
    title = t("overview.last", count=len(rows))
    with st.container(border=True, height="stretch", key="last_names"):
        if titled:
            st.header(plain(title), anchor=False)
        if parted:
            name, missing = t("column.name"), t("column.missing")
            both = {t("missing_person.none"): t("chart.missing_both")}
            table = table.assign(**{name: table[name].map(shortened)})
            st.html(halves(table.replace({missing: both})[headings]))
        else:
            st.html(html_table(table[headings]))
        if not large:
            way_to("unregistered", t("overview.all_outstanding", count=len(rows)))
    return title
