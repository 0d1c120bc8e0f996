"""Rules after which quotas of the surveys may be computed, which differ between fiscal years.

The table holds what is documented and no more; ``docs/surveys.md`` says what is not.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from itasdash.reference import table
from itasdash.thai.tables import Row


@dataclass(frozen=True)
class QuotaRule:
    """How many respondents a survey wants of an LAO.

    Attributes:
        instrument: ``iit`` or ``eit``.
        lao_type, size: of whom it holds; of all where empty.
        share: of the people who are asked, 0 to 1; None where the number is fixed.
        minimum, maximum: respondents.
        source: where the rule is documented.
    """

    instrument: str
    lao_type: str
    size: str
    share: Fraction | None
    minimum: int
    maximum: int
    source: str

    def quota(self, people: int | None) -> int | None:
        """Return the respondents that are wanted of an LAO with so many people, at least 1.

        All of them, where there are fewer than the minimum. None where the rule is a share and the
        people are not known.
        """
        if self.share is None:
            return self.minimum
        if people is None:
            return None
        # "No less than a tenth": parts of a person are a person.
        wanted = ceil(self.share * people)
        return min(people, max(self.minimum, min(self.maximum, wanted)))


def quota_rules(fiscal_year: int) -> list[QuotaRule]:
    """Return the rules of a fiscal year (Buddhist Era); none where none is documented."""
    return [_rule(row) for row in table("survey_quotas") if _holds(row, fiscal_year)]


def _rule(row: Row) -> QuotaRule:
    return QuotaRule(
        row["instrument"],
        row["lao_type"],
        row["size"],
        Fraction(row["share"]) if row["share"] else None,
        int(row["minimum"]),
        int(row["maximum"]),
        row["source"],
    )


def _holds(row: Row, fiscal_year: int) -> bool:
    return int(row["first_fiscal_year"]) <= fiscal_year <= int(row["last_fiscal_year"])
