"""How far the surveys have been answered: on the map, by group, over time.

The drawings are those of the registration: an attainment is drawn as a rate, respondents that are
still missing as what is outstanding. The words are of surveys.
"""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from itasdash.charts.bars import Order, outstanding_bars, rate_bars
from itasdash.charts.chart import Chart, empty_chart, groups, make_chart
from itasdash.charts.drawing import Drawing
from itasdash.charts.lines import Line, draw_lines
from itasdash.charts.look import Look, escape
from itasdash.charts.maps import Measure
from itasdash.charts.tiles import tile_map
from itasdash.i18n.numbers import is_null
from itasdash.metrics.comparison import FIRST, concentration, is_concentrated, share_of_first
from itasdash.schema import CalendarEntry
from itasdash.thai.dates import BANGKOK, format_moment

_COUNTS = ("quota", "answered", "counted", "missing", "met", "with_quota", "none")


def survey_map(
    surveys: pd.DataFrame, look: Look, instrument: str, measure: Measure = "rate", *, wide: bool
) -> Chart:
    """Return the tile map of the attainment, or of the respondents that are missing.

    Args:
        surveys: a row per province, as :func:`itasdash.metrics.surveys.surveys` gives them.
        look: language and colours.
        instrument: ``iit`` or ``eit``.
        measure: ``rate`` for the attainment, ``outstanding`` for the missing respondents.
        wide: whether the map is for a meeting.
    """
    rates = as_rates(surveys)
    drawn = tile_map(rates, look, measure, wide=wide)
    if drawn.is_empty:
        return drawn
    t, name = look.t, instrument.upper()
    if measure == "outstanding":
        most = rates.loc[rates["outstanding"].astype("float64").idxmax()]
        title = t("survey.map_missing", name=most["name_th"], count=int(most["outstanding"]))
        if not most["outstanding"]:
            title = t("survey.nobody_missing", instrument=name)
        subtitle = t("survey.map_missing_subtitle", instrument=name)
    else:
        known = rates.dropna(subset=["rate"])
        low, high = (known.loc[known["rate"].astype("float64").idxmin()], _highest(known))
        below = int((known["rate"] < 0.5).sum())
        done = int((known["rate"] >= 1).sum())
        if below:
            title = t("survey.map_below_half", count=below)
        else:
            title = t("survey.map_above_half", count=done)
        subtitle = t(f"survey.map_{_kind(surveys)}_subtitle", instrument=name)
        if low["rate"] != high["rate"]:
            subtitle += t(
                "survey.from_to",
                low=low["name_th"],
                low_rate=look.percent(low["rate"]),
                high=high["name_th"],
                high_rate=look.percent(high["rate"]),
            )
    figure = drawn.drawing
    _hover(figure, surveys, "province_code", look)
    return make_chart(figure, look, title, subtitle, f"{title} {subtitle}")


def _highest(known: pd.DataFrame) -> "pd.Series[object]":
    found: pd.Series[object] = known.loc[known["rate"].astype("float64").idxmax()]
    return found


def survey_push(surveys: pd.DataFrame, look: Look, instrument: str, limit: int | None) -> Chart:
    """Return bars of the provinces that lack most respondents, with their attainment.

    Args:
        surveys: a row per province.
        look: language and colours.
        instrument: ``iit`` or ``eit``.
        limit: how many provinces to show; None shows all that lack any.
    """
    t, name = look.t, instrument.upper()
    known = surveys["missing"].dropna()
    if known.empty:
        return empty_chart(look)
    if not known.sum():
        return empty_chart(look, t("survey.nobody_missing", instrument=name))
    rates = as_rates(surveys)
    drawn = outstanding_bars(rates, look, limit)
    late = rates[rates["outstanding"].fillna(0) > 0]
    number = concentration(late["outstanding"])
    first = late.loc[late["outstanding"].astype("float64").idxmax(), "name_th"]
    if len(late) == 1:
        title = t("survey.push_only", name=first, count=int(known.sum()))
    elif not is_concentrated(rates["outstanding"]):
        share = look.percent(share_of_first(late["outstanding"]))
        title = t("survey.push_first", count=FIRST, share=share)
    else:
        title = t("survey.push_title", count=number, name=first, total=int(known.sum()))
    subtitle = t("survey.push_subtitle", instrument=name)
    if limit is not None and len(late) > limit:
        subtitle += t("survey.first_of", shown=limit, all=len(late))
    figure = drawn.drawing
    _hover(figure, surveys, "province_code", look)
    return make_chart(figure, look, title, subtitle, f"{title} {subtitle}")


def survey_bars(
    surveys: pd.DataFrame,
    look: Look,
    instrument: str,
    key: str,
    order: Order = "lowest",
    limit: int | None = None,
) -> Chart:
    """Return a bar of the attainment of each group, with its quota at the end.

    Args:
        surveys: a row per group.
        look: language and colours.
        instrument: ``iit`` or ``eit``.
        key: the column with the groups' codes.
        order: as of :func:`itasdash.charts.rate_bars`.
        limit: how many groups to show; None shows all.
    """
    drawn = rate_bars(as_rates(surveys), look, key, order, limit, "expected")
    if drawn.is_empty:
        return drawn
    t = look.t
    known = [g for g in groups(as_rates(surveys), key, look) if g.rate is not None]
    low, high = min(known, key=lambda g: g.rate or 0.0), max(known, key=lambda g: g.rate or 0.0)
    words = {
        "low": low.name,
        "low_rate": look.percent(low.rate),
        "high": high.name,
        "high_rate": look.percent(high.rate),
    }
    title = t("chart.rate_title", **words)
    if low.rate == high.rate:
        title = t("survey.bars_same", rate=look.percent(low.rate))
    subtitle = t(
        f"survey.bars_{_kind(surveys)}_subtitle",
        instrument=instrument.upper(),
        groups=t(f"chart.by_{key}"),
    )
    figure = drawn.drawing
    _hover(figure, surveys, key, look)
    return make_chart(figure, look, title, subtitle, f"{subtitle}: {title}")


def survey_lines(
    trends: Mapping[str, pd.DataFrame], look: Look, events: Sequence[CalendarEntry] = ()
) -> Chart:
    """Return a line of the attainment of each survey over the snapshots.

    A snapshot that has only a summary gives the share of its totals, which no LAO's quota caps.

    Args:
        trends: of one group, as :func:`itasdash.metrics.surveys.survey_trend` gives them, by
            instrument.
        look: language and colours.
        events: dates that matter; those within the time that is shown are marked.
    """
    known = {name: trend for name, trend in trends.items() if len(trend)}
    if not known:
        return empty_chart(look)
    lines = [_line(trend, name, number, look) for number, (name, trend) in enumerate(known.items())]
    figure = Drawing()
    top = max(value for line in lines for value in line.values if value is not None)
    draw_lines(figure, look, lines, (0.0, max(1.0, top)), None, events)
    figure.update_yaxes(
        tickvals=[0, 0.25, 0.5, 0.75, 1],
        ticktext=["0 %", "25 %", "50 %", "75 %", "100 %"],
        showgrid=True,
    )
    t, parts = look.t, []
    for line, name in zip(lines, known, strict=True):
        first = next(value for value in line.values if value is not None)
        last = line.last[1]
        words = {
            "instrument": name.upper(),
            "share": look.percent(last),
            "points": look.points((last - first) * 100),
        }
        parts.append(
            t("survey.trend_change" if len(line.values) > 1 else "survey.trend_first", **words)
        )
    title = " · ".join(parts)
    return make_chart(figure, look, title, t("survey.trend_subtitle"), title)


def _line(trend: pd.DataFrame, instrument: str, number: int, look: Look) -> Line:
    rows = trend.sort_values("as_of")
    shares = rows["attainment"].fillna(rows["raw_share"])
    values = [None if is_null(share) else float(share) for share in shares]
    times = rows["as_of"].dt.tz_convert(BANGKOK).dt.tz_localize(None)
    last = next(value for value in reversed(values) if value is not None)
    label = f"{instrument.upper()} <b>{look.percent(last)}</b>"
    hovers = [
        "<br>".join(
            [
                f"<b>{instrument.upper()}</b> {look.percent(share)}",
                escape(format_moment(row["as_of"].to_pydatetime(), look.language)),
                *_lines(row, look),
            ]
        )
        for row, share in zip(rows.to_dict("records"), values, strict=True)
    ]
    moments = [moment.to_pydatetime() for moment in times]
    return Line(moments, values, label, look.colour(f"series_{number + 1}"), hovers, number)


def as_rates(surveys: pd.DataFrame) -> pd.DataFrame:
    """Return surveys of groups in the columns of rates, for what draws rates.

    ``rate`` is the attainment, or where only a summary tells anything the share of its totals;
    ``outstanding`` are the missing respondents, ``expected`` the quota.
    """
    raw = _kind(surveys) == "raw"
    return surveys.assign(
        expected=surveys["quota"],
        registered=surveys["answered" if raw else "counted"],
        outstanding=surveys["missing"],
        unknown=pd.array([pd.NA] * len(surveys), dtype="Int64"),
        rate=surveys["raw_share" if raw else "attainment"],
        admin_registered=None,
        executive_registered=None,
        gain_laos=None,
    )


def _kind(surveys: pd.DataFrame) -> str:
    """Return whether the shares are capped, or as a summary claims them."""
    raw = surveys["attainment"].isna().all() and surveys["raw_share"].notna().any()
    return "raw" if raw else "capped"


def _hover(figure: Drawing, surveys: pd.DataFrame, key: str, look: Look) -> None:
    """Let everything that carries a group's code say what is known of its survey."""
    hovers = {str(row[key]): _hover_text(row, look) for row in surveys.to_dict("records")}
    for trace in figure.data:
        codes = [str(data[0]) for data in trace.get("customdata", ())]
        if not codes:
            continue
        before: Sequence[str] = trace.get("hovertext", [""] * len(codes))
        said = [hovers.get(code, old) for code, old in zip(codes, before, strict=True)]
        trace["hovertext"] = said


def _hover_text(row: Mapping[str, object], look: Look) -> str:
    return "<br>".join([f"<b>{escape(str(row['name_th']))}</b>", *_lines(row, look)])


def _lines(row: Mapping[str, object], look: Look) -> list[str]:
    t: Callable[..., str] = look.t
    known = {name: row[name] for name in _COUNTS if not is_null(row[name])}
    lines = []
    if "answered" in known and "quota" in known:
        lines.append(t("survey.hover_answered", **{n: known[n] for n in ("answered", "quota")}))
    if not is_null(row["attainment"]):
        shares = {name: look.percent(row[name]) for name in ("attainment", "raw_share")}  # type: ignore[arg-type]
        lines.append(t("survey.hover_shares", **shares))
    if "met" in known:
        lines.append(t("survey.hover_met", met=known["met"], with_quota=known["with_quota"]))
    if known.get("none"):
        lines.append(t("survey.hover_none", none=known["none"]))
    if known.get("missing"):
        lines.append(t("survey.hover_missing", missing=known["missing"]))
    return [escape(line) for line in lines]
