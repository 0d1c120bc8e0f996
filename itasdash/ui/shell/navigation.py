"""The pages of the app and the way between them."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from itasdash.i18n import DEFAULT_LANGUAGE, Translator, translator
from itasdash.ui.shell import choices

# What a link to another page takes along; everything else belongs to one page.
_SHARED = ("lang", "year", "as_of", "before")
# Streamlit wants a name for the page at the bare address, though nothing is found under it.
_BARE = "start"


@dataclass(frozen=True)
class PageEntry:
    """A page: the name of its texts and address, its file, its icon, and whether all may see it."""

    name: str
    icon: str
    staff: bool = False

    @property
    def file(self) -> str:
        """The file of the page; its stem differs from the address, as deep links need."""
        return f"pages/{self.name}_page.py"


PAGES = (
    PageEntry("overview", ":material/dashboard:"),
    PageEntry("provinces", ":material/map:"),
    PageEntry("unregistered", ":material/person_off:"),
    PageEntry("surveys", ":material/fact_check:"),
    PageEntry("trends", ":material/trending_up:"),
    PageEntry("changes", ":material/compare_arrows:"),
    PageEntry("letters", ":material/mail:", staff=True),
    PageEntry("import", ":material/upload_file:", staff=True),
)


def declare_pages() -> Any:
    """Declare the pages to streamlit and return the one that is asked for, not yet run."""
    # The tab's title follows the language later, by set_page_config.
    t = translator(DEFAULT_LANGUAGE)
    first, *others = PAGES
    pages = [
        # The default page has the bare address and is not found under its own name.
        _page(first, t, url_path=_BARE, default=True),
        _page(first, t, url_path=first.name, visibility="hidden"),
        *(_page(entry, t, url_path=entry.name) for entry in others),
    ]
    return st.navigation(pages, position="hidden")


def _page(entry: PageEntry, t: Translator, **how: Any) -> Any:
    # An icon here would become the tab's, which the browser fetches from outside.
    return st.Page(entry.file, title=t(f"page.{entry.name}"), icon="", **how)


def start_page() -> Any:
    """Return the page that is asked for, ready for its choices but not yet run."""
    page = declare_pages()
    choices.begin_page(page.url_path)
    return page


def is_for_staff(page: Any) -> bool:
    """Tell whether a page, as :func:`start_page` returns it, is for staff only."""
    return any(entry.staff for entry in PAGES if entry.name == page.url_path)


def show_navigation(t: Translator, *, staff: bool) -> None:
    """Show links to the pages for a person; each carries the language and the snapshot."""
    shared = choices.shared_choices(_SHARED)
    for entry in PAGES:
        if entry.staff and not staff:
            continue
        label = t(f"page.{entry.name}")
        st.page_link(entry.file, label=label, icon=entry.icon, query_params=shared, width="stretch")


def page_link(name: str, t: Translator, **chosen: str) -> None:
    """Show a link to a page with something chosen on it; the language goes along."""
    [entry] = [entry for entry in PAGES if entry.name == name]
    address = {**choices.shared_choices(("lang",)), **chosen}
    st.page_link(entry.file, label=t(f"page.{name}"), icon=entry.icon, query_params=address)


def way_to(name: str, label: str, icon: str = "", **chosen: str) -> None:
    """Show a link to something chosen on a page; language and snapshot go along."""
    [entry] = [entry for entry in PAGES if entry.name == name]
    address = {**choices.shared_choices(_SHARED), **chosen}
    st.page_link(entry.file, label=label, icon=icon or entry.icon, query_params=address)


def page_button(name: str, label: str) -> None:
    """Show a button that leads to a page, the next step where this one has nothing to show."""
    [entry] = [entry for entry in PAGES if entry.name == name]
    if st.button(label, key=f"to_{name}", icon=entry.icon, type="primary"):
        open_page(name)


def open_page(name: str, **chosen: str) -> None:
    """Go to a page and choose something on it; language and snapshot go along."""
    [entry] = [entry for entry in PAGES if entry.name == name]
    address = {**choices.shared_choices(_SHARED), **chosen}
    st.switch_page(entry.file, query_params=address)
