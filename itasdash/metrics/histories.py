"""How long each LAO has been on the list of the outstanding, and what became of it before.

History follows the six digits of a code that stay with an LAO (:func:`itasdash.schema.lao_key`).
"""

from collections.abc import Mapping
from datetime import datetime

import numpy as np
import pandas as pd

from itasdash.metrics.states import states_of, with_state
from itasdash.schema import OUTSTANDING_STATES, STATES, STATUS, lao_key

HISTORY_COLUMNS = (
    "since",
    "days",
    "since_first",
    "is_new",
    "regressed",
    "changed_at",
    "changed_from",
)
_UNKNOWN, _COMPLETE, _INCOMPLETE = (
    STATES.index(state) for state in ("unknown", "complete", "incomplete")
)
_IS_OUTSTANDING = np.array([state in OUTSTANDING_STATES for state in STATES])
# Stands for what an LAO was before there was any snapshot.
_NOT_YET = -1
# What the snapshots say of one LAO.
_OF_ONE = (
    "lao_id",
    "lao_type",
    "name_th",
    "district_name_th",
    "province_code",
    "state",
    "registered_on",
    "basis",
    "source",
    "source_sheet",
    "source_row",
)


def lao_histories(frames: Mapping[datetime, pd.DataFrame]) -> pd.DataFrame:
    """Return what the snapshots up to the latest of them say of each LAO.

    A snapshot that says nothing of an LAO (``unknown``, or the register of then had it not)
    neither begins a run of outstanding states nor ends one: silence is no news. One that says
    nothing of any LAO (a province summary alone) is as if it were not there, also where "the
    snapshot before" is asked for. ``incomplete`` (the file does not tell who is missing) is no
    change from a state that told it.

    Args:
        frames: ``status`` frames by their moment, at least one.

    Returns:
        A row per LAO under its six digits (the index), with the columns :data:`HISTORY_COLUMNS`:
        ``since``, the moment of the first snapshot of the run of outstanding states that lasts to
        the latest snapshot (missing where the LAO is not outstanding there); ``days`` from then
        on; ``since_first``, whether that is the first snapshot; ``is_new``, whether it is the
        latest one and others came before; ``regressed``, whether it was complete before that;
        ``changed_at``, the moment at which its state last became another one (missing where it
        never did), and ``changed_from``, the state before.
    """
    return histories_of({moment: states_of(status) for moment, status in frames.items()})


def histories_of(states_at: Mapping[datetime, "pd.Series[int]"]) -> pd.DataFrame:
    """Return what :func:`lao_histories` does, from the states alone.

    ``states_at`` are as :func:`itasdash.metrics.states.states_of` gives them, by the moment of
    their snapshot.
    """
    moments = sorted(states_at)
    arrays = {moment: states.to_numpy() for moment, states in states_at.items()}
    telling = [moment for moment in moments if (arrays[moment] != _UNKNOWN).any()] or moments[-1:]
    indexes = {id(states.index): states.index for states in states_at.values()}
    written = (index.to_numpy(dtype="object") for index in indexes.values())
    keys = pd.Index(sorted(set().union(*written)), dtype="str")
    # Snapshots of the same LAOs may share their index, whose place among all is found once.
    places = {place: keys.get_indexer(index) for place, index in indexes.items()}
    since, changed = np.full(len(keys), -1), np.full(len(keys), -1)
    came_from, last = np.full(len(keys), _UNKNOWN), np.full(len(keys), _UNKNOWN)
    regressed = np.zeros(len(keys), dtype=bool)
    now = np.full(len(keys), _NOT_YET, dtype=np.int8)
    for place, moment in enumerate(telling):
        before, now = now, np.full(len(keys), _UNKNOWN, dtype=np.int8)
        now[places[id(states_at[moment].index)]] = arrays[moment]
        # The same state once more tells nothing: from one day to the next few are another one.
        new = np.flatnonzero(now != before)
        told, was, began_at = now[new], last[new], since[new]
        out, ended = _IS_OUTSTANDING[told], told == _COMPLETE
        began = out & (began_at < 0)
        regressed[new] = (regressed[new] | (began & (was == _COMPLETE))) & ~ended
        since[new] = np.where(began, place, np.where(ended, -1, began_at))
        # Where a file does not tell who is missing, what was told before still stands.
        state = np.where((told == _INCOMPLETE) & _IS_OUTSTANDING[was], was, told)
        known = state != _UNKNOWN
        news = known & (was != _UNKNOWN) & (state != was)
        news &= ~((was == _INCOMPLETE) & out)
        changed[new[news]], came_from[new[news]] = place, was[news]
        last[new[known]] = state[known]
    # A run that the latest snapshot is silent about is not on its list.
    silent = telling[-1] != moments[-1] or ~_IS_OUTSTANDING[now]
    since = np.where(silent, -1, since)
    times = pd.Series(telling)
    on_list = since >= 0
    ago = np.array([(moments[-1].date() - moment.date()).days for moment in telling])
    return pd.DataFrame(
        {
            "since": times.reindex(since).array,
            "days": pd.arrays.IntegerArray(np.where(on_list, ago[since], 0), ~on_list),
            "since_first": since == 0,
            "is_new": (since == len(telling) - 1) & (len(telling) > 1),
            "regressed": regressed & on_list,
            "changed_at": times.reindex(changed).array,
            "changed_from": np.where(changed >= 0, np.array(STATES)[came_from], None),
        },
        index=keys,
    )


def with_histories(rows: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Return rows of ``status`` with the columns :data:`HISTORY_COLUMNS`.

    Unmatched rows have none.
    """
    found = history.reindex(rows["lao_id"].astype("object").str[-6:])
    for flag in ("since_first", "is_new", "regressed"):
        found[flag] = found[flag].astype("boolean").fillna(False).astype("bool")
    return rows.assign(**{name: found[name].array for name in HISTORY_COLUMNS})


def lao_timeline(frames: Mapping[datetime, pd.DataFrame], lao_id: str) -> pd.DataFrame:
    """Return what each snapshot says of one LAO, the latest first.

    Args:
        frames: ``status`` frames by their moment.
        lao_id: a code of the LAO, whatever its type digit was.

    Returns:
        ``as_of`` and, of ``status``, code, type, name, district, province, ``state``, day of
        registration, basis and the source with its sheet and row, and what any of them has of
        the optional columns. A snapshot whose register has not the LAO gives no row.
    """
    parts = []
    for moment, status in sorted(frames.items(), reverse=True):
        own = status[status["lao_id"].str[-6:].eq(lao_key(lao_id)).fillna(False).astype(bool)]
        columns = [*_OF_ONE, *STATUS.optional_in(own)]
        parts.append(with_state(own)[columns].assign(as_of=moment))
    found = pd.concat(parts, ignore_index=True)
    return found[["as_of", *_OF_ONE, *STATUS.optional_in(found)]]
