"""The heat map: every province at every snapshot, on the fixed scale of rates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal, NamedTuple

import pandas as pd

from itasdash.charts.chart import Chart, empty_chart, make_chart
from itasdash.charts.condense import moments_that_fit
from itasdash.charts.drawing import Drawing
from itasdash.charts.look import FONT_SIZE, SMALL_SIZE, Look, escape, text_width
from itasdash.charts.maps import targets
from itasdash.charts.rows import name_rows
from itasdash.i18n.numbers import is_null
from itasdash.reference import all_provinces, regions
from itasdash.thai.collation import thai_rank
from itasdash.thai.dates import format_date, format_moment

HeatOrder = Literal["lowest", "name", "region"]

_ROW, _NARROW_ROW = 24, 22
_TOP, _MARGIN, _GAP = 58, 4, 8
_NUMBER_SIZE, _NARROW_NUMBER_SIZE = 13, 11
# Numbers stand in the cells where these have room in the narrowest figure of each kind.
_NARROWEST, _NARROW = 440, 300
_NUMBER_WIDTH, _DATE_WIDTH = 20, 23
# The narrowest cell that can be told from its neighbours, with the gap between them.
_CELL = 3
# What a cell without data is coloured by, below every step of the scale.
_NO_DATA = -1


def heat_map(trend: pd.DataFrame, look: Look, order: HeatOrder = "lowest") -> Chart:
    """Return a cell per province and snapshot, coloured by its rate, whole per cent in it.

    Columns are the snapshots in their order, all of one width, whatever time lies between; their
    days stand above them. Of more than there is room for they are the first one and the last of
    each day, week or month, and the subtitle says so. A cell without data is grey and says so. A
    click carries the province code in ``customdata[0]``.

    Args:
        trend: one row per snapshot and province (``as_of`` with zone, ``key``, ``name``,
            ``expected``, ``registered``, ``outstanding``, ``unknown``, ``rate`` 0 to 1), see
            :func:`itasdash.metrics.trend`.
        look: language and colours.
        order: what stands on top: the lowest rate at the last snapshot, the first name in Thai
            dictionary order, or the first region, each from its lowest rate on.
    """
    known = trend.dropna(subset=["rate"], ignore_index=True)
    if known.empty:
        return empty_chart(look)
    moments = sorted(set(known["as_of"]))
    lines = _lines(known, order, look)
    title, alt = _words(known, moments, look)
    moments, period = moments_that_fit(moments, max(_width(look, lines) // _CELL, 1))
    subtitle = look.t(f"heat.subtitle_{period}" if period else "heat.subtitle")
    shown = known[known["as_of"].isin(moments)]
    columns = (shown[name].tolist() for name in ("key", "as_of", "rate", *_COUNTS))
    cells = {
        (key, as_of): _Cell(float(rate), *counts)
        for key, as_of, rate, *counts in zip(*columns, strict=True)
    }
    figure = Drawing()
    _add_cells(figure, look, lines, moments, cells)
    _lay_out(figure, look, lines, moments)
    return make_chart(figure, look, title, subtitle, alt)


_COUNTS = ("registered", "expected", "outstanding", "unknown")


class _Cell(NamedTuple):
    """What a cell shows: a rate, and the LAOs behind it."""

    rate: float
    registered: int | None
    expected: int | None
    outstanding: int | None
    unknown: int | None


_Cells = Mapping[tuple[str, pd.Timestamp], _Cell]


@dataclass(frozen=True)
class _Line:
    """A row of the figure: a province, or the heading of a region where there is no code."""

    code: str
    name: str


def _lines(known: pd.DataFrame, order: HeatOrder, look: Look) -> list[_Line]:
    last = known.sort_values("as_of", kind="stable").drop_duplicates("key", keep="last")
    # A province that the last snapshot does not know stands below the others.
    current = last["rate"].where(last["as_of"] == known["as_of"].max(), 2.0).astype(float)
    last = last.assign(place=thai_rank(last["name"]), current=current)
    by = ["place"] if order == "name" else ["current", "place"]
    found = [
        _Line(str(row["key"]), str(row["name"])) for row in last.sort_values(by).to_dict("records")
    ]
    if order != "region":
        return found
    grouped: list[_Line] = []
    for code, region in regions().items():
        own = [line for line in found if all_provinces()[line.code].region == code]
        if own:
            grouped += [_Line("", region.name(look.language)), *own]
    return grouped


def _add_cells(
    figure: Drawing,
    look: Look,
    lines: Sequence[_Line],
    moments: Sequence[pd.Timestamp],
    cells: _Cells,
) -> None:
    rates = [
        [cell.rate if (cell := cells.get((line.code, moment))) else None for moment in moments]
        if line.code
        else []
        for line in lines
    ]
    size = _NARROW_NUMBER_SIZE if look.narrow else _NUMBER_SIZE
    numbers = _width(look, lines) / len(moments) >= _NUMBER_WIDTH * size / _NUMBER_SIZE
    blank = [None] * len(moments)
    # Of each rate once: a history has the same ones again and again.
    known = dict.fromkeys(rate for row in rates for rate in row)
    inks = {rate: look.rate_text_colour(rate) for rate in known}
    steps = {rate: _step(rate, look) for rate in known}
    texts = {rate: look.whole_percent(rate) for rate in known} if numbers else {}
    # A trace of cells writes its numbers in one ink. Points could write in several, but fade
    # when another one is chosen.
    for ink in dict.fromkeys(inks.values()):
        figure.add_heatmap(
            x=list(range(len(moments))),
            y=list(range(len(lines))),
            # Headings are rows too: without them their neighbours would fill the room.
            z=[
                [steps[rate] if inks[rate] == ink else None for rate in row] or blank
                for row in rates
            ],
            zmin=_NO_DATA - 0.5,
            zmax=len(look.rate_colours()) - 0.5,
            colorscale=_scale([look.colour("empty"), *look.rate_colours()]),
            # Where there is no cell, text would be written all the same.
            text=[
                [texts[rate] if inks[rate] == ink else "" for rate in row] or [""] * len(moments)
                for row in rates
            ]
            if numbers
            else None,
            texttemplate="%{text}" if numbers else "",
            textfont={"size": size, "color": ink},
            showscale=False,
            xgap=1,
            ygap=1,
            hoverinfo="skip",
        )
    whens = [escape(format_moment(at.to_pydatetime(), look.language)) for at in moments]
    places = [
        (column, number, line, cells.get((line.code, moment)))
        for number, line in enumerate(lines)
        if line.code
        for column, moment in enumerate(moments)
    ]
    # Cells cannot be chosen by a click; points can.
    figure.add_trace(
        targets(
            [column for column, _, _, _ in places],
            [number for _, number, _, _ in places],
            [line.code for _, _, line, _ in places],
            [_hover(line, whens[column], cell, look) for column, _, line, cell in places],
            size=8,
        )
    )


def _scale(colours: Sequence[str]) -> list[tuple[float, str]]:
    """Return a colour scale in even steps, without anything between them."""
    edges = [step / len(colours) for step in range(len(colours) + 1)]
    return [
        (edge, colour)
        for (low, high), colour in zip(pairwise(edges), colours, strict=True)
        for edge in (low, high)
    ]


def _step(rate: float | None, look: Look) -> int:
    return _NO_DATA if rate is None else look.rate_colours().index(look.rate_colour(rate))


def _hover(line: _Line, when: str, cell: _Cell | None, look: Look) -> str:
    start = f"<b>{escape(line.name)}</b><br>{when}"
    if cell is None:
        return f"{start}<br>{escape(look.t('chart.no_data'))}"
    shown = {name: look.count(getattr(cell, name)) for name in _COUNTS}
    lines = [
        start,
        look.t("chart.hover_rate", rate=look.percent(cell.rate)),
        look.t("chart.hover_registered_text", **shown),
    ]
    if not is_null(cell.unknown) and cell.unknown:
        lines.append(look.t("chart.hover_unknown", unknown=int(cell.unknown)))
    return "<br>".join(lines)


def _name_size(look: Look) -> int:
    return SMALL_SIZE if look.narrow else FONT_SIZE


def _left(look: Look, lines: Sequence[_Line]) -> int:
    # A heading may run over the cells' columns, which are empty there.
    return max(text_width(line.name, _name_size(look)) for line in lines if line.code) + _GAP


def _width(look: Look, lines: Sequence[_Line]) -> int:
    """Return how wide the cells are together in the narrowest figure."""
    return (_NARROW if look.narrow else _NARROWEST) - _left(look, lines) - _MARGIN


def _lay_out(
    figure: Drawing, look: Look, lines: Sequence[_Line], moments: Sequence[pd.Timestamp]
) -> None:
    left = _left(look, lines)
    size = _name_size(look)
    days = [moment.to_pydatetime() for moment in moments]
    most = max(_width(look, lines) // _DATE_WIDTH, 1)
    dates = _dates(days, look, every=-(-len(days) // most))
    figure.update_yaxes(range=[len(lines) - 0.5, -0.5])
    names = {number: escape(line.name) for number, line in enumerate(lines) if line.code}
    name_rows(figure, look, names, left, size)
    figure.update_xaxes(range=[-0.5, len(moments) - 0.5], visible=False)
    figure.update_layout(
        annotations=[
            *(
                {
                    "text": text,
                    "x": column,
                    "y": 1,
                    "yref": "paper",
                    "yanchor": "bottom",
                    "yshift": 2,
                    "font": {"size": SMALL_SIZE, "color": look.colour("muted")},
                }
                for column, text in dates
            ),
            *(
                {
                    "text": f"<b>{escape(line.name)}</b>",
                    "x": 0,
                    "xref": "paper",
                    "xanchor": "left",
                    "xshift": -left,
                    "y": number,
                    "yanchor": "middle",
                    "font": {"size": size},
                }
                for number, line in enumerate(lines)
                if not line.code
            ),
        ],
        height=len(lines) * (_NARROW_ROW if look.narrow else _ROW) + _TOP + _MARGIN,
        # Whichever point is nearest: cells are as wide as the page makes them.
        hoverdistance=-1,
        margin={"l": left, "r": _MARGIN, "t": _TOP, "b": _MARGIN},
    )


def _dates(days: Sequence[datetime], look: Look, every: int) -> list[tuple[int, str]]:
    """Return the columns that bear their date, and its lines; the last column always does.

    Month and year stand where they change only, so that a date is no wider than its column.
    """
    shown = [column for column in range(len(days)) if (len(days) - 1 - column) % every == 0]
    found = []
    before = ("", "")
    for column in shown:
        day, month, year = format_date(days[column].date(), look.language).split(" ")
        lines = [year if year != before[1] else "", month if (month, year) != before else "", day]
        found.append((column, "<br>".join(line or "\u00a0" for line in lines)))
        before = (month, year)
    return found


def _words(known: pd.DataFrame, moments: Sequence[pd.Timestamp], look: Look) -> tuple[str, str]:
    t = look.t
    first, last = (known[known["as_of"] == moment] for moment in (moments[0], moments[-1]))
    half = [int(frame["rate"].ge(0.5).sum()) for frame in (first, last)]
    words = {"all": len(last), "before": half[0], "now": half[1]}
    if len(moments) == 1:
        title = t("heat.title_single", **words)
    elif half[0] == half[1]:
        title = t("heat.title_same", **words)
    else:
        title = t("heat.title", **words)
    low = last.loc[last["rate"].astype(float).idxmin()]
    alt = t(
        "heat.alt",
        title=title,
        count=len(moments),
        moment=format_moment(moments[-1].to_pydatetime(), look.language),
        low=low["name"],
        low_rate=look.percent(low["rate"]),
    )
    return title, alt
