"""What every chart function returns, its words, and the picture that it downloads as."""

import math
from dataclasses import dataclass, replace
from typing import Any

import orjson
import pandas as pd
import plotly.graph_objects as go

from itasdash.charts.drawing import Drawing
from itasdash.charts.drawn import Drawn
from itasdash.charts.look import Language, Look, config, escape
from itasdash.charts.picture import (
    BETWEEN,
    LINE,
    PICTURE_MARGIN,
    PICTURE_WIDTH,
    around,
    room_below,
    wrapped,
)
from itasdash.i18n.numbers import is_null
from itasdash.reference import lao_types

_TITLE_SIZE, _SUBTITLE_SIZE = 18, 14
# How far above the edge the words hang on a page.
_HIDDEN = 10


@dataclass(frozen=True)
class Chart:
    """A drawing and its words.

    ``title`` is the finding, ``subtitle`` what is measured, ``alt`` the takeaway for screen
    readers. They are plain text, never markup, also in ``layout.meta`` of :meth:`spec`: whoever
    draws them on a page escapes them there. On a page they stand outside the figure, where they
    wrap with the card; the picture that it downloads as (:meth:`config`) contains them.
    ``source`` says where the numbers come from, below the picture alone: a page says it once.
    ``held`` is the drawing while it is made, and what is sent of it from then on (:meth:`compact`).
    """

    held: Drawing | Drawn
    title: str
    subtitle: str
    alt: str
    source: str = ""

    @property
    def figure(self) -> go.Figure:
        """The chart as plotly's own figure, every property of which is checked.

        Raises:
            ValueError: it has a property that plotly does not know, or a wrong value of one.
        """
        return go.Figure(self.drawing.plotly())

    @property
    def drawing(self) -> Drawing:
        """What is drawn; of a compact chart it is made anew, in the numbers and texts of JSON."""
        if isinstance(self.held, Drawing):
            return self.held
        plain = self.held.plain()
        found = Drawing(*plain["data"])
        found.layout = plain["layout"]
        return found

    @property
    def drawn(self) -> Drawn:
        """What is sent of the figure, which nobody may change from then on."""
        if isinstance(self.held, Drawn):
            return self.held
        # Not a cached_property: with Python 3.11 all charts would wait for the one that is drawn.
        found: Drawn = self.__dict__.get("_drawn") or Drawn.of(self.held)
        self.__dict__["_drawn"] = found
        return found

    def compact(self) -> "Chart":
        """Return the chart in the few bytes that are sent of it, to be kept in memory."""
        return replace(self, held=self.drawn)

    @property
    def height(self) -> int:
        """The height of the figure in pixels."""
        return self.drawn.height

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw; the subtitle says nothing then."""
        return not self.subtitle

    def with_caption(self, caption: str, source: str = "") -> "Chart":
        """Return the chart with ``caption`` (its as_of and filters) and its source."""
        subtitle = BETWEEN.join(part for part in (self.subtitle, caption) if part)
        return replace(self, held=self.drawn, subtitle=subtitle, source=source or self.source)

    def about(self, name: str, look: Look) -> "Chart":
        """Return the chart with the name of what it is about before its finding."""
        title, alt = (
            look.t("chart.trend_named", name=name, title=text) for text in (self.title, self.alt)
        )
        return replace(self, held=self.drawn, title=title, alt=alt)

    def json(self) -> bytes:
        """Return the figure as plotly draws it, with its words where only a picture shows them.

        The title stands above the figure's upper edge, where a page cuts it off. In the picture,
        which is taller, plotly moves the figure down to make room for it (``automargin``); on the
        page ``minreducedheight``, the height that the plot has anyway, leaves it nothing to give.

        Returns:
            ``data`` and ``layout`` in plotly's JSON. What the layout of the picture has besides
            stands under ``picture`` in ``layout.meta``: a script (``picture.js``) adds it while
            the picture is made.
        """
        drawn = self.drawn
        top = drawn.margin["t"]
        return drawn.with_layout(
            {
                "meta": {
                    "title": self.title,
                    "subtitle": self.subtitle,
                    "picture": around(drawn.margin, self.source),
                },
                "minreducedheight": drawn.height - top - drawn.margin["b"],
                "title": {
                    "text": "<br>".join(self._lines()),
                    "font": {"size": _TITLE_SIZE},
                    "automargin": True,
                    "x": 0,
                    "xanchor": "left",
                    "y": 1,
                    "yref": "paper",
                    "yanchor": "bottom",
                    "pad": {"b": top + _HIDDEN, "t": PICTURE_MARGIN, "l": PICTURE_MARGIN},
                },
            }
        )

    def spec(self) -> dict[str, Any]:
        """Return what :meth:`json` says, as lists, dictionaries, texts and numbers."""
        return orjson.loads(self.json())  # type: ignore[no-any-return]

    def _lines(self) -> list[str]:
        """Return the words of the picture in lines of its width, as markup."""
        lines = [f"<b>{escape(line)}</b>" for line in wrapped(self.title, _TITLE_SIZE, bold=True)]
        return lines + [
            f'<span style="font-size:{_SUBTITLE_SIZE}px">{escape(line)}</span>'
            for line in wrapped(self.subtitle, _SUBTITLE_SIZE)
        ]

    def config(self, file_name: str, language: Language = "th") -> dict[str, Any]:
        """Return plotly's configuration with a PNG download that is tall enough for the words."""
        plain = config(file_name, language)
        words = math.ceil(len(self._lines()) * LINE * _TITLE_SIZE) + 2 * _HIDDEN + PICTURE_MARGIN
        height = self.height + words + room_below(self.source)
        size = {"width": PICTURE_WIDTH + 2 * PICTURE_MARGIN, "height": height}
        return plain | {"toImageButtonOptions": plain["toImageButtonOptions"] | size}


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


def tie(group: Group) -> str:
    """Return what puts equal groups in order, the same in every language.

    Provinces come in the order of their names, which differs; all others in an order of their own,
    which they keep.
    """
    return group.code if group.code.isdecimal() else ""


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
    return None if is_null(value) else int(value)


def _float(value: Any) -> float | None:
    return None if is_null(value) else float(value)


def make_chart(figure: Drawing, look: Look, title: str, subtitle: str, alt: str) -> Chart:
    """Return the chart of a drawing, which is given the look's template, and of its words."""
    figure.layout["template"] = look.template()
    return Chart(figure, title, subtitle, alt)


def empty_chart(look: Look, sentence: str | None = None) -> Chart:
    """Return the chart that stands where there is nothing to draw, and says so.

    Args:
        look: language and colours.
        sentence: what there is to say; that there are no data where it is left out.
    """
    shown = sentence or look.t("chart.empty")
    figure = Drawing()
    figure.add_annotation(
        text=escape(shown),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        font={"color": look.colour("muted")},
    )
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.update_layout(height=120, margin={"l": 0, "r": 0, "t": 4, "b": 4})
    # What would be measured matters little where nothing is: there is no subtitle.
    return make_chart(figure, look, sentence or look.t("chart.empty_title"), "", shown)


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


def enlarged(chart: Chart, factor: float) -> Chart:
    """Return ``chart`` for the last row of a meeting room: text, marks, rows and margins grow.

    Whatever is measured in pixels is ``factor`` times as large. Its width is that of the page, as
    before; names and values keep the room that was reckoned for them, since this grows with them.
    """
    return replace(chart, held=chart.drawn.enlarged(factor))
