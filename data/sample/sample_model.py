"""The sample's invented history: when each LAO's two people registered and how surveys went.

One model gives every file, so that no two of them contradict each other. Time is counted in days
from the opening of the system; the only fixed point is the national rate, everything else is drawn.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt
from sample_register import Lao

OPENING = datetime(2021, 12, 1, 8)
SURVEYS_OPEN = datetime(2022, 1, 15)

# National rate of registration (both people) at a moment. What lies behind the last export makes
# some LAOs never register within the sample.
NATIONAL_RATE = (
    (OPENING, 0.0),
    (datetime(2021, 12, 16), 0.052),
    (datetime(2021, 12, 24, 9), 0.2234),
    (datetime(2021, 12, 30, 16), 0.3718),
    (datetime(2022, 1, 7, 13), 0.5137),
    (datetime(2022, 1, 14, 10, 30), 0.6121),
    (datetime(2022, 1, 21, 15), 0.6926),
    (datetime(2022, 1, 28, 13), 0.7583),
    (datetime(2022, 2, 11, 13), 0.8412),
    (datetime(2022, 2, 28, 9), 0.9307),
    (datetime(2022, 3, 15, 13), 0.9614),
    (datetime(2022, 3, 31, 16, 30), 0.9823),
    (datetime(2022, 9, 30), 1.0),
)
# Log odds: how much earlier a type is than an SAO, how far provinces lie apart.
TYPE_EFFECT = {
    "PAO": 2.2,
    "CITY": 1.7,
    "TOWN": 0.8,
    "SUBDISTRICT": 0.3,
    "SAO": 0.0,
    "SPECIAL": 1.5,
}
PROVINCE_SPREAD = 0.8
EXECUTIVE_FIRST = 0.12
REGRESSIONS = 12

Days = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Snapshot:
    """The state of every LAO at one moment, in register order."""

    admin: Flags
    executive: Flags
    registered_on: list[date | None]
    iit_quota: Counts
    iit_answered: Counts
    eit_quota: Counts
    eit_answered: Counts

    @property
    def registered(self) -> Flags:
        """Whether both people are registered."""
        return self.admin & self.executive


class Model:
    """The whole history; :meth:`at` cuts a snapshot out of it."""

    def __init__(self, register: list[Lao], rng: np.random.Generator) -> None:
        """Draw the history of ``register``."""
        n = len(register)
        complete = _completion(register, rng)
        lag = rng.exponential(11.0, n)
        earlier = np.where(complete > lag, complete - lag, complete * rng.random(n))
        executive_first = rng.random(n) < EXECUTIVE_FIRST
        self._complete = complete
        self._admin_at = np.where(executive_first, complete, earlier)
        self._executive_at = np.where(executive_first, earlier, complete)
        self._off_from, self._off_until = _regressions(complete, rng)
        is_large = np.array([lao.lao_type in ("PAO", "CITY") for lao in register])
        size = rng.gamma(2.2, 9.0, n) + np.where(is_large, 40, 0)
        self._iit_quota = np.clip(30 + size, 30, 90).astype(np.int64)
        small = (rng.random(n) < 0.15) & ~is_large
        self._eit_quota = np.where(small, rng.integers(150, 400, n), 400).astype(np.int64)
        self._begin = np.maximum(complete, _days(SURVEYS_OPEN)) + rng.exponential(4.0, n)
        self._zeal = rng.beta(3.5, 1.6, (2, n)) * 1.35

    def at(self, moment: datetime) -> Snapshot:
        """Return the state at ``moment``."""
        now = _days(moment)
        admin = self._admin_at <= now
        is_off = (self._off_from <= now) & (now < self._off_until)
        executive = (self._executive_at <= now) & ~is_off
        since = np.where(self._off_until <= now, self._off_until, self._complete)
        days = [
            (OPENING + timedelta(days=float(day))).date() if done else None
            for day, done in zip(since, admin & executive, strict=True)
        ]
        progress = 1 - np.exp(-np.maximum(now - self._begin, 0) / 38.0)
        iit, eit = (
            np.floor(quota * progress * zeal).astype(np.int64)
            for quota, zeal in zip((self._iit_quota, self._eit_quota), self._zeal, strict=True)
        )
        return Snapshot(admin, executive, days, self._iit_quota, iit, self._eit_quota, eit)


def _days(moment: datetime) -> float:
    return (moment - OPENING) / timedelta(days=1)


def _completion(register: list[Lao], rng: np.random.Generator) -> Days:
    """Return when both people of each LAO are registered.

    Type, province and chance decide only the order; the national curve then gives each place in
    that order its moment. So the national rate is met exactly and provinces still differ.
    """
    provinces = sorted({lao.province_code for lao in register})
    effect = dict(zip(provinces, rng.normal(0, PROVINCE_SPREAD, len(provinces)), strict=True))
    lead = np.array([TYPE_EFFECT[lao.lao_type] + effect[lao.province_code] for lao in register])
    order = np.argsort(-(lead + rng.logistic(0, 1, len(register))), kind="stable")
    share = np.empty(len(register))
    share[order] = (np.arange(len(register)) + 0.5) / len(register)
    moments, rates = zip(*NATIONAL_RATE, strict=True)
    return np.interp(share, rates, [_days(moment) for moment in moments])


def _regressions(complete: Days, rng: np.random.Generator) -> tuple[Days, Days]:
    """Return from when until when a handful of executives is not registered again.

    As after a change of the person in office: the new one has to register first.
    """
    early = np.flatnonzero(complete < _days(datetime(2022, 1, 7)))
    chosen = rng.choice(early, REGRESSIONS, replace=False)
    start, end = np.full((2, len(complete)), np.inf)
    start[chosen] = _days(datetime(2022, 1, 9)) + rng.uniform(0, 65, REGRESSIONS)
    end[chosen] = start[chosen] + rng.uniform(12, 40, REGRESSIONS)
    return start, end
