"""What every chart function returns, and the rows and axes that charts share."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from itasdash.charts.look import FONT_SIZE, SMALL_SIZE, Look, escape, missing, text_width
from itasdash.reference import lao_types

ROW_HEIGHT = 26
AXIS_HEIGHT = 26
_GAP = 10


@dataclass(frozen=True)
class Chart:
    """A figure and its words.

    ``title`` is the finding, ``subtitle`` what is measured, ``alt`` the takeaway for screen
    readers. They are plain text, never markup, also in ``figure.layout.meta``: whoever draws them
    into a figure or a page escapes them there.
    """

    figure: go.Figure
    title: str
    subtitle: str
    alt: str

    def with_caption(self, caption: str) -> "Chart":
        """Return the chart with ``caption`` (its as_of and filters) after the subtitle."""
        return _worded(replace(self, subtitle=f"{self.subtitle} · {caption}"))


@dataclass(frozen=True)
class Group:
    """A row of a rates frame with None for whatever is missing; counts of LAOs, rate 0 to 1."""

    code: str
    name: str
    expected: int | None
    registered: int | None
    outstanding: int | None
    unknown: int | None
    rate: float | None
    admin_registered: int | None
    executive_registered: int | None
    gain_laos: int | None
    gain_points: float | None


def groups(rates: pd.DataFrame, key: str, look: Look) -> list[Group]:
    """Return the rows of ``rates`` in their order; LAO types under their short names.

    Args:
        rates: one row per group with the columns of :class:`Group` (``key`` holds its code,
            ``name_th`` its display name); gains and roles may be missing.
        key: name of the column with the groups' codes.
        look: gives the language of short names.
    """
    short = {code: named.short(look.language) for code, named in lao_types().items()}
    found = []
    for row in rates.to_dict("records"):
        code = str(row[key])
        name = short.get(code, str(row["name_th"])) if key == "lao_type" else str(row["name_th"])
        counts = {field: _int(row.get(field)) for field in _COUNTS}
        found.append(
            Group(
                code=code,
                name=name,
                rate=_float(row.get("rate")),
                gain_points=_float(row.get("gain_points")),
                **counts,
            )
        )
    return found


_COUNTS = (
    "expected",
    "registered",
    "outstanding",
    "unknown",
    "admin_registered",
    "executive_registered",
    "gain_laos",
)


def _int(value: Any) -> int | None:
    return None if missing(value) else int(value)


def _float(value: Any) -> float | None:
    return None if missing(value) else float(value)


def make_chart(figure: go.Figure, look: Look, title: str, subtitle: str, alt: str) -> Chart:
    """Return the chart of ``figure`` in the look's template, with its words in ``layout.meta``."""
    figure.update_layout(template=look.template())
    return _worded(Chart(figure, title, subtitle, alt))


def empty_chart(look: Look) -> Chart:
    """Return the chart that stands where there is nothing to draw: a sentence that says so."""
    figure = go.Figure()
    figure.add_annotation(
        text=escape(look.t("chart.empty")),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        font={"color": look.colour("muted")},
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.update_layout(height=120)
    title, subtitle = look.t("chart.empty_title"), look.t("chart.empty")
    return make_chart(figure, look, title, subtitle, subtitle)


def _worded(chart: Chart) -> Chart:
    figure = go.Figure(chart.figure)
    figure.update_layout(meta={"title": chart.title, "subtitle": chart.subtitle})
    return replace(chart, figure=figure)


def muted(text: str, look: Look) -> str:
    """Return ``text`` (markup) in the colour and size of secondary text."""
    return f'<span style="color:{look.colour("muted")};font-size:{SMALL_SIZE}px">{text}</span>'


def hover(group: Group, look: Look) -> str:
    """Return the hover text of a group: name, rate, counts, and its gain where there is one."""
    t = look.t
    lines = [f"<b>{escape(group.name)}</b>"]
    if group.rate is not None:
        lines.append(t("chart.hover_rate", rate=look.percent(group.rate)))
    if group.registered is not None and group.expected is not None:
        lines.append(
            t("chart.hover_registered", registered=group.registered, expected=group.expected)
        )
    if group.outstanding is not None:
        lines.append(t("chart.hover_outstanding", outstanding=group.outstanding))
    if group.unknown:
        lines.append(t("chart.hover_unknown", unknown=group.unknown))
    if group.gain_points is not None:
        gain = look.points(group.gain_points)
        if group.gain_laos is not None:
            gain = f"{gain} ({look.laos(group.gain_laos)})"
        lines.append(t("chart.hover_gain", gain=gain))
    return "<br>".join(lines)


@dataclass(frozen=True)
class Label:
    """A label beside a row: its markup and an upper estimate of its width in pixels."""

    markup: str
    width: int


def name_label(name: str, beside: str, look: Look) -> Label:
    """Return a row's name with a muted number after it, or none where ``beside`` is empty."""
    if not beside:
        return Label(escape(name), text_width(name))
    width = text_width(f"{name} ") + text_width(beside, SMALL_SIZE)
    return Label(f"{escape(name)} {muted(beside, look)}", width)


def value_label(value: str, beside: str, look: Look) -> Label:
    """Return a row's value in bold with a muted one after it."""
    width = text_width(f"{value}  ", bold=True) + text_width(beside, SMALL_SIZE)
    return Label(f"<b>{value}</b>  {muted(beside, look)}", width)


def lay_out_rows(
    figure: go.Figure, look: Look, names: Sequence[Label], ends: Sequence[Label]
) -> None:
    """Give ``figure`` a row per name: names flush left, room for ``ends`` at the right.

    Rows stand at y = 0, 1, … from the top. Margins are fixed in pixels from the widths of the
    texts, so that names are whole at any width of the page.
    """
    left = max(label.width for label in names) + _GAP
    right = max(label.width for label in ends) + _GAP
    figure.update_yaxes(
        # Labels of a right-hand axis are flush left; the standoff moves them into the margin.
        side="right",
        anchor="free",
        position=0,
        ticklabelstandoff=-left,
        tickvals=list(range(len(names))),
        ticktext=[label.markup for label in names],
        tickfont={"color": look.colour("ink"), "size": FONT_SIZE},
        range=[len(names) - 0.5, -0.5],
    )
    figure.update_layout(
        height=len(names) * ROW_HEIGHT + 8, margin={"l": left, "r": right, "t": 4, "b": 4}
    )


def add_end_labels(
    figure: go.Figure, ends: Sequence[Label], x: Sequence[float], gap: int = 5
) -> None:
    """Write a label ``gap`` pixels right of ``x`` in each row; an empty one leaves its row free."""
    for row, (label, end) in enumerate(zip(ends, x, strict=True)):
        if label.markup:
            figure.add_annotation(text=label.markup, x=end, y=row, xanchor="left", xshift=gap)


def add_rate_axis(figure: go.Figure, look: Look) -> None:
    """Give a figure of rows an x axis of rates, always 0 to 100 %, with its ticks on top."""
    figure.update_xaxes(
        range=[0, 1],
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        ticktext=["0 %", "", "50 %", "", "100 %"],
        side="top",
        showgrid=True,
        tickangle=0,
        tickfont={"color": look.colour("muted"), "size": SMALL_SIZE},
    )
    height = figure.layout.height + AXIS_HEIGHT
    figure.update_layout(height=height, margin_t=4 + AXIS_HEIGHT)
