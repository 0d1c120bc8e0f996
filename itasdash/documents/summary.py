"""A snapshot in at most six sentences, written from its numbers, to paste into a message.

Nothing is said that the snapshot does not tell: unknown is never spoken of as zero.
"""

from datetime import date, datetime

import pandas as pd

from itasdash.charts import Look
from itasdash.documents.headline import Headline
from itasdash.documents.sentences import listed
from itasdash.documents.surveys import road_sentence
from itasdash.i18n.numbers import round_half_up
from itasdash.metrics.comparison import FIRST, concentration, is_concentrated
from itasdash.thai.dates import format_date, format_moment

_NAMED = 3


def summary_sentences(
    headline: Headline,
    provinces: pd.DataFrame,
    look: Look,
    as_of: datetime,
    before: datetime | None,
    deadline: date | None,
    road: pd.DataFrame | None = None,
) -> list[str]:
    """Return where things stand, what changed, where and who is missing, and how far it is.

    Args:
        headline: the national numbers and the states of registration.
        provinces: a row per province of rates with gains (``metrics.rates``,
            ``metrics.with_gain``): ``province_code``, ``name_th``, ``outstanding``, ``rate``,
            ``gain_points``.
        look: gives the language and the form of numbers.
        as_of: moment of the snapshot.
        before: moment of the earlier snapshot that the gains refer to, None where there is none.
        deadline: last day of registration, None where it is not known.
        road: one row of where all LAOs stand (:func:`itasdash.metrics.road.road`), for a sentence
            more; None where the snapshot tells nothing of the surveys.

    Returns:
        One to six sentences of plain text. Those that have nothing to say are left out: where the
        outstanding are and who is missing once nobody is, and whatever the snapshot does not tell.
    """
    sentences = [
        _standing(headline, look, as_of),
        _change(headline, look, before),
        _where(headline, provinces, look),
        _who(headline, look),
        "" if road is None else road_sentence(road, look),
        _progress(headline, provinces, look, as_of, deadline),
    ]
    return [_sentence(text, look) for text in sentences if text]


def _standing(headline: Headline, look: Look, as_of: datetime) -> str:
    t = look.t
    moment = format_moment(as_of, look.language)
    words = {"moment": moment, "count": headline.expected}
    if headline.rate is None:
        if not headline.outstanding:
            return t("summary.not_told", moment=moment)
        return t(
            "summary.only_outstanding",
            moment=moment,
            count=headline.outstanding,
            expected=headline.expected,
        )
    if headline.rate >= 1:
        return t("summary.complete", **words)
    if not headline.registered and not headline.unknown:
        return t("summary.nobody", **words)
    text = t(
        "summary.standing",
        registered=look.count(headline.registered),
        rate=look.percent(headline.rate),
        **words,
    )

    return text + (t("summary.unknown", count=headline.unknown) if headline.unknown else "")


def _change(headline: Headline, look: Look, before: datetime | None) -> str:
    t = look.t
    if before is None:
        return t("summary.first")
    since = format_moment(before, look.language)
    gain = headline.gain_laos
    if gain is None:
        return t("summary.change_not_told", since=since)
    if not gain:
        return t("summary.unchanged", since=since)
    entry = "summary.gained" if gain > 0 else "summary.lost"
    text = t(entry, since=since, count=abs(gain), points=look.points(headline.gain_points))
    pace, days = int(round_half_up(headline.gain_per_day or 0.0)), headline.gain_days or 0
    # Over one day the pace would only repeat the gain, and below one LAO a day it is none.
    if days > 1 and pace >= 1:
        text += t("summary.pace", count=pace, days=days)
    return text


def _where(headline: Headline, provinces: pd.DataFrame, look: Look) -> str:
    t = look.t
    late = provinces[provinces["outstanding"].fillna(0) > 0].sort_values(
        ["outstanding", "rate", "province_code"], ascending=[False, True, True], kind="stable"
    )
    if late.empty:
        return (
            t("summary.none_outstanding") if headline.unknown and headline.rate is not None else ""
        )
    outstanding = [int(number) for number in late["outstanding"]]
    named = [
        t("summary.named", name=name, number=look.count(number))
        for name, number in zip(late["name_th"], outstanding, strict=True)
    ]
    total = sum(outstanding)
    if len(late) == 1:
        return t("summary.where_only", count=total, name=late["name_th"].iloc[0])
    names = listed(named[:_NAMED], look)
    if len(late) <= _NAMED:
        return t("summary.where_few", count=total, provinces=len(late), names=names)
    if not is_concentrated(provinces["outstanding"]):
        share = look.percent(sum(outstanding[:FIRST]) / total)
        words = {"outstanding": look.count(total), "share": share, "names": names}
        return t("summary.where_first", count=FIRST, **words)
    return t(
        "summary.where",
        count=concentration(late["outstanding"]),
        outstanding=look.count(total),
        names=names,
    )


def _who(headline: Headline, look: Look) -> str:
    t = look.t
    if not headline.outstanding:
        return ""
    counts = {s: headline.states.get(s, 0) for s in ("admin_only", "executive_only", "none")}
    untold = max(headline.outstanding - sum(counts.values()), 0)
    if not any(counts.values()):
        return t("summary.who_not_told")
    parts = [
        t(f"summary.missing_{state}", count=number) for state, number in counts.items() if number
    ]
    if untold:
        parts.append(t("summary.missing_not_told", count=untold))
    return t("summary.who", parts=listed(parts, look))


def _progress(
    headline: Headline, provinces: pd.DataFrame, look: Look, as_of: datetime, deadline: date | None
) -> str:
    parts = [_complete(headline, provinces, look), _moved(provinces, look)]
    if deadline is not None and (headline.rate is None or headline.rate < 1):
        parts.append(_time_left(as_of, deadline, look))
    return look.t("summary.between").join(part for part in parts if part)


def _complete(headline: Headline, provinces: pd.DataFrame, look: Look) -> str:
    t, complete, known = look.t, headline.complete_provinces, headline.provinces
    if not known:
        return ""
    if complete == known:
        text = t("summary.provinces_all", count=known)
    elif not complete:
        text = t("summary.provinces_none", count=known)
    else:
        text = t("summary.provinces_some", count=complete, known=known)
    silent = len(provinces) - known
    return text + (t("summary.provinces_unknown", count=silent) if silent else "")


def _moved(provinces: pd.DataFrame, look: Look) -> str:
    t = look.t
    if not provinces["gain_points"].notna().any():
        return ""
    gains = provinces["gain_points"].fillna(0)
    up, down = int((gains > 0).sum()), int((gains < 0).sum())
    parts = [t("summary.up", count=up)] if up else []
    parts += [t("summary.down", count=down)] if down else []
    return listed(parts, look) if parts else t("summary.still")


def _time_left(as_of: datetime, deadline: date, look: Look) -> str:
    t, day = look.t, format_date(deadline, look.language)
    left = (deadline - as_of.date()).days
    if left > 0:
        return t("summary.days_left", count=left, day=day)
    if not left:
        return t("summary.last_day", day=day)
    return t("summary.closed", count=-left, day=day)


def _sentence(text: str, look: Look) -> str:
    return look.t("summary.sentence", text=text[0].upper() + text[1:])
