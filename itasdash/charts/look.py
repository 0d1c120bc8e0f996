"""How charts look: colours, typeface and the plotly template.

Colours and the rate scale are read from ``reference/colours.csv`` and ``reference/rate_scale.csv``;
words from the catalogue of the look's language.
"""

import html
import math
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from itasdash.i18n import Translator, numbers, translator
from itasdash.reference import table

Language = Literal["th", "en"]
Mode = Literal["light", "dark"]

FONT_FAMILY = "Sarabun, 'TH Sarabun New', 'Noto Sans Thai', Tahoma, sans-serif"
FONT_SIZE = 15
SMALL_SIZE = 13
TRANSPARENT = "rgba(0,0,0,0)"
# Where an upright axis of rates bears its numbers.
QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)

# Upper bounds of Sarabun's advance widths in em; what no line names is 0.6 wide. The fallback
# typefaces are no wider, so that a margin reckoned with these never cuts a name.
_WIDTHS = {
    character: width
    for width, characters in (
        (
            0.0,
            "".join(chr(code) for code in (0x0E31, *range(0x0E34, 0x0E3B), *range(0x0E47, 0x0E4F))),
        ),
        (0.34, " \u00a0.,()'!|:;-ijlIเ"),
        (0.42, "frtโใไ"),
        (0.68, "ABCDEFGHJKLNOPQRSTUVXYZwขคฃฅชซทนบปผฝภมษศหอ+−"),
        (0.76, "พฟฬ"),
        (0.92, "mMW%ญณ"),
    )
    for character in characters
}
_BOLD = 1.07
# Those on a page are measured at every run.
_TEXTS = 32_768
# Shares of the action colour over the page. Between 0.6 and 1.0 neither dark nor white text
# reaches a contrast of 4.5, therefore no step lies there.
_ACTION_SHARES = (0.08, 0.2, 0.35, 0.55, 1.0)

CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "responsive": True,
    "scrollZoom": False,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "png", "scale": 2},
}


def config(file_name: str, language: Language = "th") -> dict[str, Any]:
    """Return plotly's configuration: a PNG download named ``file_name`` and nothing else.

    Args:
        file_name: name of the downloaded file, with or without ``.png``.
        language: language of the button's tooltip and of the messages while it works.
    """
    t = translator(language)
    words = {
        "Download plot as a PNG": t("chart.download_png"),
        "Preparing image - this may take a few seconds": t("chart.download_working"),
        "Image download succeeded": t("chart.download_done"),
        "Sorry, there was a problem downloading your image!": t("chart.download_failed"),
    }
    options = CONFIG["toImageButtonOptions"] | {"filename": file_name.removesuffix(".png")}
    return CONFIG | {
        "toImageButtonOptions": options,
        "locale": "itasdash",
        # Plotly never loads a locale from outside: its few words come from our catalogue.
        "locales": {"itasdash": {"dictionary": words, "format": {}}},
    }


def escape(text: str) -> str:
    """Return ``text`` so that plotly's pseudo-HTML shows every character of it as written."""
    return html.escape(text, quote=False)


@lru_cache(_TEXTS)
# The same names, headings and numbers are measured for every chart and table.
@lru_cache(maxsize=32_768)
def text_width(text: str, size: int = FONT_SIZE, *, bold: bool = False) -> int:
    """Return an upper estimate in pixels of the width of plain ``text`` at ``size`` pixels."""
    ems = sum(_WIDTHS.get(character, 0.6) for character in text)
    return math.ceil(ems * size * (_BOLD if bold else 1))


def relative_luminance(colour: str) -> float:
    """Return the relative luminance of ``#RRGGBB`` as WCAG 2 defines it, 0 to 1."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((relative_luminance(one), relative_luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix(colour: str, ground: str, share: float) -> str:
    """Return ``share`` (0 to 1) of ``colour`` over ``ground`` as an opaque ``#RRGGBB``."""
    channels = (
        round(int(colour[i : i + 2], 16) * share + int(ground[i : i + 2], 16) * (1 - share))
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02X}" for channel in channels)


@cache
def _colours(mode: Mode) -> dict[str, str]:
    return {row["role"]: row[mode] for row in table("colours")}


@dataclass(frozen=True)
class RateStep:
    """A step of the rate scale: from which rate on (0 to 1), its colour, its text's colour."""

    from_rate: float
    colour: str
    text: str


@cache
def rate_steps(mode: Mode = "light") -> tuple[RateStep, ...]:
    """Return the ten steps of the rate scale from low to high; they never move with the data.

    By night the scale begins with the same colours and ends with lighter ones: the darkest would
    be no other than the ground.
    """
    rows = table("rate_scale")
    return tuple(RateStep(float(r["from_rate"]), r[mode], r[f"{mode}_text"]) for r in rows)


def _rate_step(rate: float | None, mode: Mode) -> RateStep | None:
    """Return the step of a rate, None where there is no rate."""
    return None if rate is None or numbers.is_null(rate) else _step_of(float(rate), mode)


@lru_cache(maxsize=65_536)
def _step_of(rate: float, mode: Mode) -> RateStep:
    steps = rate_steps(mode)
    return next((step for step in reversed(steps) if rate >= step.from_rate), steps[0])


@dataclass(frozen=True)
class Look:
    """The language of a chart's words, the mode of its colours, and whether it has little room.

    A narrow look is for cards below some 400 pixels, as on a phone: names stand above bars then.
    """

    language: Language = "th"
    mode: Mode = "light"
    narrow: bool = False

    @property
    def t(self) -> Translator:
        """The catalogue of the look's language."""
        return translator(self.language)

    def colour(self, role: str) -> str:
        """Return the colour of a role of ``reference/colours.csv``.

        Raises:
            KeyError: there is no such role.
        """
        return _colours(self.mode)[role]

    def rate_colour(self, rate: float | None) -> str:
        """Return the scale's colour of ``rate`` (0 to 1), or the empty colour where none."""
        step = _rate_step(rate, self.mode)
        return step.colour if step else self.colour("empty")

    def rate_text_colour(self, rate: float | None) -> str:
        """Return the colour of text written on :meth:`rate_colour`."""
        step = _rate_step(rate, self.mode)
        return step.text if step else self.colour("muted")

    def rate_colours(self) -> list[str]:
        """Return the colours of the scale from low to high."""
        return [step.colour for step in rate_steps(self.mode)]

    def action_steps(self) -> tuple[str, ...]:
        """Return the tints of the action colour for few to many outstanding LAOs."""
        ground = self.colour("background")
        return tuple(mix(self.colour("action"), ground, share) for share in _ACTION_SHARES)

    def text_on(self, colour: str) -> str:
        """Return the ink, dark or light, that reads best on ``colour``."""
        inks = (_colours("light")["ink"], "#FFFFFF")
        return max(inks, key=lambda ink: contrast(ink, colour))

    def percent(self, rate: float | None) -> str:
        """Return a rate (0 to 1) in per cent, :func:`itasdash.i18n.numbers.percent`."""
        return numbers.percent(rate)

    def whole_percent(self, rate: float | None) -> str:
        """Return a rate (0 to 1) in whole per cent without the sign, or a dash."""
        return numbers.whole_percent(rate)

    def count(self, number: float | None) -> str:
        """Return a count, :func:`itasdash.i18n.numbers.count`."""
        return numbers.count(number)

    def points(self, points: float | None) -> str:
        """Return a change in percentage points, :func:`itasdash.i18n.numbers.points`."""
        return numbers.points(points, self.language)

    def laos(self, number: int | None) -> str:
        """Return a change in LAOs, :func:`itasdash.i18n.numbers.laos`."""
        return numbers.laos(number, self.language)

    def template(self) -> dict[str, Any]:
        """Return the plotly template: typeface, few light grid lines, no ground, no legend."""
        return _template(self)


@cache
def _template(look: Look) -> dict[str, Any]:
    axis = {
        "fixedrange": True,
        "gridcolor": look.colour("line"),
        "linecolor": look.colour("line"),
        "showgrid": False,
        "tickfont": {"color": look.colour("muted"), "size": SMALL_SIZE},
        "ticks": "",
        "zeroline": False,
    }
    ink = {"family": FONT_FAMILY, "size": FONT_SIZE, "color": look.colour("ink")}
    series = [look.colour(f"series_{number}") for number in range(1, 11)]
    return {
        "layout": {
            "annotationdefaults": {"font": ink, "showarrow": False},
            "bargap": 0.3,
            "barcornerradius": 2,
            "colorway": series,
            "dragmode": False,
            "font": ink,
            "hoverlabel": {
                "align": "left",
                "bgcolor": look.colour("surface"),
                "bordercolor": look.colour("muted"),
                "font": ink | {"size": 14},
            },
            "hovermode": "closest",
            "margin": {"l": 0, "r": 0, "t": 4, "b": 4, "pad": 0},
            "modebar": {
                "bgcolor": TRANSPARENT,
                "color": look.colour("muted"),
                "activecolor": look.colour("primary"),
            },
            # A downloaded picture is pasted on any ground.
            "paper_bgcolor": look.colour("background"),
            "plot_bgcolor": TRANSPARENT,
            "separators": ".,",
            "showlegend": False,
            "xaxis": axis,
            "yaxis": axis,
        }
    }
