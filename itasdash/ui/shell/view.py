"""The view: the language, the snapshot and the earlier one that it is compared with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Literal, cast

import streamlit as st

from itasdash.charts import Look
from itasdash.documents.marks import Marks
from itasdash.i18n import DEFAULT_LANGUAGE, LANGUAGES, Translator, translator
from itasdash.importing.in_force import rests_on_bundled
from itasdash.schema import SnapshotInfo, SourceFinding
from itasdash.store import Store
from itasdash.thai.dates import BANGKOK, format_moment
from itasdash.ui.shell import choices

_VIEW = "view"
# Moments whose short texts are remembered: those of a long history stand in lists on every page.
_MOMENTS = 16_384
_NAMES = {language: translator(language)("app.language_name") for language in LANGUAGES}


@dataclass(frozen=True)
class View:
    """What every page of this run shows; ``filters`` are the active ones in short words."""

    language: str
    store: Store
    snapshots: tuple[SnapshotInfo, ...]
    info: SnapshotInfo
    before: SnapshotInfo | None
    is_sample: bool
    filters: tuple[str, ...] = ()

    @cached_property
    def t(self) -> Translator:
        """The catalogue of the language."""
        return translator(self.language)

    @cached_property
    def look(self) -> Look:
        """Language, colours and room of charts."""
        mode: Literal["light", "dark"] = "dark" if st.context.theme.type == "dark" else "light"
        narrow = "Mobile" in (st.context.headers.get("User-Agent") or "")
        return Look("en" if self.language == "en" else "th", mode, narrow)

    @cached_property
    def so_far(self) -> tuple[SnapshotInfo, ...]:
        """The snapshots of the fiscal year up to the one that is shown."""
        return tuple(
            info
            for info in self.snapshots
            if info.fiscal_year == self.info.fiscal_year and info.as_of <= self.info.as_of
        )

    @property
    def days(self) -> int | None:
        """Days from the earlier snapshot to the one shown, None where there is none earlier."""
        return (self.info.as_of.date() - self.before.as_of.date()).days if self.before else None

    @cached_property
    def open_errors(self) -> tuple[SourceFinding, ...]:
        """The errors of the snapshot that nobody has acknowledged."""
        return self.store.open_errors(self.info)

    @cached_property
    def open_errors_by_moment(self) -> dict[datetime, int]:
        """How many errors of each snapshot nobody has acknowledged, by its moment."""
        errors = self.store.open_errors_of(self.snapshots)
        return {info.as_of: len(each) for info, each in zip(self.snapshots, errors, strict=True)}

    @cached_property
    def rests_on_bundled(self) -> bool:
        """Whether it is counted by the register that comes with the app."""
        return not self.is_sample and rests_on_bundled(self.store)

    @cached_property
    def outdated(self) -> bool:
        """Whether the snapshot, or the earlier one, has yet to follow a change."""
        return bool({self.info.as_of, self.before and self.before.as_of} & {*self.store.stale()})

    @cached_property
    def marks(self) -> Marks:
        """What must be said of the snapshot wherever its numbers go."""
        return Marks(self.is_sample, len(self.open_errors), self.outdated)

    def moment(self, info: SnapshotInfo) -> str:
        """Return the moment of a snapshot as text."""
        return format_moment(info.as_of, self.language)

    @property
    def caption(self) -> str:
        """The moment, for subtitles and captions: ``ข้อมูล ณ 7 ม.ค. 2565 13:00 น.``."""
        return self.t("view.as_of", as_of=self.moment(self.info))

    @property
    def compared(self) -> tuple[str, ...]:
        """The moment that changes are reckoned from in words, none where there is none."""
        if self.before is None:
            return ()
        return (self.t("view.compared_with", as_of=self.moment(self.before)),)

    def filtered(self, words: Iterable[str]) -> "View":
        """Return the view of a page with active filters, for what carries them along."""
        return replace(self, filters=tuple(words))


def current_view() -> View:
    """Return the view that the app has chosen for this run."""
    return cast(View, st.session_state[_VIEW])


def chosen_language() -> str:
    """Return the language, before its switch stands on the page."""
    return choices.chosen("lang", _NAMES, DEFAULT_LANGUAGE)


def language_switch(t: Translator) -> None:
    """Show the switch of the language."""
    choices.segments(t("app.language"), _NAMES, "lang", DEFAULT_LANGUAGE, width="stretch")


def choose_view(
    language: str, store: Store, snapshots: Sequence[SnapshotInfo], *, is_sample: bool
) -> View:
    """Show the choice of fiscal year, snapshot and comparison, and keep it for the pages.

    ``snapshots`` are all snapshots, the earliest first, at least one.
    """
    t = translator(language)
    years = sorted({info.fiscal_year for info in snapshots}, reverse=True)
    year_names = {str(year): str(year) for year in years}
    year = int(choices.select(t("view.fiscal_year"), year_names, "year", str(years[0])))
    of_year = {
        moment_code(info.as_of): info for info in reversed(snapshots) if info.fiscal_year == year
    }
    marked = names_of_snapshots(store, snapshots, language)
    names = {code: marked[code] for code in of_year}
    info = of_year[choices.select(t("view.snapshot"), names, "as_of", next(iter(names)))]
    earlier = {moment_code(e.as_of): e for e in reversed(snapshots) if e.as_of < info.as_of}
    before = None
    if earlier:
        names = {code: marked[code] for code in earlier}
        before = earlier[choices.select(t("view.before"), names, "before", next(iter(names)))]
    view = View(language, store, tuple(snapshots), info, before, is_sample)
    st.session_state[_VIEW] = view
    return view


@lru_cache(_MOMENTS)
def moment_code(as_of: datetime) -> str:
    """Return a moment as it stands in the address and in folders: ``20220107T1300``."""
    return f"{as_of.astimezone(BANGKOK):%Y%m%dT%H%M}"


def names_of_snapshots(
    store: Store, snapshots: Iterable[SnapshotInfo], language: str
) -> dict[str, str]:
    """Return the moment of each snapshot by its code; open errors are said behind it."""
    t, listed = translator(language), list(snapshots)
    names = {}
    for info, errors in zip(listed, store.open_errors_of(listed), strict=True):
        name, count = format_moment(info.as_of, language), len(errors)
        marked = t("view.with_errors", as_of=name, count=count) if count else name
        names[moment_code(info.as_of)] = marked
    return names
