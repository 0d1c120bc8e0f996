"""What became of each LAO between two snapshots, and sums that add up."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from itasdash.metrics.states import with_state
from itasdash.metrics.successions import successors
from itasdash.schema import OUTSTANDING_STATES, STATES, lao_key

LISTS = (
    "completed",
    "now_known",
    "regressed",
    "partly",
    "no_longer_known",
    "added",
    "removed",
    "renamed",
    "type_changed",
)
# What the number of registered LAOs rises by, and what it falls by.
GAINED, LOST = (
    ("completed", "now_known", "added"),
    ("regressed", "no_longer_known", "removed"),
)
# What stands for the state of an LAO in a snapshot whose register has it not.
ABSENT = "absent"
_PLACES = (*STATES, ABSENT)
_ONE_ROLE = ("admin_only", "executive_only")
_FLOW = ["from_state", "to_state", "laos"]


@dataclass(frozen=True)
class Changes:
    """Who changed between two snapshots, and how.

    An LAO is followed by the last six digits of its code (:func:`itasdash.schema.lao_key`), which
    stay when it changes its type, and by the table of successions where they do not
    (:func:`itasdash.metrics.successions.successors`). Unmatched rows, of which nobody knows which
    LAO they are, are left out. Each of the :data:`LISTS` holds rows of ``status`` with ``state``
    (:func:`itasdash.metrics.with_state`), by code, as the later snapshot has them, only ``removed``
    as the earlier one has them; with ``state_before``, ``name_before`` and ``type_before``, and
    ``into``, the code of the LAO that one that is gone has become a part of.

    ``unknown`` says nothing, so that no LAO newly completes or regresses to it or from it; nor does
    one that is in one of the snapshots only: it is added or removed.

    Attributes:
        both: the LAOs that are in both snapshots, as the later one has them.
        added: those that are in the later snapshot only.
        removed: those that are in the earlier snapshot only.
        states: a row per LAO of either (:func:`states_between`).
    """

    both: pd.DataFrame
    added: pd.DataFrame
    removed: pd.DataFrame
    states: pd.DataFrame

    def rows(self, name: str) -> pd.DataFrame:
        """Return the rows of one of the :data:`LISTS`."""
        found: pd.DataFrame = getattr(self, name)
        return found

    @cached_property
    def completed(self) -> pd.DataFrame:
        """Newly complete: was known not to be, and is now."""
        waited = self.both["state_before"].isin(OUTSTANDING_STATES)
        return _listed(self.both[waited & (self.both["state"] == "complete")])

    @cached_property
    def now_known(self) -> pd.DataFrame:
        """Is complete, and the earlier snapshot did not tell what it was."""
        silent = self.both["state_before"] == "unknown"
        return _listed(self.both[silent & (self.both["state"] == "complete")])

    @cached_property
    def regressed(self) -> pd.DataFrame:
        """Was complete, and is known to be so no longer."""
        waits = self.both["state"].isin(OUTSTANDING_STATES)
        return _listed(self.both[waits & (self.both["state_before"] == "complete")])

    @cached_property
    def partly(self) -> pd.DataFrame:
        """Nobody of it was registered, now one of the two is."""
        one = self.both["state"].isin(_ONE_ROLE)
        return _listed(self.both[one & (self.both["state_before"] == "none")])

    @cached_property
    def no_longer_known(self) -> pd.DataFrame:
        """Its state was known, and is not told now."""
        known = self.both["state_before"] != "unknown"
        return _listed(self.both[known & (self.both["state"] == "unknown")])

    @cached_property
    def renamed(self) -> pd.DataFrame:
        """In both, under another name."""
        return _listed(self.both[_differ(self.both, "name_before", "name_th")])

    @cached_property
    def type_changed(self) -> pd.DataFrame:
        """In both, with another LAO type (by the type column)."""
        return _listed(self.both[_differ(self.both, "type_before", "lao_type")])

    @cached_property
    def flow(self) -> pd.DataFrame:
        """How many LAOs went from which state to which.

        ``from_state``, ``to_state`` and ``laos``, of the LAOs that are in both, also those that
        stay as they are; in the order of the states, without pairs that no LAO has.
        """
        return _flow(self.both["state_before"], self.both["state"])

    @property
    def balance(self) -> pd.DataFrame:
        """How each state came by its LAOs (:func:`balance`)."""
        return balance(self.states)

    @property
    def registered(self) -> dict[str, int]:
        """Why the number of registered LAOs is another (:func:`registered_account`)."""
        return registered_account(self.states)


def changes(
    before: pd.DataFrame,
    after: pd.DataFrame,
    successions: pd.DataFrame | None = None,
    until: date = date.max,
) -> Changes:
    """Return what changed from one ``status`` frame to another.

    Args:
        before: the earlier ``status`` frame.
        after: the later one.
        successions: a frame of :data:`itasdash.schema.SUCCESSIONS`, if there is one.
        until: the last day whose successions count: that of the later snapshot.
    """
    old, new = _by_key(before), _by_key(after)
    into = {}
    if successions is not None and len(successions):
        follows, ended = successors(list(old.index), list(new.index), successions, until)
        into = {key: new.at[other, "lao_id"] for key, other in ended.items()}
        keys = [follows.get(key, key) for key in old.index]
        old.index = pd.Index(keys, dtype="object", name="key")
    known = new.index.isin(old.index)
    removed = old[~old.index.isin(new.index)]
    return Changes(
        both=_beside(new[known], old),
        added=_listed(_beside(new[~known], old)),
        removed=_listed(_beside(removed, removed).assign(into=removed.index.map(into.get))),
        states=states_between(old, new),
    )


def _by_key(status: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of LAOs with their state, under the six digits that stay."""
    rows = with_state(status[status["lao_id"].notna()])
    return rows.set_index(rows["lao_id"].astype("object").map(lao_key).rename("key"))


def _beside(rows: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Return rows with what the earlier snapshot said of the same LAOs."""
    earlier = before.reindex(rows.index)
    return rows.assign(
        state_before=earlier["state"].astype("object"),
        name_before=earlier["name_th"].astype("object"),
        type_before=earlier["lao_type"].astype("object"),
        into=None,
    )


def _differ(rows: pd.DataFrame, before: str, now: str) -> "pd.Series[bool]":
    return rows[before].astype("object") != rows[now].astype("object")


def _listed(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.sort_values("lao_id", ignore_index=True)


def states_between(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the states of all LAOs of two moments beside each other.

    Args:
        before: ``state`` and ``province_code`` of each LAO, under its six digits (the index).
        after: the same of the later moment.

    Returns:
        A row per LAO of either, under its six digits: ``from_state`` and ``to_state``
        (:data:`ABSENT` where it is not there at that moment), and ``province_code``.
    """
    keys = before.index.union(after.index)
    was, now = before.reindex(keys), after.reindex(keys)
    places = now["province_code"].astype("object")
    return pd.DataFrame(
        {
            "from_state": was["state"].astype("object").fillna(ABSENT),
            "to_state": now["state"].astype("object").fillna(ABSENT),
            "province_code": places.fillna(was["province_code"].astype("object")),
        },
        index=keys,
    )


def _flow(started: "pd.Series[str]", ended: "pd.Series[str]") -> pd.DataFrame:
    counted = Counter(zip(started, ended, strict=True))
    pairs = ((one, other) for one in _PLACES for other in _PLACES)
    rows = [(*pair, counted[pair]) for pair in pairs if counted[pair]]
    return pd.DataFrame(rows, columns=_FLOW)


def whole_flow(states: pd.DataFrame) -> pd.DataFrame:
    """Return the flow of all LAOs of either snapshot, also of those that came and went.

    Args:
        states: as :func:`states_between` gives them.

    Returns:
        ``from_state`` and ``to_state`` (:data:`ABSENT` where an LAO is not there), ``laos``.
    """
    return _flow(states["from_state"], states["to_state"])


def balance(states: pd.DataFrame) -> pd.DataFrame:
    """Return how each state came by its LAOs: ``before + added - removed + came - went = after``.

    Args:
        states: as :func:`states_between` gives them.

    Returns:
        A row per state in their order and one for all of them (``expected``), in LAOs: ``state``,
        ``before``, ``added`` and ``removed`` (LAOs that are in one of the snapshots only),
        ``came`` and ``went`` (from and to other states; 0 for all of them), ``after``.
    """
    counted = Counter(zip(states["from_state"], states["to_state"], strict=True))
    rows = []
    for state in STATES:
        others = [other for other in STATES if other != state]
        stayed, added, removed = (
            counted[pair] for pair in ((state, state), (ABSENT, state), (state, ABSENT))
        )
        came = sum(counted[other, state] for other in others)
        went = sum(counted[state, other] for other in others)
        rows.append(
            (state, stayed + went + removed, added, removed, came, went, stayed + came + added)
        )
    columns = ["state", "before", "added", "removed", "came", "went", "after"]
    found = pd.DataFrame(rows, columns=columns)
    total = {"state": "expected", **found[columns[1:]].sum(), "came": 0, "went": 0}
    return pd.concat([found, pd.DataFrame([total])], ignore_index=True)[columns]


def registered_account(states: pd.DataFrame) -> dict[str, int]:
    """Return why the number of registered LAOs is another than it was.

    ``before + completed + now_known + added - regressed - no_longer_known - removed = after``: the
    gain (:func:`itasdash.metrics.with_gain`) is the difference of two counts. It is therefore not
    only who newly completed, but also who is complete and was not told of before, and who came or
    went with the register.

    Args:
        states: as :func:`states_between` gives them.

    Returns:
        LAOs by these names. Of those that were added, removed or are no longer known, only those
        that are or were complete.
    """
    return _account(_pairs(states))


def _pairs(states: pd.DataFrame) -> Counter[tuple[str, str]]:
    return Counter(zip(states["from_state"], states["to_state"], strict=True))


def _account(counted: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """Return :func:`registered_account` of how many LAOs went from which state to which."""
    into = {"completed": OUTSTANDING_STATES, "now_known": ("unknown",), "added": (ABSENT,)}
    out_of = {
        "regressed": OUTSTANDING_STATES,
        "no_longer_known": ("unknown",),
        "removed": (ABSENT,),
    }

    def went(start: str, end: str) -> int:
        return counted.get((start, end), 0)

    return {
        "before": sum(number for (start, _), number in counted.items() if start == "complete"),
        **{name: sum(went(old, "complete") for old in olds) for name, olds in into.items()},
        **{name: sum(went("complete", new) for new in news) for name, news in out_of.items()},
        "after": sum(number for (_, end), number in counted.items() if end == "complete"),
    }


def moves_by_province(states: pd.DataFrame) -> pd.DataFrame:
    """Return how many LAOs of each province are on the lists that count for the gain.

    Args:
        states: as :func:`states_between` gives them.

    Returns:
        ``province_code`` and the parts of :func:`registered_account`, a row per province, by code.
    """
    columns = (states[name] for name in ("province_code", "from_state", "to_state"))
    of: dict[str, Counter[tuple[str, str]]] = {}
    for (code, *pair), number in Counter(zip(*columns, strict=True)).items():
        of.setdefault(str(code), Counter())[pair[0], pair[1]] = number
    rows = [{"province_code": code, **_account(of[code])} for code in sorted(of)]
    names = ["province_code", "before", *GAINED, *LOST, "after"]
    return pd.DataFrame(rows, columns=names)
