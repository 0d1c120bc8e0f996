"""A snapshot as one HTML file that needs no network: figures, charts, tables, to keep or to mail.

Everything stands in the file: plotly.js once, the typeface, the numbers. A policy in its head
forbids the browser to ask for anything else, and to run any script but the two that are in it.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

import fontpkg_sarabun
import pandas as pd
from plotly.offline import get_plotlyjs

from itasdash.charts import (
    Chart,
    Look,
    group_outstanding,
    outstanding_bars,
    picture_script,
    rate_trend,
    role_gap,
    tile_map,
)
from itasdash.documents.cards import Card, headline_cards
from itasdash.documents.csv_files import with_text_dates
from itasdash.documents.filters import filter_sentence
from itasdash.documents.headline import headline_sentence, make_headline
from itasdash.documents.html_tables import html_table
from itasdash.documents.lao_tables import lao_list
from itasdash.documents.marks import Marks
from itasdash.documents.provenance import findings_table, source_line, sources_table
from itasdash.documents.quotas import Quotas
from itasdash.documents.rate_tables import rates_table, trend_table
from itasdash.documents.survey_edition import survey_charts, survey_tables
from itasdash.findings import Finding
from itasdash.i18n import translator
from itasdash.metrics import rates, trend, with_gain
from itasdash.metrics.calendar import calendar_of, registration_deadline
from itasdash.metrics.histories import lao_histories
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.schema import (
    INSTRUMENTS,
    OUTSTANDING_STATES,
    CalendarEntry,
    Snapshot,
    SnapshotInfo,
    sha256,
)
from itasdash.schema.records import canonical
from itasdash.thai.dates import format_moment

_WEIGHTS = {400: "Regular", 700: "Bold"}
# What an archive of names does not need beside them.
_LEFT_OUT = ("type", "state", "region", "registered_on", "changed_from")
_AS_EXPORTED = Quotas()


@dataclass(frozen=True)
class Edition:
    """What an edition is made from, and nothing else goes into it.

    Attributes:
        so_far: the snapshots of the fiscal year, the earliest first; the last is the one shown.
        before: the snapshot that it is compared with, None where there is none.
        open_errors: the errors of the one shown that nobody has acknowledged.
        language: ``th`` or ``en``.
        sample: whether the snapshots are of the sample.
        quotas: what the office has decided of quotas that an export does not give.
        calendar: the dates that the office has entered.
        outdated: whether the one shown, or the earlier one, has yet to follow a change.
    """

    so_far: Sequence[SnapshotInfo]
    before: SnapshotInfo | None = None
    open_errors: Sequence[Finding] = ()
    language: str = "th"
    sample: bool = False
    quotas: Quotas = _AS_EXPORTED
    calendar: tuple[CalendarEntry, ...] = ()
    outdated: bool = False

    @property
    def ingredients(self) -> bytes:
        """All that the file is made from, for the hash in its name.

        The file takes its time and is made when somebody asks for it; its name is needed before.
        """
        seen = [*self.so_far, *([self.before] if self.before else [])]
        made_from = {
            "snapshots": [info.identity for info in seen],
            "compared": self.before is not None,
            "open_errors": [error.stored() for error in self.open_errors],
            "language": self.language,
            "sample": self.sample,
            "quotas": self.quotas.identity,
            "calendar": [entry.stored() for entry in self.calendar],
            "outdated": self.outdated,
            "shipped": _shipped(),
        }
        return canonical(made_from)

    def to_html(self, read: Callable[[SnapshotInfo], Snapshot]) -> bytes:
        """Return the HTML file; the same edition always gives the same bytes.

        Args:
            read: gives the tables of a snapshot.
        """
        snapshots = [read(info) for info in self.so_far]
        shown = self.quotas.of(snapshots[-1])
        by_moment = {
            each.info.as_of: rates(each.status, each.province_summary, "country", self.language)
            for each in snapshots
        }
        earlier = _Earlier(
            trend(by_moment, "country"),
            lao_histories({each.info.as_of: each.status for each in snapshots}),
            read(self.before) if self.before else None,
            self.calendar,
        )
        marks = Marks(self.sample, len(self.open_errors), self.outdated)
        t = translator(self.language)
        notes = [note for each in INSTRUMENTS for note in self.quotas.notes(shown, each, t)]
        return _html(shown, earlier, marks, notes, self.language)


@dataclass(frozen=True)
class _Earlier:
    """What is told beside the snapshot that is shown: course, histories, what it is compared with.

    ``trend`` are national rates (:func:`itasdash.metrics.trend`), ``histories`` those of LAOs
    (:func:`itasdash.metrics.histories.lao_histories`), ``calendar`` the office's dates.
    """

    trend: pd.DataFrame
    histories: pd.DataFrame
    before: Snapshot | None
    calendar: Sequence[CalendarEntry]


def _html(
    snapshot: Snapshot, earlier: _Earlier, marks: Marks, notes: Sequence[str], language: str
) -> bytes:
    t, info = translator(language), snapshot.info
    as_of = t("view.as_of", as_of=format_moment(info.as_of, language))
    shown = [t("view.fiscal_year_is", year=info.fiscal_year), as_of]
    if earlier.before is not None:
        moment = format_moment(earlier.before.info.as_of, language)
        shown.append(t("view.compared_with", as_of=moment))
    by = {group: _rates(snapshot, earlier.before, group, language) for group in _GROUPS}
    states = select_laos(snapshot.status, LaoFilter())["state"].value_counts().to_dict()
    days = (info.as_of.date() - earlier.before.info.as_of.date()).days if earlier.before else None
    headline = make_headline(by["country"], by["province"], states, days)
    deadline = registration_deadline(info.fiscal_year, earlier.calendar)
    title = headline_sentence(headline, language, info.as_of.date(), deadline)
    look = Look("en" if language == "en" else "th")
    body = [f"<h1>{escape(title)}</h1>", f'<p class="muted">{escape(" · ".join(shown))}</p>']
    body += [f'<p class="warning">{escape(words)}</p>' for words in marks.words(language)]
    cards = "".join(map(_card, headline_cards(headline, look)))
    body.append(f'<div class="cards">{cards}</div>')
    events = calendar_of(info.fiscal_year, earlier.calendar)
    drawn = [*_charts(by, earlier.trend, look, deadline, events), *survey_charts(snapshot, look)]
    caption = " · ".join([as_of, *marks.words(language)])
    charts = [chart.with_caption(caption, source_line(info, language)) for chart in drawn]
    parts = [_chart(chart, f"figure{number}", look) for number, chart in enumerate(charts)]
    body.append(f'<div class="charts">{"".join(parts)}</div>')
    if notes:
        body.append(f'<p class="muted">{escape(" · ".join(notes))}</p>')
    for heading, table in _tables(snapshot, earlier, by, language).items():
        body.append(_section(heading, table))
    body.append(f'<p class="muted">{escape(_footer(info.identity, language))}</p>')
    return _page(language, f"{title} · {caption}", body).encode()


_GROUPS = ("country", "province", "region", "type")


def _rates(snapshot: Snapshot, before: Snapshot | None, by: str, language: str) -> pd.DataFrame:
    now, then = (
        each and rates(each.status, each.province_summary, by, language)
        for each in (snapshot, before)
    )
    return with_gain(now, then, by)


def _charts(
    by: Mapping[str, pd.DataFrame],
    trend: pd.DataFrame,
    look: Look,
    deadline: date | None,
    events: Sequence[CalendarEntry],
) -> list[Chart]:
    charts = [tile_map(by["province"], look), outstanding_bars(by["province"], look)]
    charts.append(rate_trend(trend, look, deadline, events))
    charts.append(group_outstanding(by["region"], look, "region"))
    if len(by["type"]):
        charts.append(group_outstanding(by["type"], look, "lao_type"))
        gap = role_gap(by["type"], look)
        charts += [gap] if gap is not None else []
    return charts


def _tables(
    snapshot: Snapshot, earlier: _Earlier, by: Mapping[str, pd.DataFrame], language: str
) -> dict[str, pd.DataFrame]:
    t, info = translator(language), snapshot.info
    tables = {t("province.table"): rates_table(by["province"], "province", language)}
    tables[t("trends.table")] = trend_table(earlier.trend, language)
    tables |= survey_tables(snapshot, language)
    if not info.summary_only:
        wanted = LaoFilter(states=OUTSTANDING_STATES)
        rows = select_laos(snapshot.status, wanted, earlier.histories)
        listed = lao_list(rows, language)
        left_out = [t(f"column.{name}") for name in _LEFT_OUT]
        heading = f"{t('document.outstanding')} · {filter_sentence(wanted, language)}"
        tables[f"{heading} · {t('unregistered.list', count=len(rows))}"] = listed.drop(
            columns=left_out
        )
    sources = sources_table(info, language)
    tables[t("source.title")] = sources
    if info.findings:
        findings = t("source.findings", count=len(info.findings))
        tables[findings] = findings_table(info, language)
    return {heading: with_text_dates(table, language) for heading, table in tables.items()}


def _footer(identity: str, language: str) -> str:
    t = translator(language)
    return f"{t('about.made_by')} {t('about.program', identity=identity[:12])} · {t('app.credits')}"


def _card(card: Card) -> str:
    note = f"<span>{escape(card.note)}</span>" if card.note else ""
    return f'<div class="card">{escape(card.label)}<b>{escape(card.value)}</b>{note}</div>'


def _chart(chart: Chart, name: str, look: Look) -> str:
    config = chart.config(name, look.language)
    drawn = f'{{"figure":{chart.json().decode()},"config":{json.dumps(config)}}}'
    # Nothing in the data can end the element that it stands in.
    data = drawn.replace("<", "\\u003c")
    return (
        f"<section><h2>{escape(chart.title)}</h2>"
        f'<p class="muted">{escape(chart.subtitle)}</p>'
        f'<div class="chart" role="img" data-figure="{name}" aria-label="{escape(chart.alt)}">'
        "</div>"
        f'<script type="application/json" id="{name}">{data}</script></section>'
    )


_LONG = 40


def _section(heading: str, table: pd.DataFrame) -> str:
    look = "scroll long" if len(table) > _LONG else "scroll"
    return (
        f'<section><h2>{escape(heading)}</h2><div class="{look}" tabindex="0">'
        f"{html_table(table)}</div></section>"
    )


@cache
def _scripts() -> tuple[str, ...]:
    own = files(__package__).joinpath("edition.js").read_text(encoding="utf-8")
    return get_plotlyjs().replace("</script", "<\\/script"), picture_script(), own


@cache
def _shipped() -> str:
    """Return the hash of what is the same in every edition of this version of the program."""
    return sha256("".join([*_scripts(), _style()]).encode())


@cache
def _style() -> str:
    faces = []
    for weight, name in _WEIGHTS.items():
        path = Path(fontpkg_sarabun.ROOT) / "files" / f"Sarabun-{name}.ttf"
        data = base64.b64encode(path.read_bytes()).decode()
        source = f"url(data:font/ttf;base64,{data})"
        faces.append(f"@font-face{{font-family:Sarabun;font-weight:{weight};src:{source}}}")
    own = files(__package__).joinpath("edition.css").read_text(encoding="utf-8")
    return "\n".join([*faces, own])


def _page(language: str, title: str, body: Sequence[str]) -> str:
    scripts = _scripts()
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in scripts
    )
    policy = (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; font-src data:; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    return "\n".join(
        [
            f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="referrer" content="no-referrer">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>\n<style>{_style()}</style>\n</head>\n<body>",
            *body,
            *(f"<script>{script}</script>" for script in scripts),
            "</body>\n</html>\n",
        ]
    )
