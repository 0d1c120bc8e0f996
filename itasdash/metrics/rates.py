"""Tables of the data folder -> tidy frames for pages, charts, documents and commands.

Rates of groups are sums divided by sums, never averages of rates; a group with nothing expected,
or of which nothing is known, has no rate.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

import pandas as pd

from itasdash.metrics.groups import KEYS, group_keys, group_names, in_group_order, region_of

MEASURES = ("expected", "registered", "outstanding", "unknown")


def counts(status: pd.DataFrame, summary: pd.DataFrame) -> dict[str, int | None]:
    """Return the national expected, registered, outstanding and unknown of a snapshot, in LAOs.

    None is what the snapshot does not tell, as in :func:`rates`.
    """
    total = rates(status, summary, "country").iloc[0]
    return {name: None if pd.isna(total[name]) else int(total[name]) for name in MEASURES}


def rates(
    status: pd.DataFrame, summary: pd.DataFrame, by: str = "country", language: str = "th"
) -> pd.DataFrame:
    """Return the registration rate of each group.

    Where the snapshot does not tell which LAOs are registered (it has only a province summary, or
    a list of those whom nobody opened), the claims of the summary are counted instead, if there is
    one; then there are no rows for ``district`` and ``type``.

    Args:
        status: a ``status`` frame.
        summary: a ``province_summary`` frame, perhaps empty.
        by: one of :data:`itasdash.metrics.GROUPS`.
        language: of the names.

    Returns:
        A row per group: its key (:data:`KEYS`; for ``district`` also ``province_code``),
        ``name_th``, ``expected``, ``registered``, ``outstanding`` and ``unknown`` (LAOs),
        ``rate`` (0 to 1), ``admin_registered`` and ``executive_registered`` (LAOs). What the
        snapshot does not tell of a group is missing, never 0: ``registered`` and ``outstanding``
        of a group of which nothing is known, ``registered`` where only the outstanding are named,
        the roles where the snapshot does not tell them, and every ``rate`` of these.
    """
    if told_by_claims(status, summary):
        measured, told = _measure_summary(status, summary), True
    else:
        measured, told = _measure_status(status), _names_registered(status)
    keys = group_keys(by)
    region = measured["province_code"].map(region_of())
    measured = measured.assign(country="TH", region=region).dropna(subset=keys)
    # An unmatched row stands for an LAO of its own province that is unknown, and for no other.
    cells = list(dict.fromkeys([*keys, "province_code"]))
    sums = measured.groupby(cells, sort=True, dropna=False)[_SUMMED].sum(min_count=1)
    known = sums["registered"].fillna(0) + sums["outstanding"].fillna(0)
    sums["unknown"] = (sums["expected"] - known).clip(lower=0)
    if cells != keys:
        sums = sums.groupby(keys, sort=True).sum(min_count=1)
    return in_group_order(_without_the_untold(sums.reset_index(), told, by, language), by)


def told_by_claims(status: pd.DataFrame, summary: pd.DataFrame) -> bool:
    """Tell whether the claims of the summary are counted, and not the LAOs (see :func:`rates`)."""
    if _names_registered(status) or not len(summary):
        return False
    named = bool(status["registered"].astype("boolean")[status["lao_id"].notna()].eq(False).any())
    return not named or bool(summary[["registered", "outstanding"]].notna().any(axis=None))


def _names_registered(status: pd.DataFrame) -> bool:
    """Tell whether a snapshot names registered LAOs, or would if there were any."""
    registered = status["registered"].astype("boolean")[status["lao_id"].notna()]
    return bool(registered.eq(True).any()) or not registered.isna().any()


_ROLES = ["admin_registered", "executive_registered"]
_SUMMED = ["expected", "registered", "outstanding", *_ROLES, *(f"{role}_told" for role in _ROLES)]


def _without_the_untold(sums: pd.DataFrame, told: bool, by: str, language: str) -> pd.DataFrame:
    """Return the sums as a frame of rates; what is 0 only for want of knowledge is missing.

    ``told`` says whether the snapshot names registered LAOs, or would if there were any.
    """
    known = sums["registered"].fillna(0) + sums["outstanding"].fillna(0) > 0
    open_ = sums["unknown"].fillna(0) > 0
    silent = open_ & ~(known & told)
    sums["registered"] = sums["registered"].mask(silent)
    sums["outstanding"] = sums["outstanding"].mask(open_ & ~known)
    sums["rate"] = (sums["registered"] / sums["expected"]).where(known & (sums["expected"] > 0))
    for role in _ROLES:
        in_group = sums[f"{role}_told"] > 0
        complete = (sums["outstanding"] == 0).fillna(False) & in_group.any()
        sums[role] = sums[role].where((in_group | complete) & ~silent)
    sums["name_th"] = group_names(sums, by, language)
    return sums[[*group_keys(by), "name_th", *MEASURES, "rate", *_ROLES]]


def _measure_status(status: pd.DataFrame) -> pd.DataFrame:
    """Return a row per LAO (and unmatched row) with 0 or 1 in every summed column.

    An unmatched row counts as outstanding where it says so, and never as registered: which LAO
    it is about is open. An LAO that is registered has both roles, whether or not the export tells
    them; ``…_told`` counts the LAOs of which it does.
    """
    known = status["lao_id"].notna()
    registered = status["registered"].astype("boolean").fillna(False)
    outstanding = ~status["registered"].astype("boolean").fillna(True)
    columns = {
        "province_code": status["province_code"].astype("object"),
        "district": status["district_name_th"].astype("object"),
        "lao_type": status["lao_type"].astype("object"),
        "expected": known,
        "registered": registered & known,
        "outstanding": outstanding,
    }
    for role in _ROLES:
        has_role = status[role].astype("boolean")
        columns[role] = (has_role.fillna(False) | registered) & known
        columns[f"{role}_told"] = has_role.notna() & known
    return pd.DataFrame(columns).astype(dict.fromkeys(_SUMMED, "Int64"))


def _measure_summary(status: pd.DataFrame, summary: pd.DataFrame) -> pd.DataFrame:
    """Return a row per province with what the summary claims; provinces not in it are unknown."""
    claims = summary[["expected", "registered", "outstanding"]].astype("Int64")
    expected, registered, outstanding = (claims[name] for name in claims)

    def rest(part: pd.Series) -> pd.Series:
        # A part that is more than the whole is an error of the import, and tells nothing else.
        return (expected - part).mask(lambda left: left.lt(0).fillna(False))

    frame = pd.DataFrame(
        {
            "province_code": summary["province_code"].astype("object"),
            "expected": expected.fillna(registered + outstanding),
            "registered": registered.fillna(rest(outstanding)),
            "outstanding": outstanding.fillna(rest(registered)),
        }
    )
    others = _measure_status(status[~status["province_code"].isin(frame["province_code"])])
    both = pd.concat([frame, others[list(frame)]], ignore_index=True)
    zeros = pd.array([0] * len(both), dtype="Int64")
    return both.assign(district=None, lao_type=None, **dict.fromkeys(_SUMMED[3:], zeros))


def with_gain(now: pd.DataFrame, before: pd.DataFrame | None, by: str) -> pd.DataFrame:
    """Return rates with the change since an earlier snapshot.

    Args:
        now: rates as :func:`rates` gives them.
        before: those of the earlier snapshot, None where there is none.
        by: what the groups of both are, one of :data:`itasdash.metrics.GROUPS`.

    Returns:
        ``now`` with ``expected_before`` and ``registered_before`` (LAOs at the earlier snapshot),
        ``gain_laos`` (LAOs) and ``gain_points`` (percentage points), all missing where either
        snapshot does not know the group's rate.
    """
    keys = group_keys(by)
    earlier = now.iloc[:0] if before is None else before
    earlier = earlier[[*keys, "expected", "registered", "rate"]]
    both = now.merge(earlier, on=keys, how="left", suffixes=("", "_before"))
    points = (both["rate"] - both["rate_before"]).astype("Float64") * 100
    known = points.notna()
    expected, registered = (
        both[name].where(known).astype("Int64") for name in ("expected_before", "registered_before")
    )
    return now.assign(
        expected_before=expected.array,
        registered_before=registered.array,
        gain_laos=(both["registered"].where(known).astype("Int64") - registered).array,
        gain_points=points.array,
    )


def trend(frames: Mapping[datetime, pd.DataFrame], by: str) -> pd.DataFrame:
    """Return the rates of several snapshots under each other.

    ``frames`` are as :func:`rates` gives them, by their moment. Returns ``as_of`` (Asia/Bangkok),
    ``key``, ``name``, ``expected``, ``registered``, ``outstanding``, ``unknown``, ``rate`` and the
    roles, by moment; groups without a rate at a moment are left out there. Keys of districts are
    unique within a province only.
    """
    parts = [
        frame.assign(as_of=as_of).rename(columns={KEYS[by]: "key", "name_th": "name"})
        for as_of, frame in sorted(frames.items())
    ]
    columns = ["as_of", "key", "name", *MEASURES, "rate", *_ROLES]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True)[columns].dropna(subset=["rate"], ignore_index=True)


def with_gaps(history: pd.DataFrame, moments: Collection[datetime]) -> pd.DataFrame:
    """Return a trend with a row for each group at each of some moments, by moment.

    Where a group has no rate there is nothing but its key and name, so that a line over time ends
    before such a moment and begins anew behind it.

    Args:
        history: as :func:`trend` gives it.
        moments: of all snapshots that a line could go through.
    """
    groups = history.drop_duplicates("key")[["key", "name"]]
    times = pd.Series(sorted({*history["as_of"], *moments}), dtype=history["as_of"].dtype)
    every = times.rename("as_of").to_frame().merge(groups, how="cross")
    found = every.merge(history.drop(columns="name"), on=["as_of", "key"], how="left")
    return found[list(history)]
