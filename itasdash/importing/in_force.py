"""Which register holds: the office's own, or the one that comes with the app until there is one.

Nothing of the bundled one is stored. A snapshot that was made with it follows the office's own
register as soon as that is loaded.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

import pandas as pd

from itasdash.findings import Refusal
from itasdash.reference import table
from itasdash.schema import REGISTER, RegisterEvent
from itasdash.store import Store, register_holding


@cache
def bundled_date() -> date:
    """Return the day of the open data from which the bundled register was taken."""
    return date.fromisoformat(table("laos_source")[0]["date"])


@cache
def bundled_register() -> pd.DataFrame:
    """Return the register that comes with the app (:data:`REGISTER`); never to be changed."""
    return REGISTER.frame([dict(row) for row in table("laos")])


def rests_on_bundled(store: Store) -> bool:
    """Tell whether the bundled register is in force: the office has never loaded one of its own.

    One that was loaded and is lost is a damage, and no reason to count by another.
    """
    return not store.register_dates() and not store.events(RegisterEvent)


def dates_in_force(store: Store) -> Sequence[date]:
    """Return the days from which registers hold, the first one first; empty where all are lost."""
    return store.register_dates() or ([bundled_date()] if rests_on_bundled(store) else [])


def date_in_force(store: Store, moment: datetime) -> date:
    """Return the day of the register that holds at a moment.

    Raises:
        Refusal: every register that was loaded is lost.
    """
    return register_holding(dates_in_force(store), moment)


def register_of(store: Store, effective: date) -> pd.DataFrame:
    """Return the register of a day that :func:`dates_in_force` names.

    Raises:
        Damaged: the stored file is not what was written.
    """
    if effective not in store.register_dates() and rests_on_bundled(store):
        return bundled_register()
    return store.register(effective)


def latest_register(store: Store) -> pd.DataFrame:
    """Return the register that holds now and later.

    Raises:
        Refusal: every register that was loaded is lost.
        Damaged: the stored file is not what was written.
    """
    dates = dates_in_force(store)
    if not dates:
        raise Refusal("no_register")
    return register_of(store, dates[-1])
