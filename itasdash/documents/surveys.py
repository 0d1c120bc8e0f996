"""Surveys for people: the finding in a sentence, cards, and tables under headings."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from itasdash.charts import Look
from itasdash.charts.road import road_finding
from itasdash.documents.cards import Card
from itasdash.documents.lao_tables import lao_list, later_stages
from itasdash.documents.sentences import listed
from itasdash.i18n import Translator, translator
from itasdash.i18n.numbers import is_null, percent_values
from itasdash.metrics.comparison import FIRST, concentration, is_concentrated, share_of_first
from itasdash.metrics.road import ROAD
from itasdash.metrics.surveys import SURVEY_STATES
from itasdash.thai.dates import format_moment

# What a table of groups shows of each survey; what says nothing anywhere is left out.
_SHOWN = ("quota", "answered", "counted", "attainment", "raw_share", "missing", "met")
_SHOWN_BEHIND = ("with_quota", "none", "with_data")
_IF_ANY = ("without_quota", "zero_quota")
_SHARES = ("attainment", "raw_share")
# In an LAO's row.
_OF_LAO = ("quota", "answered", "attainment", "missing", "survey")
# What a sheet of paper has no room for: all of it follows from the columns that are printed.
_NOT_PRINTED = ("counted", "raw_share", "with_quota", "with_data", "survey")


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


def survey_table(surveys: Mapping[str, pd.DataFrame], by: str, language: str) -> pd.DataFrame:
    """Return surveys of groups under headings for people, in the same order.

    Args:
        surveys: by instrument, as :func:`itasdash.metrics.surveys.surveys` gives them, all of the
            same groups.
        by: what the groups are, one of :data:`itasdash.metrics.GROUPS`.
        language: of the headings.
    """
    t = translator(language)
    first = next(iter(surveys.values()))
    columns: dict[str, Any] = {
        t(f"group.{by}"): first["name_th"],
        t("column.expected"): first["expected"],
    }
    for instrument, frame in surveys.items():
        # How many LAOs have what is no question where only a summary tells anything.
        of_laos = frame["with_data"].fillna(0).gt(0).any()
        behind = _SHOWN_BEHIND if of_laos else ()
        some = [name for name in _IF_ANY if of_laos and frame[name].fillna(0).gt(0).any()]
        gains = ["gain_points"] if "gain_points" in frame else []
        for name in (*_SHOWN, *gains, *behind, *some):
            # What nobody tells, as by a summary alone, takes no room.
            if frame[name].isna().all():
                continue
            heading = t(f"survey.column_{name}", instrument=instrument.upper())
            values = percent_values(frame[name]) if name in _SHARES else frame[name]
            columns[heading] = values.round(1) if name in gains else values
    return pd.DataFrame(columns)


def survey_trend_table(trends: Mapping[str, pd.DataFrame], language: str) -> pd.DataFrame:
    """Return a group's surveys over the snapshots under headings for people, the latest first.

    Args:
        trends: by instrument, as :func:`itasdash.metrics.surveys.survey_trend` gives them.
        language: of the headings.
    """
    t = translator(language)
    found: pd.DataFrame | None = None
    for instrument, trend in trends.items():
        columns = {
            t(f"survey.column_{name}", instrument=instrument.upper()): percent_values(trend[name])
            if name in _SHARES
            else trend[name]
            for name in (*_SHOWN, "with_quota", "none")
            if trend[name].notna().any()
        }
        own = pd.DataFrame({"as_of": trend["as_of"], **columns})
        found = own if found is None else found.merge(own, on="as_of", how="outer")
    if found is None:
        return pd.DataFrame({t("column.as_of"): []})
    found = found.sort_values("as_of", ascending=False, ignore_index=True)
    moments = [format_moment(moment.to_pydatetime(), language) for moment in found["as_of"]]
    return pd.DataFrame({t("column.as_of"): moments}).join(found.drop(columns="as_of"))


def not_printed(t: Translator, instruments: Sequence[str]) -> list[str]:
    """Return the headings of columns of surveys that are left out on paper."""
    return [
        t(f"survey.column_{name}", instrument=instrument.upper())
        for instrument in instruments
        for name in _NOT_PRINTED
    ]


def survey_list(rows: pd.DataFrame, instruments: Sequence[str], language: str) -> pd.DataFrame:
    """Return LAOs with their surveys as a table for people, same rows and order.

    Args:
        rows: rows of ``status`` with ``state`` as
            :func:`itasdash.metrics.surveys.survey_laos` gives them.
        instruments: which surveys to show.
        language: of the headings.
    """
    t = translator(language)
    listed = lao_list(rows, language)
    states = {state: t(f"survey.state_{state}") for state in SURVEY_STATES}
    columns: dict[str, Any] = {}
    for instrument in instruments:
        for name in _OF_LAO:
            values = rows[f"{instrument}_{name}"]
            if name == "attainment":
                values = percent_values(values)
            elif name == "survey":
                values = values.map(states)
            else:
                values = values.astype("Int64")
            columns[t(f"survey.column_{name}", instrument=instrument.upper())] = values
    # Later stages, where any file tells them.
    columns |= {t(f"column.{name}"): values for name, values in later_stages(rows).items()}
    kept = ("name", "province", "district", "type", "state", "lao_id")
    shown = listed[[t(f"column.{name}") for name in kept]]
    code = t("column.lao_id")
    return shown.drop(columns=code).assign(**columns, **{code: shown[code]})


def survey_words(states: Sequence[str], language: str) -> list[str]:
    """Return the chosen states of a survey as short words, none where all are asked for."""
    t = translator(language)
    return [t(f"survey.state_{state}") for state in states]


def road_table(road: pd.DataFrame, by: str, language: str) -> pd.DataFrame:
    """Return how many LAOs of each group stand where, under headings for people.

    Args:
        road: as :func:`itasdash.metrics.road.road` gives them.
        by: what the groups are, one of :data:`itasdash.metrics.GROUPS`.
        language: of the headings.
    """
    t = translator(language)
    columns = {t(f"group.{by}"): road["name_th"], t("column.expected"): road["expected"]}
    for stage in ROAD:
        if road[stage].sum():
            columns[t("road.column", stage=t(f"road.{stage}"))] = road[stage]
    return pd.DataFrame(columns)


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
