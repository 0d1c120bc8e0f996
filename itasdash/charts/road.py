"""The whole road: how many LAOs of each group stand where, as one stacked bar per group."""

from collections.abc import Mapping, Sequence

import pandas as pd

from itasdash.charts.chart import Chart, empty_chart, make_chart
from itasdash.charts.drawing import Drawing
from itasdash.charts.look import SMALL_SIZE, Look, escape, mix, text_width
from itasdash.charts.rows import Label, lay_out_rows, muted, name_label
from itasdash.metrics.road import ROAD
from itasdash.reference import lao_types, regions

# Role of the colour of each part, and how much of it lies over the ground. Between 0.6 and 1
# neither dark nor white text can be read on the action colour.
_COLOURS: Mapping[str, tuple[str, float]] = {
    "nobody": ("action", 1.0),
    "one_of_two": ("action", 0.35),
    "not_registered": ("action", 0.55),
    "registered_untold": ("muted", 0.3),
    "registered": ("complete", 0.15),
    "answering": ("complete", 0.4),
    "met": ("complete", 1.0),
    "unknown": ("empty", 1.0),
}
# Widths of the bars in pixels that numbers are fitted into, and of the lines of the key.
_BAR = 330
_KEY, _KEY_NARROW = 480, 310
_KEY_LINE, _KEY_GAP = 21, 8


def road_bars(road: pd.DataFrame, look: Look, key: str, total: pd.DataFrame | None = None) -> Chart:
    """Return a bar of all LAOs per group, cut into where they stand on the road.

    Args:
        road: a row per group, as :func:`itasdash.metrics.road.road` gives them.
        look: language and colours.
        key: the column with the groups' codes.
        total: one row of all groups together; its bar stands on top, and the key has its numbers.
    """
    shown = road[road["expected"].fillna(0) > 0]
    if shown.empty:
        return empty_chart(look)
    whole = shown[list(ROAD)].sum() if total is None else total.iloc[0]
    rows = shown if total is None else pd.concat([total.iloc[[0]], shown], ignore_index=True)
    parts = [stage for stage in ROAD if rows[stage].sum()]
    figure = Drawing()
    for stage in parts:
        _add_part(figure, look, stage, rows, key)
    figure.update_xaxes(range=[0, 1], visible=False)
    figure.update_layout(barmode="stack", barcornerradius=0)
    names = [_name(row, key, look) for row in rows.to_dict("records")]
    # The country stands out among its parts.
    labels = [name_label(name, "", look) for name in names]
    if total is not None:
        labels[0] = Label(f"<b>{labels[0].markup}</b>", text_width(names[0], bold=True))
    ends = [
        Label(muted(look.count(int(number)), look), text_width(look.count(int(number))))
        for number in rows["expected"]
    ]
    lay_out_rows(figure, look, labels, ends, [1.0] * len(rows))
    _add_key(figure, look, parts, whole)
    title = road_finding(whole, look)
    subtitle = look.t("road.subtitle", groups=look.t(f"chart.by_{key}"))
    alt = f"{title}. " + ", ".join(f"{stage_name(s, look)} {look.count(whole[s])}" for s in parts)
    return make_chart(figure, look, title, subtitle, alt)


def stage_name(stage: str, look: Look) -> str:
    """Return what a part of the road is called."""
    return look.t(f"road.{stage}")


def stage_colours(stage: str, look: Look) -> tuple[str, str]:
    """Return the colour of a part of the road, and of text on it."""
    role, share = _COLOURS[stage]
    colour = mix(look.colour(role), look.colour("background"), share)
    return colour, look.text_on(colour)


def road_finding(whole: "pd.Series[int] | Mapping[str, int]", look: Look) -> str:
    """Return where the LAOs of one row of the road stand, as a title."""
    t = look.t
    counts = {stage: int(whole[stage]) for stage in ROAD}
    expected = sum(counts.values())
    registered = sum(counts[s] for s in ("registered_untold", "registered", "answering", "met"))
    words = {**counts, "expected": expected, "registered_all": registered}
    if counts["met"] == expected:
        return t("road.all_met", **words)
    if registered == counts["registered_untold"]:
        return t("road.finding_untold", **words)
    if not counts["answering"] and not counts["met"]:
        return t("road.finding_silent", **words)
    return t("road.finding", **words)


def _add_part(figure: Drawing, look: Look, stage: str, rows: pd.DataFrame, key: str) -> None:
    colour, ink = stage_colours(stage, look)
    name = stage_name(stage, look)
    shares, texts, hovers = [], [], []
    # Bars of a phone are lower than their numbers; a touch says them.
    room = 0 if look.narrow else _BAR
    for row in rows.to_dict("records"):
        count, share = int(row[stage]), int(row[stage]) / int(row["expected"])
        words = look.count(count)
        shares.append(share)
        texts.append(words if count and text_width(words, SMALL_SIZE) + 4 <= share * room else "")
        hover = look.t("road.hover", stage=name, count=count, share=look.percent(share))
        hovers.append(f"<b>{escape(_name(row, key, look))}</b><br>{escape(hover)}")
    figure.add_bar(
        x=shares,
        y=list(range(len(rows))),
        orientation="h",
        marker={"color": colour, "line": {"color": look.colour("background"), "width": 1}},
        text=texts,
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": ink, "size": SMALL_SIZE},
        constraintext="none",
        customdata=[[str(code)] for code in rows.get(key, pd.Series("", index=rows.index))],
        hovertext=hovers,
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _add_key(figure: Drawing, look: Look, parts: Sequence[str], whole: "pd.Series[int]") -> None:
    """Write what the colours mean above the bars, in lines that fit, with the numbers of all."""
    most = _KEY_NARROW if look.narrow else _KEY
    lines: list[list[str]] = [[]]
    used = 0
    for stage in parts:
        words = f"{stage_name(stage, look)} {look.count(int(whole[stage]))}"
        width = text_width(f"■ {words}   ", SMALL_SIZE)
        if lines[-1] and used + width > most:
            lines.append([])
            used = 0
        colour, _ = stage_colours(stage, look)
        lines[-1].append(f'<span style="color:{colour}">■</span> {escape(words)}')
        used += width
    height = len(lines) * _KEY_LINE + _KEY_GAP
    # Above the row of the first name; on a phone that stands above its bar too.
    figure.grow(height)
    margin = figure.layout["margin"]
    figure.layout["annotations"] += [
        {
            "text": "   ".join(words),
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "xshift": -margin["l"],
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            # From the upper edge on, so that no line is cut however many there are.
            "yshift": margin["t"] - (number + 1) * _KEY_LINE,
            "align": "left",
            "font": {"size": SMALL_SIZE, "color": look.colour("ink")},
        }
        for number, words in enumerate(lines)
    ]


def _name(row: Mapping[str, object], key: str, look: Look) -> str:
    named = {**regions(), **lao_types()}.get(str(row.get(key)))
    return named.short(look.language) if named else str(row["name_th"])
