"""What a brief is made from: the snapshots, and the tables that are counted of them."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from itasdash.documents.headline import Headline, make_headline
from itasdash.documents.marks import NO_MARKS, Marks
from itasdash.i18n import translator
from itasdash.metrics import rates, with_gain, with_state
from itasdash.metrics.rates import rates_of, trend_of
from itasdash.reference import all_provinces
from itasdash.schema import Office, Snapshot, SnapshotInfo

_OFFICE = Office()


@dataclass(frozen=True)
class BriefInputs:
    """What a brief is made from.

    Attributes:
        snapshot: the one that is shown.
        tallies: those of the fiscal year so far under each other, with ``as_of``, by province at
            least (:func:`itasdash.metrics.tallies.tally`).
        before: the one that it is compared with, None where there is none.
        deadline: last day of registration, None where it is not known.
        province: code of the province, empty for the country.
        language: ``th`` or ``en``.
        thai_digits: how numbers look.
        marks: what must be said of the snapshot.
        office: who hands it out.
    """

    snapshot: Snapshot
    tallies: pd.DataFrame
    before: Snapshot | None = None
    deadline: date | None = None
    province: str = ""
    language: str = "th"
    thai_digits: bool = False
    marks: Marks = NO_MARKS
    office: Office = _OFFICE

    @property
    def info(self) -> SnapshotInfo:
        """What is known of the one that is shown."""
        return self.snapshot.info

    @property
    def place(self) -> str:
        """What it is about, as a heading says it."""
        t = translator(self.language)
        if not self.province:
            return t("brief.country")
        return t("province.title", name=all_provinces()[self.province].name(self.language))


@dataclass(frozen=True)
class BriefFrames:
    """The tables that a brief is drawn from, all of rates with gains but ``trend``.

    Attributes:
        country, provinces: the country's, and a row per province.
        own: the row that the brief is about, of the one or the other.
        districts: those of the province; none for the country, or where they are not told.
        trend: the rate so far of what the brief is about.
        headline: its numbers.
    """

    country: pd.DataFrame
    provinces: pd.DataFrame
    own: pd.DataFrame
    districts: pd.DataFrame
    trend: pd.DataFrame
    headline: Headline


def brief_frames(inputs: BriefInputs) -> BriefFrames:
    """Return the tables of a brief."""
    shown, before, language = inputs.snapshot, inputs.before, inputs.language

    def of(by: str) -> pd.DataFrame:
        earlier = before and rates(before.status, before.province_summary, by, language)
        return with_gain(rates(shown.status, shown.province_summary, by, language), earlier, by)

    country, provinces = of("country"), of("province")
    own, districts, by = country, provinces.iloc[:0], "country"
    status = shown.status
    if inputs.province:
        by = "province"
        own = provinces[provinces["province_code"] == inputs.province]
        districts = of("district")
        if len(districts):
            districts = districts[districts["province_code"] == inputs.province]
        status = status[(status["province_code"] == inputs.province).fillna(False).astype(bool)]
    counted = with_state(status)["state"].value_counts()
    states = {str(state): int(number) for state, number in counted.items()}
    days = (shown.info.as_of.date() - before.info.as_of.date()).days if before else None
    course = trend_of(rates_of(inputs.tallies, by, language), by)
    if inputs.province:
        course = course[course["key"] == inputs.province]
    headline = make_headline(own if len(own) else country.iloc[:0], provinces, states, days)
    return BriefFrames(country, provinces, own, districts, course, headline)
