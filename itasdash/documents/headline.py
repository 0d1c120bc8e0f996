"""A snapshot in five numbers and one sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from itasdash.i18n import translator
from itasdash.i18n.numbers import percent
from itasdash.thai.dates import format_date

# How far the words "half" and "three quarters" reach, in parts of one.
_SHARES = (("half", 0.5), ("third", 1 / 3), ("two_thirds", 2 / 3), ("three_quarters", 0.75))
_NEAR = 0.02


@dataclass(frozen=True)
class Headline:
    """National numbers of a snapshot, in LAOs; None where the snapshot does not tell.

    Attributes:
        rate: registered ÷ expected, 0 to 1.
        gain_laos, gain_points: change since the earlier snapshot, in LAOs and percentage points.
        gain_days: days between the two.
        complete_provinces, provinces: provinces with a rate of 1, and all that have a rate.
        states: LAOs by state of registration.
    """

    expected: int | None
    registered: int | None
    outstanding: int | None
    unknown: int | None
    rate: float | None
    gain_laos: int | None
    gain_points: float | None
    gain_days: int | None
    complete_provinces: int
    provinces: int
    states: Mapping[str, int]

    @property
    def gain_per_day(self) -> float | None:
        """Gain in LAOs per day, None where there is no gain or no whole day."""
        return self.gain_laos / self.gain_days if self.gain_laos and self.gain_days else None


def make_headline(
    country: pd.DataFrame,
    provinces: pd.DataFrame,
    states: Mapping[str, int],
    gain_days: int | None,
) -> Headline:
    """Return the headline of a snapshot.

    Args:
        country: one row of rates with gains (``metrics.rates``, ``metrics.with_gain``).
        provinces: a row per province of the same.
        states: LAOs by state of registration.
        gain_days: days since the snapshot that the gains refer to, None where there is none.
    """
    row = country.iloc[0]
    known = provinces["rate"].dropna()
    return Headline(
        expected=_whole(row["expected"]),
        registered=_whole(row["registered"]),
        outstanding=_whole(row["outstanding"]),
        unknown=_whole(row["unknown"]),
        rate=None if pd.isna(row["rate"]) else float(row["rate"]),
        gain_laos=_whole(row["gain_laos"]),
        gain_points=None if pd.isna(row["gain_points"]) else float(row["gain_points"]),
        gain_days=gain_days,
        complete_provinces=int((known >= 1).sum()),
        provinces=len(known),
        states=dict(states),
    )


def _whole(number: int | None) -> int | None:
    return None if number is None or pd.isna(number) else int(number)


def headline_trend(country: pd.DataFrame, provinces: pd.DataFrame) -> pd.DataFrame:
    """Return the headline numbers over the snapshots, for a small history beside each.

    Args:
        country, provinces: rates over the snapshots, as :func:`itasdash.metrics.trend` gives them.

    Returns:
        A row per snapshot that tells the country's rate, the earliest first: ``as_of``, ``rate``
        (0 to 1), ``registered``, ``outstanding``, ``gain_per_day`` since the row before (LAOs a
        day, as snapshots are not equally far apart), and ``complete_provinces``.
    """
    history = country.sort_values("as_of", ignore_index=True)
    days = (history["as_of"].diff().dt.total_seconds() / 86_400).astype("Float64")
    complete = provinces["rate"].ge(1).groupby(provinces["as_of"]).sum()
    return history[["as_of", "rate", "registered", "outstanding"]].assign(
        gain_per_day=history["registered"].astype("Float64").diff() / days.where(days > 0),
        complete_provinces=history["as_of"].map(complete),
    )


def headline_sentence(headline: Headline, language: str, today: date, deadline: date | None) -> str:
    """Return where things stand as a title: ``ลงทะเบียนแล้วครึ่งหนึ่ง เหลือ 3,783 แห่งก่อน 28 ก.พ.``.

    Args:
        headline: the numbers.
        language: ``th`` or ``en``.
        today: the day of the snapshot; a ``deadline`` that lies before it is spoken of as past.
        deadline: the last day of registration, None where it is not known.
    """
    t = translator(language)
    if headline.rate is None:
        return t("headline.no_rate")
    if headline.rate >= 1:
        return t("headline.complete", count=headline.expected)
    if not headline.outstanding:
        return t("headline.unknown", count=headline.unknown)
    left = t("headline.left", count=headline.outstanding)
    if deadline is not None:
        day = format_date(deadline, language).rsplit(" ", 1)[0]
        when = "before" if today <= deadline else "after"
        left = t(f"headline.left_{when}", count=headline.outstanding, day=day)
    sentence = t("headline.sentence", share=_share(headline.rate, language), left=left)
    if headline.gain_laos is not None and headline.gain_laos < 0:
        return t("headline.fallen", sentence=sentence, count=-headline.gain_laos)
    return sentence


def _share(rate: float, language: str) -> str:
    t = translator(language)
    for name, share in _SHARES:
        if abs(rate - share) <= _NEAR:
            return t(f"headline.{name}")
    return t("headline.percent", value=percent(rate, sign=False))
