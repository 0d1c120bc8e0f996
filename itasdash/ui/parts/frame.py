"""What stands around every page: its title, what it shows, what is wrong, where it is from."""

from collections.abc import Callable
from html import escape

import streamlit as st

from itasdash.documents.provenance import findings_table, source_line, sources_table
from itasdash.importing.in_force import bundled_date
from itasdash.thai.dates import format_date
from itasdash.ui.parts.printing import prepare_paper, print_button
from itasdash.ui.parts.tables import all_counts, show_table
from itasdash.ui.shell.access import current_person, may_import
from itasdash.ui.shell.copies import is_copy
from itasdash.ui.shell.following import following_note
from itasdash.ui.shell.kept import kept_under
from itasdash.ui.shell.navigation import way_to
from itasdash.ui.shell.sample import sample_banner
from itasdash.ui.shell.text import plain
from itasdash.ui.shell.view import View, moment_code

Actions = Callable[[], None]
# Wide enough for nearly every finding.
_SENTENCE = 620


def page_head(
    view: View,
    title: str,
    filters: str = "",
    actions: Actions | None = None,
    *,
    one_sheet: bool = False,
) -> None:
    """Show the title of a page and the line that says what it shows.

    Args:
        view: what the page shows.
        title: text, not Markdown.
        filters: the active filters; text, not Markdown.
        actions: shows the buttons beside the title.
        one_sheet: whether the page is made to fit one sheet where it is printed.
    """
    t = view.t
    with st.container(horizontal=True, vertical_alignment="center", key="page_head"):
        st.title(plain(title), anchor=False)
        with st.container(horizontal=True, width="content", key="page_actions"):
            if actions is not None:
                actions()
            print_button(t)
    said = [t("view.fiscal_year_is", year=view.info.fiscal_year), view.caption]
    said += view.compared
    if view.rests_on_bundled:
        said.append(t("view.bundled_register", since=format_date(bundled_date(), view.language)))
    if filters:
        said.append(filters)
    st.caption(plain(" · ".join(said)))
    marks = view.marks.words(view.language)
    prepare_paper([t("app.title"), view.caption, *marks], one_sheet=one_sheet)
    if view.is_sample:
        sample_banner(t)
        if may_import(current_person()):
            way_to("import", t("sample.begin"))
    errors_note(view)
    shown = [each.as_of for each in (view.info, view.before) if each is not None]
    following_note(view.store, shown, [each.as_of for each in view.snapshots], t)
    if view.info.summary_only:
        st.info(t("view.summary_only"), icon=":material/info:")


def errors_note(view: View) -> None:
    """Warn of errors that nobody has acknowledged; else say who has, and why."""
    t = view.t
    acknowledged = view.store.acknowledgement(view.info) if view.info.errors else None
    if view.open_errors:
        st.warning(t("view.errors", count=len(view.open_errors)), icon=":material/error:")
        if may_import(current_person()):
            way_to("import", t("view.to_errors"), record=moment_code(view.info.as_of))
    elif acknowledged is not None and is_copy(view.store):
        count = len(view.info.errors)
        st.info(t("copy.acknowledged", count=count), icon=":material/task_alt:")
    elif acknowledged is not None:
        words = {"who": plain(acknowledged.who), "reason": plain(acknowledged.reason)}
        count = len(view.info.errors)
        st.info(t("view.acknowledged", count=count, **words), icon=":material/task_alt:")


def page_foot(view: View) -> None:
    """Show where the numbers of a page are from and what their import noticed."""
    t, info = view.t, view.info
    hashes = ", ".join(source.sha256[:12] for source in info.sources)
    said = [t("print.source", source=source_line(info, view.language), hashes=hashes)]
    if info.findings:
        said.append(t("source.findings", count=len(info.findings)))
    lines = "".join(f"<p>{escape(line)}</p>" for line in said)
    st.html(f'<div class="itasdash-printed">{lines}</div>')
    _sources_part(view)


@st.fragment
def _sources_part(view: View) -> None:
    """Show the files and the findings to whoever unfolds them; until then none of it is sent."""
    t, info = view.t, view.info
    label = t("source.folded", count=len(info.sources))
    folded = st.expander(label, icon=":material/source:", key="source_folded", on_change="rerun")
    if not folded.open:
        return
    with folded:
        st.caption(t("source.subtitle"))
        # Known by its identity, a record need not be looked through with all its findings.
        grounds = (info.identity, view.language)
        sources = kept_under(("sources", *grounds), lambda: sources_table(info, view.language))
        show_table(sources, t("source.title"), key="sources", columns=all_counts(sources))
        for source in info.sources:
            if source.kind == "unregistered_list":
                st.caption(t(f"source.list_means_{source.list_means}"))
        if info.findings:
            title = t("source.findings", count=len(info.findings))
            st.header(title, anchor=False)
            widths = {t("column.finding"): st.column_config.TextColumn(width=_SENTENCE)}
            table = kept_under(("findings", *grounds), lambda: findings_table(info, view.language))
            show_table(table, title, key="findings", columns=widths)
