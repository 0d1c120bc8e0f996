"""The view: the language, the snapshot and the earlier one that it is compared with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import islice
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
    offered = _offered(store, snapshots, language)
    newest = next(iter(offered.years))
    year = choices.select(
        t("view.fiscal_year"), {each: each for each in offered.years}, "year", newest
    )
    names = offered.years[year]
    code = choices.select(t("view.snapshot"), names, "as_of", next(iter(names)))
    before = None
    earlier = dict(islice(offered.names.items(), offered.places[code] + 1, None))
    if earlier:
        chosen = choices.select(t("view.before"), earlier, "before", next(iter(earlier)))
        before = offered.info(chosen)
    view = View(language, store, offered.snapshots, offered.info(code), before, is_sample)
    st.session_state[_VIEW] = view
    return view


@dataclass(frozen=True)
class _Offered:
    """The snapshots that are offered to choose from.

    Attributes:
        snapshots: all, the earliest first.
        names: by their codes, the latest first.
        years: those of each fiscal year, the latest first.
        places: where each stands among the names.
    """

    snapshots: tuple[SnapshotInfo, ...]
    names: Mapping[str, str]
    years: Mapping[str, Mapping[str, str]]
    places: Mapping[str, int]

    def info(self, code: str) -> SnapshotInfo:
        """Return the snapshot of a code."""
        return self.snapshots[-1 - self.places[code]]


# Under the language: the list that was asked for, the errors of its snapshots, what is offered.
_offers: dict[str, tuple[Sequence[SnapshotInfo], list[int], _Offered]] = {}


def _offered(store: Store, snapshots: Sequence[SnapshotInfo], language: str) -> _Offered:
    """Return the choice of some snapshots, the earliest first, which is made once for a list."""
    errors = [len(each) for each in store.open_errors_of(snapshots)]
    held = _offers.get(language)
    # All runs are given the same list for as long as no snapshot has changed.
    if held is not None and held[0] is snapshots and held[1] == errors:
        return held[2]
    latest = snapshots[::-1]
    names = names_of_snapshots(store, latest, language)
    years: dict[str, dict[str, str]] = {}
    for info, (code, name) in zip(latest, names.items(), strict=True):
        years.setdefault(str(info.fiscal_year), {})[code] = name
    ordered = dict(sorted(years.items(), key=lambda each: int(each[0]), reverse=True))
    places = {code: place for place, code in enumerate(names)}
    found = _Offered(tuple(snapshots), names, ordered, places)
    _offers[language] = snapshots, errors, found
    return found


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
