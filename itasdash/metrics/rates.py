"""Tables of the data folder -> tidy frames for pages, charts, documents and commands.

Rates of groups are sums divided by sums, never averages of rates; a group with nothing expected,
or of which nothing is known, has no rate.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

import pandas as pd

from itasdash.metrics.groups import KEYS, group_keys, group_names, in_group_order, region_of
from itasdash.metrics.tallies import ROLES, tally

MEASURES = ("expected", "registered", "outstanding", "unknown")


def counts(status: pd.DataFrame, summary: pd.DataFrame) -> dict[str, int | None]:
    """Return the national expected, registered, outstanding and unknown of a snapshot, in LAOs.

    None is what the snapshot does not tell, as in :func:`rates`.
    """
    return counts_of(tally(status, summary))


def counts_of(tallied: pd.DataFrame) -> dict[str, int | None]:
    """Return what :func:`counts` does, from the tally of one snapshot."""
    total = rates_of(tallied, "country").iloc[0]
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
    return rates_of(tally(status, summary), by, language)


def rates_of(
    tallies: pd.DataFrame,
    by: str = "country",
    language: str = "th",
    province_codes: Collection[str] = (),
) -> pd.DataFrame:
    """Return the registration rate of each group, as :func:`rates`, from tallies.

    Args:
        tallies: as :func:`itasdash.metrics.tallies.tally` gives them; of several snapshots under
            each other, where there is a column ``as_of``.
        by: one of :data:`itasdash.metrics.GROUPS`.
        language: of the names.
        province_codes: the provinces that are counted, all where none is named.

    Returns:
        The columns of :func:`rates`, behind ``as_of`` where the tallies have it, by moment.
    """
    rows, moments = _at(tallies), _moments(tallies)
    rows = _counted(rows, moments)
    if province_codes:
        rows = rows[rows["province_code"].isin(list(province_codes))]
    keys = [_AT, *group_keys(by)]
    region = rows["province_code"].map(region_of())
    rows = rows.assign(country="TH", region=region).dropna(subset=keys)
    # An unmatched row stands for an LAO of its own province that is unknown, and for no other.
    cells = list(dict.fromkeys([*keys, "province_code"]))
    sums = rows.groupby(cells, sort=True, dropna=False)[_SUMMED].sum(min_count=1)
    known = sums["registered"].fillna(0) + sums["outstanding"].fillna(0)
    sums["unknown"] = (sums["expected"] - known).clip(lower=0)
    if cells != keys:
        sums = sums.groupby(keys, sort=True).sum(min_count=1)
    groups = sums.reset_index()
    found = _without_the_untold(groups, groups[_AT].map(moments["known"]), by, language)
    found = in_group_order(found, by)
    if "as_of" not in tallies:
        return found.drop(columns=_AT)
    return found.rename(columns={_AT: "as_of"}).sort_values(
        "as_of", kind="stable", ignore_index=True
    )


def told_by_claims(tallies: pd.DataFrame) -> bool:
    """Tell whether the claims of the summary are counted, and not the LAOs (see :func:`rates`).

    ``tallies`` are those of one snapshot.
    """
    return bool(_moments(tallies)["claims"].iloc[0])


# The column that tells snapshots apart; there is one snapshot where tallies have no moment.
_AT = "_at"


def _at(tallies: pd.DataFrame) -> pd.DataFrame:
    return tallies.assign(**{_AT: tallies.get("as_of", 0)})


def _moments(tallies: pd.DataFrame) -> pd.DataFrame:
    """Return of each snapshot what decides whose numbers count.

    Returns:
        Under its moment: ``told``, whether it names registered LAOs or would if there were any, or
        the claims of a summary are counted; and ``claims``, whether they are.
    """
    rows = _at(tallies)
    claimed = rows["claimed"].astype(bool)
    every = pd.Index(rows[_AT].unique() if len(rows) else [0], name=_AT)
    wanted = ["expected", "registered", "outstanding", "unmatched"]
    own = rows[~claimed].groupby(_AT)[wanted].sum().reindex(every, fill_value=0)
    matched_out = own["outstanding"] - own["unmatched"]
    names = (own["registered"] > 0) | (own["expected"] == own["registered"] + matched_out)
    claims = rows[claimed].groupby(_AT)[["registered", "outstanding"]].count().sum(axis=1)
    # No claims at all are not the same as claims of nothing.
    claims = claims.reindex(every)
    counted = ~names & claims.notna() & ((matched_out == 0) | (claims > 0))
    return pd.DataFrame({"known": (names | counted).astype(bool), "claims": counted.astype(bool)})


_SUMMED = ["expected", "registered", "outstanding", *ROLES, *(f"{role}_known" for role in ROLES)]


def _counted(rows: pd.DataFrame, moments: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that count: those of LAOs, or claims where a snapshot is told by these.

    Provinces of which nothing is claimed are unknown then.
    """
    by_claims = rows[_AT].map(moments["claims"]).astype(bool)
    claimed = rows["claimed"].astype(bool)
    if not by_claims.any():
        return rows[~claimed]
    claims = rows[by_claims & claimed]
    expected, registered, outstanding = (
        claims[name] for name in ("expected", "registered", "outstanding")
    )

    def rest(part: pd.Series) -> pd.Series:
        # A part that is more than the whole is an error of the import, and tells nothing else.
        return (expected - part).mask(lambda left: left.lt(0).fillna(False))

    claims = claims.assign(
        expected=expected.fillna(registered + outstanding),
        registered=registered.fillna(rest(outstanding)),
        outstanding=outstanding.fillna(rest(registered)),
    )
    places = pd.MultiIndex.from_frame(rows[[_AT, "province_code"]])
    named = places.isin(pd.MultiIndex.from_frame(claims[[_AT, "province_code"]]))
    both = pd.concat([claims, rows[by_claims & ~claimed & ~named]], ignore_index=True)
    zeros = pd.array([0] * len(both), dtype="Int64")
    both = both.assign(district=None, lao_type=None, **dict.fromkeys(_SUMMED[3:], zeros))
    return pd.concat([rows[~by_claims & ~claimed], both], ignore_index=True)


def _without_the_untold(
    sums: pd.DataFrame, told: pd.Series, by: str, language: str
) -> pd.DataFrame:
    """Return the sums as a frame of rates; what is 0 only for want of knowledge is missing.

    ``told`` says of each row whether its snapshot names registered LAOs, or would.
    """
    known = sums["registered"].fillna(0) + sums["outstanding"].fillna(0) > 0
    open_ = sums["unknown"].fillna(0) > 0
    silent = open_ & ~(known & told.astype("boolean"))
    sums["registered"] = sums["registered"].mask(silent)
    sums["outstanding"] = sums["outstanding"].mask(open_ & ~known)
    sums["rate"] = (sums["registered"] / sums["expected"]).where(known & (sums["expected"] > 0))
    for role in ROLES:
        in_group = sums[f"{role}_known"] > 0
        anywhere = in_group.groupby(sums[_AT]).transform("any").astype(bool)
        complete = (sums["outstanding"] == 0).fillna(False) & anywhere
        sums[role] = sums[role].where((in_group | complete) & ~silent)
    sums["name_th"] = group_names(sums, by, language)
    return sums[[_AT, *group_keys(by), "name_th", *MEASURES, "rate", *ROLES]]


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
    parts = [frame.assign(as_of=as_of) for as_of, frame in sorted(frames.items())]
    if not parts:
        return pd.DataFrame(columns=_OF_TREND)
    return trend_of(pd.concat(parts, ignore_index=True), by)


def trend_of(together: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return what :func:`trend` does, from the rates of several snapshots in one frame.

    ``together`` is as :func:`rates_of` gives it, with ``as_of``.
    """
    found = together.rename(columns={KEYS[by]: "key", "name_th": "name"})[_OF_TREND]
    return found.dropna(subset=["rate"], ignore_index=True)


_OF_TREND = ["as_of", "key", "name", *MEASURES, "rate", *ROLES]


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
