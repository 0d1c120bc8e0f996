"""Horizontal bars: where LAOs are outstanding, and rates of groups."""

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from itasdash.charts.chart import Chart, Group, empty_chart, groups, hover, make_chart, tie
from itasdash.charts.drawing import Drawing, trace
from itasdash.charts.look import SMALL_SIZE, Look, escape
from itasdash.charts.rows import Label, add_rate_axis, lay_out_rows, name_label, value_label
from itasdash.metrics.comparison import (
    FIRST,
    concentration,
    cumulative_shares,
    is_concentrated,
)

Order = Literal["given", "highest", "lowest", "outstanding"]


def outstanding_bars(rates: pd.DataFrame, look: Look, limit: int | None = 12) -> Chart:
    """Return bars of the provinces with most outstanding LAOs, count and rate at the bar ends.

    Args:
        rates: one row per province (``province_code``, ``name_th``, ``outstanding``, ``rate``, …).
        look: language and colours.
        limit: how many provinces to show; None shows all that have any outstanding.
    """
    known = [g for g in groups(rates, "province_code", look) if g.outstanding is not None]
    if not known:
        return empty_chart(look)
    late = sorted(
        (g for g in known if g.outstanding),
        key=lambda g: (-(g.outstanding or 0), 2.0 if g.rate is None else g.rate, tie(g)),
    )
    if not late:
        return _nothing_outstanding(known, look)
    shown = late[:limit]
    ends = [value_label(look.count(g.outstanding), look.percent(g.rate), look) for g in shown]
    figure = _bars(shown, [float(g.outstanding or 0) for g in shown], look)
    _finish_counts(figure, look, shown, ends)

    t, first = look.t, late[0]
    counts = pd.Series([g.outstanding or 0 for g in late])
    number = concentration(counts)
    concentrated = is_concentrated(pd.Series([g.outstanding or 0 for g in known]))
    if number < len(shown) and concentrated:
        _mark_share(figure, look, number)
    shares = cumulative_shares(counts)[: len(shown)]
    figure.update_traces(
        hovertext=[
            f"{hover(g, look)}<br>{t('bars.cumulative', share=look.percent(share))}"
            for g, share in zip(shown, shares, strict=True)
        ]
    )
    if len(late) == 1:
        title = t("chart.outstanding_only", name=first.name, outstanding=first.outstanding)
    elif number == len(late):
        title = t("chart.outstanding_all", count=number)
    elif not concentrated:
        share = look.percent(float(counts[:FIRST].sum() / counts.sum()))
        title = t("chart.outstanding_first", count=FIRST, share=share)
    else:
        title = t("chart.outstanding_title", count=number, name=first.name)
    left_out = len(late) > len(shown)
    subtitle = t(
        "chart.outstanding_subtitle_first" if left_out else "chart.outstanding_subtitle",
        count=len(shown),
    )
    alt = t(
        "chart.outstanding_alt",
        title=title,
        name=first.name,
        outstanding=first.outstanding,
        rate=look.percent(first.rate),
    )
    return make_chart(figure, look, title, subtitle, alt)


def group_outstanding(rates: pd.DataFrame, look: Look, key: str) -> Chart:
    """Return bars of outstanding LAOs per region or LAO type, count and share of all at the ends.

    Args:
        rates: one row per group (``key``, ``name_th``, ``outstanding``, …).
        look: language and colours.
        key: ``region``, ``lao_type``, ``district`` or ``province_code``.
    """
    known = [g for g in groups(rates, key, look) if g.outstanding is not None]
    if not known:
        return empty_chart(look)
    total = sum(g.outstanding or 0 for g in known)
    if not total:
        return _nothing_outstanding(known, look)
    shown = sorted(known, key=lambda g: (-(g.outstanding or 0), tie(g)))
    shares = [(g.outstanding or 0) / total for g in shown]
    ends = [
        value_label(look.count(g.outstanding), look.percent(share), look)
        for g, share in zip(shown, shares, strict=True)
    ]
    figure = _bars(shown, [float(g.outstanding or 0) for g in shown], look)
    _finish_counts(figure, look, shown, ends)
    t = look.t
    words = {
        "name": shown[0].name,
        "outstanding": shown[0].outstanding,
        "share": look.percent(shares[0]),
        "total": total,
    }
    several = sum(1 for g in shown if g.outstanding) > 1
    title = t("chart.group_title" if several else "chart.outstanding_only", **words)
    subtitle = t("chart.group_subtitle", groups=t(f"chart.by_{key}"))
    return make_chart(figure, look, title, subtitle, t("chart.group_alt", **words))


def rate_bars(
    rates: pd.DataFrame,
    look: Look,
    key: str,
    order: Order = "lowest",
    limit: int | None = None,
    beside: Literal["outstanding", "expected"] = "outstanding",
) -> Chart:
    """Return a bar per group, coloured by its rate, with rate and outstanding count at the end.

    Args:
        rates: one row per group (``key``, ``name_th``, ``expected``, ``rate``, …).
        look: language and colours.
        key: ``province_code``, ``region``, ``district`` or ``lao_type``.
        order: what stands on top: the lowest or highest rate, most outstanding, or as given.
        limit: how many groups to show; None shows all.
        beside: what stands beside each rate; ``expected`` where nothing is outstanding by nature.
    """
    known = [g for g in groups(rates, key, look) if g.rate is not None]
    if not known:
        return empty_chart(look)
    shown = _ordered(known, order)[:limit]
    values = [g.rate or 0.0 for g in shown]
    ends = [
        value_label(
            look.percent(g.rate),
            look.t("chart.of_expected", expected=look.count(g.expected))
            if beside == "expected"
            else look.t("chart.left", outstanding=look.count(g.outstanding)),
            look,
        )
        for g in shown
    ]
    figure = _bars(shown, values, look)
    figure.update_traces(
        marker={
            "color": [look.rate_colour(value) for value in values],
            # The ends of the scale are near to the page's white or dark ground.
            "line": {"color": look.colour("muted"), "width": 0.5},
        }
    )
    lay_out_rows(figure, look, _names(shown, look), ends, values)
    add_rate_axis(figure, look)

    part = order if len(shown) < len(known) else "given"
    title, alt = _rate_words(known, look, key, part)
    subtitle = look.t("chart.rate_subtitle", groups=look.t(f"chart.by_{key}"))
    if len(shown) < len(known):
        subtitle = look.t(
            "chart.rate_subtitle_part", subtitle=subtitle, shown=len(shown), all=len(known)
        )
    return make_chart(figure, look, title, subtitle, alt)


def _rate_words(known: Sequence[Group], look: Look, key: str, part: Order) -> tuple[str, str]:
    """Return title and alt; where only one end of the order is shown, the title is about it."""
    t = look.t
    low, high = _ordered(known, "lowest")[0], _ordered(known, "highest")[0]
    words = {
        "groups": t(f"chart.all_{key}"),
        "low": low.name,
        "low_rate": look.percent(low.rate),
        "high": high.name,
        "high_rate": look.percent(high.rate),
    }
    if len(known) == 1:
        title = t("chart.rate_one", **words)
    elif (low.rate or 0.0) >= 1:
        title = t("chart.rate_complete", **words)
    elif look.percent(low.rate) == look.percent(high.rate):
        title = t("chart.rate_same", **words)
    else:
        end = f"chart.rate_{part}" if part in ("lowest", "highest") else "chart.rate_title"
        title = t(end, **words)
        return title, t("chart.rate_alt", **words)
    return title, title


def _ordered(shown: Sequence[Group], order: Order) -> list[Group]:
    if order == "lowest":
        return sorted(shown, key=lambda g: (g.rate or 0.0, -(g.outstanding or 0), tie(g)))
    if order == "highest":
        return sorted(shown, key=lambda g: (-(g.rate or 0.0), g.outstanding or 0, tie(g)))
    if order == "outstanding":
        return sorted(shown, key=lambda g: (-(g.outstanding or 0), tie(g)))
    return list(shown)


def _bars(shown: Sequence[Group], values: Sequence[float], look: Look) -> Drawing:
    return Drawing(
        trace(
            "bar",
            x=list(values),
            y=list(range(len(shown))),
            orientation="h",
            marker={"color": look.colour("action")},
            customdata=[[g.code] for g in shown],
            hovertext=[hover(g, look) for g in shown],
            hoverinfo="text",
            # A click selects for the page; the other bars keep their colour.
            unselected={"marker": {"opacity": 1}},
        )
    )


def _finish_counts(
    figure: Drawing, look: Look, shown: Sequence[Group], ends: Sequence[Label]
) -> None:
    values = [float(g.outstanding or 0) for g in shown]
    # Values stand at the bar ends, so that an axis of counts would only repeat them.
    figure.update_xaxes(visible=False, range=[0, max(values)])
    lay_out_rows(figure, look, _names(shown, look), ends, values)


def _mark_share(figure: Drawing, look: Look, number: int) -> None:
    """Draw a line below the first ``number`` rows, which hold 80 % of what is outstanding."""
    figure.add_shape(
        type="line",
        xref="paper",
        x0=0,
        x1=1,
        y0=number - 0.5,
        y1=number - 0.5,
        line={"color": look.colour("muted"), "width": 1, "dash": "dot"},
    )
    figure.add_annotation(
        text=escape(look.t("bars.mark")),
        # Names and values stand above narrow bars, at both sides.
        x=0.5 if look.narrow else 1,
        xref="paper",
        xanchor="center" if look.narrow else "right",
        y=number - 0.5,
        bgcolor=look.colour("background"),
        borderpad=1,
        font={"size": SMALL_SIZE, "color": look.colour("muted")},
    )


def _nothing_outstanding(known: Sequence[Group], look: Look) -> Chart:
    unknown = sum(g.unknown or 0 for g in known)
    # Unknown is not registered: where there is any, nobody may read "all done".
    entry = "chart.outstanding_none_unknown" if unknown else "chart.outstanding_none"
    return empty_chart(look, look.t(entry, count=unknown))


def _names(shown: Sequence[Group], look: Look) -> list[Label]:
    return [name_label(g.name, "", look) for g in shown]
