"""Surveys for people: the finding in a sentence, cards, and what must be said of them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from itasdash.charts import Look
from itasdash.charts.road import road_finding
from itasdash.documents.cards import Card
from itasdash.documents.sentences import listed
from itasdash.i18n.numbers import is_null
from itasdash.metrics.comparison import FIRST, concentration, is_concentrated, share_of_first
from itasdash.metrics.road import ROAD


def survey_sentence(
    country: pd.DataFrame, provinces: pd.DataFrame, instrument: str, look: Look
) -> str:
    """Return how far a survey has come, as a title.

    Args:
        country: one row of :func:`itasdash.metrics.surveys.surveys`.
        provinces: a row per province of the same.
        instrument: ``iit`` or ``eit``.
        look: gives the language and the form of numbers.
    """
    t, row = look.t, country.iloc[0]
    known = {str(name): _whole(row[name]) for name in country if name not in ("name_th", "country")}
    words = {**known, "instrument": instrument.upper()}
    if known["answered"] is None:
        return t("survey.no_data", **words)
    if not known["quota"]:
        return t("survey.counts_only", **words)
    if known["answered"] == 0:
        return t("survey.nobody", **words)
    if is_null(row["attainment"]):
        return t("survey.claimed", share=look.percent(row["raw_share"]), **words)
    if known["missing"] == 0 and known["met"] == known["with_quota"]:
        return t("survey.all_met", **words)
    sentence = t("survey.sentence", share=look.percent(row["attainment"]), **words)
    if provinces["missing"].fillna(0).gt(0).sum() > 1:
        sentence = t("survey.sentence_where", sentence=sentence, where=_where(provinces, look))
    return sentence


def _where(provinces: pd.DataFrame, look: Look) -> str:
    """Return in how many provinces most is missing, or where that is many, what the first hold."""
    missing = provinces["missing"]
    if is_concentrated(missing):
        return look.t("survey.card_where", count=concentration(missing))
    return look.t("survey.card_first", count=FIRST, share=look.percent(share_of_first(missing)))


def survey_cards(
    row: "pd.Series[Any]", provinces: pd.DataFrame, instrument: str, look: Look
) -> list[Card]:
    """Return five numbers of a survey, of the country or of another group.

    Args:
        row: of :func:`itasdash.metrics.surveys.surveys`, perhaps with gains.
        provinces: the groups that the missing respondents are counted by; none where it is empty.
        instrument: ``iit`` or ``eit``.
        look: gives the language and the form of numbers.
    """
    t, name = look.t, instrument.upper()
    claimed = is_null(row["attainment"]) and not is_null(row["raw_share"])
    share, note = look.percent(row["attainment"]), ""
    if claimed:
        share, note = look.percent(row["raw_share"]), t("survey.card_claimed")
    elif not is_null(row["raw_share"]):
        note = t("survey.card_raw", share=look.percent(row["raw_share"]))
        if not is_null(row.get("gain_points")):
            note += t("survey.card_since", points=look.points(row["gain_points"]))
    met = ""
    if not is_null(row["met"]):
        met = t("survey.card_met_of", count=_whole(row["with_quota"]))
        if row["above_quota"]:
            met += t("survey.card_above", count=_whole(row["above_quota"]))
    where = ""
    if len(provinces) and provinces["missing"].fillna(0).gt(0).sum() > 1:
        where = _where(provinces, look)
    quota = "" if is_null(row["quota"]) else t("survey.card_quota", quota=_whole(row["quota"]))
    silent = _data_note(row, look)
    return [
        Card(t("survey.card_share", instrument=name), share, note),
        Card(t("survey.card_answered", instrument=name), look.count(row["answered"]), quota),
        Card(t("survey.card_met", instrument=name), look.count(row["met"]), met),
        Card(
            t("survey.card_missing", instrument=name),
            look.count(row["missing"]),
            where,
            needs_action=bool(_whole(row["missing"])),
        ),
        Card(
            t("survey.card_none", instrument=name),
            look.count(row["none"]),
            silent,
            needs_action=bool(_whole(row["none"])),
        ),
    ]


# The field of a survey's history behind each card.
CARD_FIELDS = ("attainment", "answered", "met", "missing", "none")


def _data_note(row: "pd.Series[Any]", look: Look) -> str:
    """Say how many LAOs have data and which lack a quota, where not all have one."""
    t, parts = look.t, []
    if is_null(row["expected"]):
        return ""
    if row["with_data"] != row["expected"]:
        words = {"with_data": _whole(row["with_data"]), "expected": _whole(row["expected"])}
        parts.append(t("survey.card_data", **words))
    without, zero = _whole(row["without_quota"]) or 0, _whole(row["zero_quota"]) or 0
    if row["with_data"] and without + zero:
        parts.append(t("survey.card_without", without=without, zero=zero))
    return " · ".join(parts)


def _whole(number: object) -> int | None:
    return None if is_null(number) else int(number)  # type: ignore[call-overload]


def road_sentence(country: pd.DataFrame, look: Look) -> str:
    """Return the whole road of the country in a sentence, for the summary in words.

    Args:
        country: one row of :func:`itasdash.metrics.road.road`.
        look: gives the language.
    """
    t, row = look.t, country.iloc[0]
    counts = {stage: int(row[stage]) for stage in ROAD}
    registered = {stage: counts[stage] for stage in ("registered", "answering", "met")}
    if not any(registered.values()) or counts["registered_untold"]:
        return road_finding(row, look)
    parts = [t(f"road.summary_{s}", count=number) for s, number in registered.items() if number]
    words = {"expected": int(row["expected"]), "registered_all": sum(registered.values())}
    sentence = t("road.summary", parts=listed(parts, look), **words)
    odd = int(row["answered_unregistered"])
    return sentence + (t("road.summary_odd", odd=odd) if odd else "")


def survey_notes(
    surveys: Mapping[str, pd.DataFrame], provinces: Mapping[str, pd.DataFrame], look: Look
) -> list[str]:
    """Return what must be said of the numbers: quotas exceeded, provinces that only a summary has.

    Args:
        surveys: the country's row by instrument.
        provinces: the provinces' rows by instrument.
        look: gives the language.
    """
    t, notes = look.t, []
    for instrument, country in surveys.items():
        above = country.iloc[0]["above_quota"]
        if not is_null(above) and above:
            words = {"instrument": instrument.upper(), "count": int(above)}
            notes.append(t("survey.above", **words))
    frames = list(provinces.values())
    capped = any(frame["counted"].notna().any() for frame in frames)
    claimed = max(
        (int((frame["counted"].isna() & frame["raw_share"].notna()).sum()) for frame in frames),
        default=0,
    )
    if capped and claimed:
        notes.append(t("survey.partly_claimed", count=claimed))
    return notes
