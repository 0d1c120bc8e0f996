"""What a brief says: numbers, map, whom to push, who is missing, and the way there.

Everything is in words and shares, ready to be set; nothing is counted here that a page counts too.
"""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any, Literal, cast

from itasdash.charts.chart import Group, groups
from itasdash.charts.look import Look
from itasdash.charts.maps import Measure, map_colours, map_number, measured
from itasdash.documents.brief.inputs import BriefFrames, BriefInputs, brief_frames
from itasdash.documents.cards import Card, headline_cards, province_cards
from itasdash.documents.headline import Headline, headline_sentence
from itasdash.documents.provenance import source_line
from itasdash.i18n.numbers import whole_percent
from itasdash.metrics import rates
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.reference import all_provinces, table
from itasdash.reference.written_names import short_name
from itasdash.schema import OUTSTANDING_STATES
from itasdash.thai.dates import BANGKOK, format_date, format_moment
from itasdash.thai.digits import to_thai
from itasdash.thai.lines import unbroken

# How many provinces, districts or LAOs to push.
_PUSHED = 10
# From this rate on the map shows who is outstanding: nearly all of it would be one colour. Once
# nobody is, it shows that.
_NEARLY = 0.85
# Which of the missing has which colour; the one with both missing stands out.
_MISSING = (
    ("none", "action"),
    ("executive_only", "series_2"),
    ("admin_only", "primary"),
    ("incomplete", "muted"),
)
# A deadline further off than this from the last snapshot is told and not drawn.
_DRAWN_DAYS = 120
_ROLES = (
    *("ink", "muted", "line", "surface", "background"),
    *("primary", "action", "complete", "empty"),
)


def _look(language: str) -> Look:
    return Look(cast(Literal["th", "en"], language))


def brief_content(inputs: BriefInputs) -> dict[str, Any]:
    """Return what the templates of the brief and of the picture show.

    Raises:
        KeyError: there is no such province in the snapshot.
    """
    look = _look(inputs.language)
    if inputs.province and inputs.province not in set(
        rates(inputs.snapshot.status, inputs.snapshot.province_summary, "province")["province_code"]
    ):
        raise KeyError(inputs.province)
    found = brief_frames(inputs)
    content = {
        "place": inputs.place,
        "heading": _heading(inputs, found),
        "moments": _moments(inputs, look),
        "marks": inputs.marks.words(inputs.language),
        "cards": [_card(card) for card in _cards(inputs, found, look)],
        "map": _map(inputs, found, look),
        "push": _push(inputs, found, look),
        "missing": _missing(found.headline, look),
        "trend": _trend(inputs, found, look),
        "office": " ".join([inputs.office.department, inputs.office.unit]),
    }
    shown: dict[str, Any] = _in_digits(content, inputs.thai_digits)
    shown["source"] = source_line(inputs.info, inputs.language)
    shown["brief_name"] = look.t("brief.name")
    ends = [whole_percent(rate, sign=True) for rate in (0.0, 0.5, 1.0)]
    shown["axis"] = _in_digits(ends, inputs.thai_digits)
    shown["colours"] = {role: look.colour(role) for role in _ROLES}
    return shown


def _in_digits(value: Any, thai_digits: bool) -> Any:
    """Return words with the digits that are wanted and with lines that end where they may."""
    if isinstance(value, str):
        if value.startswith("#"):
            return value
        return unbroken(to_thai(value) if thai_digits else value)
    if isinstance(value, Mapping):
        return {name: _in_digits(inner, thai_digits) for name, inner in value.items()}
    if isinstance(value, list):
        return [_in_digits(inner, thai_digits) for inner in value]
    return value


def _heading(inputs: BriefInputs, found: BriefFrames) -> str:
    day = inputs.info.as_of.date()
    return headline_sentence(found.headline, inputs.language, day, inputs.deadline)


def _moments(inputs: BriefInputs, look: Look) -> list[str]:
    t, language = look.t, inputs.language
    parts = [
        t("view.fiscal_year_is", year=inputs.info.fiscal_year),
        t("view.as_of", as_of=format_moment(inputs.info.as_of, language)),
    ]
    if inputs.before is not None:
        before = format_moment(inputs.before.info.as_of, language)
        parts.append(t("view.compared_with", as_of=before))
    return parts


def _cards(inputs: BriefInputs, found: BriefFrames, look: Look) -> list[Card]:
    if not inputs.province:
        return headline_cards(found.headline, look)
    return province_cards(found.own.iloc[0], found.country.iloc[0], found.provinces, look)


def _card(card: Card) -> dict[str, Any]:
    return {
        "label": card.label,
        "value": card.value,
        "note": card.note,
        "action": card.needs_action,
    }


def _map(inputs: BriefInputs, found: BriefFrames, look: Look) -> dict[str, Any]:
    rate = found.headline.rate
    if inputs.province:
        rate = None if found.country["rate"].isna().any() else float(found.country["rate"].iloc[0])
    measure: Measure = "outstanding" if rate is None or _NEARLY <= rate < 1 else "rate"
    known = measured(found.provinces, look, measure)
    top = max((group.outstanding or 0 for group in known.values()), default=0)
    tiles = []
    for tile in table("tiles"):
        code = tile["province_code"]
        group = known.get(code)
        fill, ink = map_colours(group, look, measure, top)
        tiles.append(
            {
                "x": int(tile["column"]),
                "y": int(tile["row"]),
                "name": all_provinces()[code].abbreviation(look.language),
                "number": map_number(group, look, measure),
                "fill": fill,
                "ink": ink,
                "own": code == inputs.province,
            }
        )
    steps = look.rate_colours() if measure == "rate" else list(look.action_steps())
    ends = [whole_percent(share, sign=True) for share in (0, 1)]
    if measure == "outstanding":
        ends = [look.count(number) for number in (0, top)]
    return {
        "title": look.t(f"brief.map_{measure}"),
        "tiles": tiles,
        "columns": max(int(tile["column"]) for tile in table("tiles")) + 1,
        "rows": max(int(tile["row"]) for tile in table("tiles")) + 1,
        "steps": steps,
        "ends": ends,
    }


def _push(inputs: BriefInputs, found: BriefFrames, look: Look) -> dict[str, Any]:
    t = look.t
    # Of the country, names speak only once hardly anything else is left to be said.
    if inputs.province or (found.headline.rate or 0.0) >= _NEARLY:
        names = _names(inputs, look)
        if names is not None:
            return {"title": t("brief.names", count=len(names)), "rows": names, "empty": ""}
    if inputs.province:
        late, title = groups(found.districts, "district", look), "brief.push_districts"
    else:
        late, title = groups(found.provinces, "province_code", look), "brief.push_provinces"
    late = sorted(
        (group for group in late if group.outstanding),
        key=lambda group: (-(group.outstanding or 0), 2.0 if group.rate is None else group.rate),
    )[:_PUSHED]
    most = max((group.outstanding or 0 for group in late), default=0)
    rows = [_bar(group, most, look) for group in late]
    complete = found.headline.outstanding is not None and not found.headline.outstanding
    empty = "" if rows else t("brief.nobody_outstanding" if complete else "brief.not_told")
    title = t(title, count=len(rows)) if rows else t("brief.push_none")
    return {"title": title, "rows": rows, "empty": empty}


def _bar(group: Group, most: int, look: Look) -> dict[str, Any]:
    rate = "" if group.rate is None else look.percent(group.rate)
    outstanding = group.outstanding or 0
    value = look.count(outstanding)
    return {"name": group.name, "value": value, "note": rate, "share": outstanding / most}


def _names(inputs: BriefInputs, look: Look) -> list[dict[str, Any]] | None:
    """Return the outstanding LAOs by name, None where they are too many or untold."""
    if inputs.info.summary_only:
        return None
    codes = (inputs.province,) if inputs.province else ()
    wanted = LaoFilter(province_codes=codes, states=OUTSTANDING_STATES)
    rows = select_laos(inputs.snapshot.status, wanted)
    if not 0 < len(rows) <= _PUSHED:
        return None
    return [
        {
            "name": _name(row) if codes else _placed(row, inputs.language),
            "value": "",
            "note": look.t(f"brief.missing_{row['state']}"),
            "share": 0.0,
        }
        for row in rows.astype("object").where(rows.notna(), None).to_dict("records")
    ]


def _name(row: Mapping[str, Any]) -> str:
    # What fits no LAO stands as its file has it.
    named = row["lao_id"] and row["lao_type"]
    return short_name(row["lao_type"], row["name_th"]) if named else str(row["name_th"])


def _placed(row: Mapping[str, Any], language: str) -> str:
    """Return the name of an LAO with that of its province, where this is told."""
    province = all_provinces().get(row["province_code"] or "")
    return f"{_name(row)} {province.name(language)}" if province else _name(row)


def _missing(headline: Headline, look: Look) -> dict[str, Any]:
    t = look.t
    counts = {state: headline.states.get(state, 0) for state, _ in _MISSING}
    total = sum(counts.values())
    parts = [
        {
            "name": t(f"brief.missing_{state}"),
            "value": look.count(counts[state]),
            "share": counts[state] / total,
            "colour": look.colour(role),
        }
        for state, role in _MISSING
        if counts[state]
    ]
    return {"title": t("brief.who"), "parts": parts}


def _trend(inputs: BriefInputs, found: BriefFrames, look: Look) -> dict[str, Any]:
    known = found.trend.dropna(subset=["rate"]).sort_values("as_of")
    if known.empty:
        return {"title": look.t("brief.trend"), "points": [], "deadline": None, "alt": ""}
    first = known["as_of"].iloc[0].to_pydatetime()
    end = last = known["as_of"].iloc[-1].to_pydatetime()
    due, deadline = None, inputs.deadline
    if deadline is not None:
        closes = datetime.combine(deadline, time(23, 59), BANGKOK)
        if first <= closes and (closes - last).days <= _DRAWN_DAYS:
            due, end = closes, max(end, closes)
    span = max((end - first).total_seconds(), 1.0)

    def across(moment: datetime) -> float:
        return float((moment - first).total_seconds() / span)

    points = [
        {
            "x": across(row["as_of"].to_pydatetime()),
            "y": float(row["rate"]),
            "label": look.percent(row["rate"]),
        }
        for row in known.to_dict("records")
    ]
    days = [format_date(moment.date(), inputs.language) for moment in (first, last)]
    title = look.t("brief.trend")
    described = look.t("brief.trend_alt", first=points[0]["label"], last=points[-1]["label"])
    return {
        "title": title,
        "points": points,
        "days": days,
        "deadline": None if due is None else across(due),
        "deadline_words": look.t("brief.deadline", day=format_date(due.date(), inputs.language))
        if due
        else "",
        "alt": f"{title} {described}",
    }
