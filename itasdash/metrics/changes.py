"""What became of each LAO between two snapshots."""

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from itasdash.metrics.states import with_state
from itasdash.schema import OUTSTANDING_STATES, STATES, lao_key

LISTS = ("completed", "regressed", "partly", "added", "removed", "type_changed")
_ONE_ROLE = ("admin_only", "executive_only")


@dataclass(frozen=True)
class Changes:
    """Who changed between two snapshots, and how.

    An LAO is followed by the last six digits of its code (:func:`itasdash.schema.lao_key`), which
    stay when it changes its type. Unmatched rows, of which nobody knows which LAO they are, are
    left out. Each list holds rows of ``status`` with ``state``
    (:func:`itasdash.metrics.with_state`), by code, as the later snapshot has them, only ``removed``
    as the earlier one has them.

    ``unknown`` says nothing, so that no LAO changes to it or from it; nor does one that is in one
    of the snapshots only become complete or cease to be: it is added or removed.

    Attributes:
        completed: newly complete: was known not to be, and is now.
        regressed: was complete, and is known to be so no longer.
        partly: nobody of it was registered, now one of the two is.
        added: in the later snapshot only.
        removed: in the earlier snapshot only.
        type_changed: in both, with another LAO type (by the type column).
        flow: ``from_state``, ``to_state`` and ``laos``, of the LAOs that are in both, also those
            that stay as they are; in the order of the states, without pairs that no LAO has.
    """

    completed: pd.DataFrame
    regressed: pd.DataFrame
    partly: pd.DataFrame
    added: pd.DataFrame
    removed: pd.DataFrame
    type_changed: pd.DataFrame
    flow: pd.DataFrame

    def rows(self, name: str) -> pd.DataFrame:
        """Return one of the :data:`LISTS`."""
        found: pd.DataFrame = getattr(self, name)
        return found


def changes(before: pd.DataFrame, after: pd.DataFrame) -> Changes:
    """Return what changed from one ``status`` frame to another."""
    old, new = _by_key(before), _by_key(after)
    both = new.index[new.index.isin(old.index)]
    was, now = old.loc[both], new.loc[both]
    started, ended = was["state"], now["state"]
    waited, waits = started.isin(OUTSTANDING_STATES), ended.isin(OUTSTANDING_STATES)
    types = was["lao_type"].astype("object") != now["lao_type"].astype("object")
    return Changes(
        completed=_listed(now[waited & (ended == "complete")]),
        regressed=_listed(now[(started == "complete") & waits]),
        partly=_listed(now[(started == "none") & ended.isin(_ONE_ROLE)]),
        added=_listed(new[~new.index.isin(old.index)]),
        removed=_listed(old[~old.index.isin(new.index)]),
        type_changed=_listed(now[types]),
        flow=_flow(started, ended),
    )


def _by_key(status: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of LAOs with their state, under the six digits that stay."""
    rows = with_state(status[status["lao_id"].notna()])
    return rows.set_index(rows["lao_id"].astype("object").map(lao_key).rename("key"))


def _listed(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values("lao_id", ignore_index=True)


def _flow(started: "pd.Series[str]", ended: "pd.Series[str]") -> pd.DataFrame:
    counted = Counter(zip(started, ended, strict=True))
    pairs = ((one, other) for one in STATES for other in STATES)
    rows = [(*pair, counted[pair]) for pair in pairs if counted[pair]]
    return pd.DataFrame(rows, columns=["from_state", "to_state", "laos"])
