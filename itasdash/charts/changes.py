"""What changed between two snapshots: by province, and from state to state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from itasdash.charts.chart import Chart, empty_chart, make_chart
from itasdash.charts.drawing import Drawing
from itasdash.charts.lines import spread
from itasdash.charts.look import SMALL_SIZE, Look, escape, mix, text_width
from itasdash.charts.rows import Label, lay_out_rows, name_label, value_label
from itasdash.i18n import numbers
from itasdash.metrics.changes import ABSENT
from itasdash.schema import OUTSTANDING_STATES, STATES

_HEIGHT, _TOP = 340, 8
# Between the blocks of two states, in pixels, and between their labels.
_BLOCK_GAP, _LABEL_GAP, _NARROW_GAP = 16, 22, 38
# The thinnest band that can be seen, in pixels.
_THINNEST = 1.5
_BLOCK_WIDTH = 0.03
# How much of its colour a band shows.
_SHARE = 0.45
# Points along the edge of a band.
_STEPS = 24
_ONE_ROLE = ("admin_only", "executive_only")


def move_bars(moves: pd.DataFrame, look: Look) -> Chart:
    """Return bars of the registered LAOs that each province gained (right) and lost (left).

    The most gained on balance stands on top; provinces where nothing moved are left out.

    Args:
        moves: one row per province: ``province_code``, ``name_th``, ``up`` and ``down`` (LAOs).
        look: language and colours.
    """
    rows = moves.dropna(subset=["up", "down"]).astype({"up": "int64", "down": "int64"})
    rows = rows.assign(net=rows["up"] - rows["down"])
    rows = rows[(rows["up"] > 0) | (rows["down"] > 0)]
    if rows.empty:
        return empty_chart(look, look.t("changes.no_moves"))
    rows = rows.sort_values(["net", "up"], ascending=False, kind="stable", ignore_index=True)
    shown = rows.to_dict("records")
    places = list(range(len(shown)))
    figure = Drawing()
    for column, sign, colour in (("up", 1, "complete"), ("down", -1, "action")):
        figure.add_bar(
            x=[sign * int(row[column]) for row in shown],
            y=places,
            orientation="h",
            marker={"color": look.colour(colour)},
            hovertext=[_move_hover(row, look) for row in shown],
            hoverinfo="text",
            customdata=[[str(row["province_code"])] for row in shown],
        )
    most, least = int(rows["up"].max()), int(rows["down"].max())
    figure.update_xaxes(range=[-least * 1.02, max(most, 1) * 1.02], showticklabels=False)
    figure.update_layout(barmode="relative")
    ends = [
        value_label(
            numbers.signed(int(row["net"])),
            look.t("changes.of_which_down", count=int(row["down"])) if row["down"] else "",
            look,
        )
        for row in shown
    ]
    names = [name_label(str(row["name_th"]), "", look) for row in shown]
    lay_out_rows(figure, look, names, ends, [float(row["up"]) for row in shown])
    if least:
        line = {"color": look.colour("muted"), "width": 1}
        figure.add_shape(type="line", x0=0, x1=0, y0=0, y1=1, yref="y domain", line=line)
    first = shown[0]
    fallen = int((rows["down"] > 0).sum())
    words = {"name": str(first["name_th"]), "count": int(first["net"])}
    title = look.t("changes.moves_title", **words) if first["net"] > 0 else ""
    if fallen:
        lost = look.t("changes.moves_fallen", count=fallen, laos=int(rows["down"].sum()))
        title = look.t("changes.both", first=title, second=lost) if title else lost
    subtitle = look.t("changes.moves_subtitle")
    return make_chart(figure, look, title or look.t("changes.no_moves"), subtitle, title)


def _move_hover(row: Mapping[str, object], look: Look) -> str:
    up, down = (numbers.count(float(str(row[name]))) for name in ("up", "down"))
    return f"<b>{escape(str(row['name_th']))}</b><br>" + look.t(
        "changes.move_hover", up=up, down=down
    )


@dataclass(frozen=True)
class _Block:
    """A state on one side: from which pixel to which, from the top, and its LAOs."""

    state: str
    top: float
    bottom: float
    laos: int


def flow_chart(flow: pd.DataFrame, look: Look) -> Chart:
    """Return bands from each state then (left) to each state now (right).

    Args:
        flow: ``from_state``, ``to_state``, ``laos`` (:func:`itasdash.metrics.changes.whole_flow`).
        look: language and colours.
    """
    if flow.empty:
        return empty_chart(look)
    rows = [(str(a), str(b), int(n)) for a, b, n in flow.itertuples(index=False, name=None)]
    left = _blocks([(start, laos) for start, _, laos in rows])
    right = _blocks([(end, laos) for _, end, laos in rows])
    figure = Drawing()
    _add_bands(figure, look, rows, left, right)
    margins, gap = [], _NARROW_GAP if look.narrow else _LABEL_GAP
    for blocks, x, anchor in ((left, 0.0, "right"), (right, 1.0, "left")):
        labels = [_label(block, look) for block in blocks.values()]
        margins.append(max(label.width for label in labels) + 12)
        # From the bottom, as labels are spread.
        wanted = [_HEIGHT - (block.top + block.bottom) / 2 for block in blocks.values()]
        for label, place in zip(labels, spread(wanted, gap, _HEIGHT), strict=True):
            figure.add_annotation(
                text=label.markup,
                x=x,
                y=_HEIGHT - place,
                xanchor=anchor,
                yanchor="middle",
                xshift=-6 if anchor == "right" else 6,
                align=anchor,
            )
    figure.update_xaxes(range=[0, 1], visible=False)
    figure.update_yaxes(range=[_HEIGHT, 0], visible=False)
    figure.update_layout(
        height=_HEIGHT + 2 * _TOP,
        margin={"l": margins[0], "r": margins[1], "t": _TOP, "b": _TOP},
        hovermode="closest",
    )
    title = _flow_title(rows, look)
    return make_chart(figure, look, title, look.t("changes.flow_subtitle"), title)


def _blocks(laos: Sequence[tuple[str, int]]) -> dict[str, _Block]:
    """Return the blocks of a side from the top, in the order of the states."""
    counted = {state: sum(n for own, n in laos if own == state) for state in (*STATES, ABSENT)}
    counted = {state: number for state, number in counted.items() if number}
    scale = (_HEIGHT - _BLOCK_GAP * len(STATES)) / sum(counted.values())
    found, top = {}, 0.0
    for state, number in counted.items():
        bottom = top + max(number * scale, _THINNEST)
        found[state] = _Block(state, top, bottom, number)
        top = bottom + _BLOCK_GAP
    return found


def _add_bands(
    figure: Drawing,
    look: Look,
    rows: Sequence[tuple[str, str, int]],
    left: Mapping[str, _Block],
    right: Mapping[str, _Block],
) -> None:
    used = {("left", state): block.top for state, block in left.items()}
    used |= {("right", state): block.top for state, block in right.items()}
    for start, end, laos in rows:
        edges = []
        for side, block in (("left", left[start]), ("right", right[end])):
            place = (side, block.state)
            top = used[place]
            used[place] = top + laos / block.laos * (block.bottom - block.top)
            edges.append((top, used[place]))
        (left_top, left_bottom), (right_top, right_bottom) = edges
        xs = [step / _STEPS for step in range(_STEPS + 1)]
        # A band leaves and arrives level.
        shares = [x * x * (3 - 2 * x) for x in xs]
        upper = [left_top + (right_top - left_top) * share for share in shares]
        lower = [left_bottom + (right_bottom - left_bottom) * share for share in shares]
        along = [_BLOCK_WIDTH + x * (1 - 2 * _BLOCK_WIDTH) for x in xs]
        colour = mix(look.colour(_role(start, end)), look.colour("background"), _SHARE)
        if start == end:
            colour = look.colour("empty")
        figure.add_scatter(
            x=[*along, *reversed(along)],
            y=[*upper, *reversed(lower)],
            mode="lines",
            fill="toself",
            fillcolor=colour,
            line={"color": colour, "width": 0.5},
            hoveron="fills",
            hoverinfo="text",
            text=_band_hover(start, end, laos, look),
        )
    for blocks, x in ((left, 0.0), (right, 1 - _BLOCK_WIDTH)):
        for block in blocks.values():
            figure.add_shape(
                type="rect",
                x0=x,
                x1=x + _BLOCK_WIDTH,
                y0=block.top,
                y1=block.bottom,
                line={"width": 0},
                fillcolor=look.colour(_state_role(block.state)),
            )


def _state_role(state: str) -> str:
    if state == "complete":
        return "complete"
    return "muted" if state in ("unknown", ABSENT) else "action"


def _role(start: str, end: str) -> str:
    """Return the colour of a band: ahead, back, or neither."""
    if ABSENT in (start, end) or "unknown" in (start, end):
        return "muted"
    if end == "complete" or (start == "none" and end in _ONE_ROLE):
        return "complete"
    back = start == "complete" or (start in _ONE_ROLE and end == "none")
    return "action" if back else "muted"


def _label(block: _Block, look: Look) -> Label:
    name, number = look.t(f"flow.{block.state}"), look.count(block.laos)
    if look.narrow:
        # A word a line, so that the bands keep some room.
        words = [*name.split(" "), f"<b>{number}</b>"]
        width = max(text_width(word, SMALL_SIZE) for word in (*words[:-1], number))
        small = f'<span style="font-size:{SMALL_SIZE}px">{"<br>".join(words)}</span>'
        return Label(small, width)
    width = text_width(f"{name} ") + text_width(number, bold=True)
    return Label(f"{escape(name)} <b>{number}</b>", width)


def _band_hover(start: str, end: str, laos: int, look: Look) -> str:
    key = "changes.stayed" if start == end else "changes.went"
    words = {"start": look.t(f"flow.{start}"), "end": look.t(f"flow.{end}")}
    return escape(look.t(key, count=laos, **words))


def _flow_title(rows: Sequence[tuple[str, str, int]], look: Look) -> str:
    stayed = sum(n for a, b, n in rows if a == b)
    everybody = sum(n for _, _, n in rows)
    done = sum(n for a, b, n in rows if b == "complete" and a in OUTSTANDING_STATES)
    if stayed == everybody:
        return look.t("changes.flow_nothing")
    share = look.percent(stayed / everybody)
    return look.t("changes.flow_title", count=done, share=share)
