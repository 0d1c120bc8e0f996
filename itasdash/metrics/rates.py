"""Tables of the data folder -> tidy frames for pages, charts, documents and commands.

Rates of groups are sums divided by sums, never averages of rates; a group with nothing expected,
or of which nothing is known, has no rate.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pandas as pd

from itasdash.metrics.groups import KEYS, group_keys
from itasdash.metrics.sums import (
    Counts,
    Flags,
    Groups,
    Kinds,
    Tallied,
    groups_at,
    kinds_of,
    numbered,
    paired,
    shares,
    sums,
)
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
    tallied = Tallied(tallies)
    kinds = kinds_of(tallied, by, language)
    deciding = deciding_of(tallied)
    wanted = tallied.in_provinces(province_codes) if province_codes else None
    groups, counted = counted_groups(tallied, kinds, deciding, wanted)
    columns = _without_the_untold(groups, counted, deciding)
    names = {name: values.take(groups.kind) for name, values in kinds.columns.items()}
    if "as_of" in tallies:
        names = {"as_of": tallied.moments[groups.at], **names}
    return pd.DataFrame({**names, **columns})


def told_by_claims(tallies: pd.DataFrame) -> bool:
    """Tell whether the claims of the summary are counted, and not the LAOs (see :func:`rates`).

    ``tallies`` are those of one snapshot.
    """
    return bool(deciding_of(Tallied(tallies)).by_claims.any())


@dataclass(frozen=True)
class Deciding:
    """What decides whose numbers count, of each snapshot.

    Attributes:
        known: whether it names registered LAOs or would if there were any, or claims are counted.
        by_claims: whether the claims of a summary are counted, and not the LAOs.
    """

    known: Flags
    by_claims: Flags


def deciding_of(tallied: Tallied) -> Deciding:
    """Return what decides whose numbers count of each snapshot."""
    size, claimed = len(tallied.moments), tallied.claimed
    own, claims = np.where(claimed, -1, tallied.at), np.where(claimed, tallied.at, -1)
    expected, registered, outstanding, unmatched = (
        sums(tallied.counts(name), own, size).values
        for name in ("expected", "registered", "outstanding", "unmatched")
    )
    matched_out = outstanding - unmatched
    names = (registered > 0) | (expected == registered + matched_out)
    told = [sums(tallied.counts(name), claims, size).told for name in ("registered", "outstanding")]
    # No claims at all are not the same as claims of nothing.
    any_claim = np.zeros(size, dtype=bool)
    any_claim[tallied.at[claimed]] = True
    by_claims = ~names & any_claim & ((matched_out == 0) | told[0] | told[1])
    return Deciding(names | by_claims, by_claims)


_OF_LAOS = ("expected", "registered", "outstanding")
_KNOWN = tuple(f"{role}_known" for role in ROLES)


def counted_groups(
    tallied: Tallied, kinds: Kinds, deciding: Deciding, wanted: Flags | None = None
) -> tuple[Groups, dict[str, Counts]]:
    """Return the groups of each snapshot, and what is summed of each.

    Args:
        tallied: the tallies.
        kinds: which group each row is of.
        deciding: whose numbers count.
        wanted: the rows that are asked for, all where left out.

    Returns:
        The groups, and ``expected``, ``registered``, ``outstanding``, ``unknown`` (LAOs), the roles
        and of how many these are known. Where claims are counted, provinces of which nothing is
        claimed are unknown.
    """
    rows = {name: tallied.counts(name) for name in (*_OF_LAOS, *ROLES, *_KNOWN)}
    counted = ~tallied.claimed
    of_row = kinds.of_row
    by_claims = deciding.by_claims[tallied.at]
    if by_claims.any():
        claims = by_claims & tallied.claimed
        named = np.zeros(tallied.provinces, dtype=bool)
        named[tallied.of_province[claims]] = True
        counted = np.where(by_claims, tallied.claimed | ~named[tallied.of_province], counted)
        rows |= _filled(rows, claims)
        # Claims tell of provinces: of no part of one, and of no role.
        for name in (*ROLES, *_KNOWN):
            values, told = rows[name]
            rows[name] = Counts(np.where(by_claims, 0, values), told | by_claims)
        if not kinds.of_provinces:
            of_row = np.where(by_claims, -1, of_row)
    if wanted is not None:
        counted = counted & wanted
    groups = groups_at(tallied, replace(kinds, of_row=of_row), counted)
    # An unmatched row stands for an LAO of its own province that is unknown, and for no other.
    places = len(tallied.place("province_code").names) + 1
    province = tallied.of_province - tallied.at * places
    cells, of_cell = numbered(groups.of_row * places + province, groups.of_row >= 0)
    found = {name: sums(column, of_cell, len(cells)) for name, column in rows.items()}
    known = found["registered"].values + found["outstanding"].values
    expected = found["expected"]
    unknown = np.where(expected.told, np.maximum(expected.values - known, 0), 0)
    found["unknown"] = Counts(unknown, expected.told)
    own = cells // places
    return groups, {name: sums(column, own, len(groups)) for name, column in found.items()}


def _filled(rows: Mapping[str, Counts], claims: Flags) -> dict[str, Counts]:
    """Return what LAOs are counted by, in claims with what follows from their other parts."""
    expected, registered, outstanding = (rows[name] for name in _OF_LAOS)

    def rest(part: Counts) -> Counts:
        # A part that is more than the whole is an error of the import, and tells nothing else.
        left = expected - part
        return left.where(left.values >= 0)

    filled = {
        "expected": expected.or_else(registered + outstanding),
        "registered": registered.or_else(rest(outstanding)),
        "outstanding": outstanding.or_else(rest(registered)),
    }
    return {name: rows[name].in_place(claims, column) for name, column in filled.items()}


def _without_the_untold(
    groups: Groups, found: Mapping[str, Counts], deciding: Deciding
) -> dict[str, pd.api.extensions.ExtensionArray]:
    """Return the sums as columns of rates; what is 0 only for want of knowledge is missing."""
    known = found["registered"].values + found["outstanding"].values > 0
    open_ = found["unknown"].values > 0
    silent = open_ & ~(known & deciding.known[groups.at])
    registered = found["registered"].where(~silent)
    outstanding = found["outstanding"].where(~(open_ & ~known))
    expected = found["expected"]
    columns = {
        "expected": expected.array,
        "registered": registered.array,
        "outstanding": outstanding.array,
        "unknown": found["unknown"].array,
        "rate": shares(registered, expected, known & (expected.values > 0)),
    }
    for role, known_name in zip(ROLES, _KNOWN, strict=True):
        in_group = found[known_name].values > 0
        anywhere = np.zeros(len(deciding.known), dtype=bool)
        anywhere[groups.at[in_group]] = True
        complete = outstanding.told & (outstanding.values == 0) & anywhere[groups.at]
        columns[role] = found[role].where((in_group | complete) & ~silent).array
    return columns


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
    now_rows, before_rows = paired(now, before, group_keys(by))
    size = len(now)
    known = np.zeros(size, dtype=bool)
    points = np.zeros(size)
    expected, registered, gain = (Counts.none(size) for _ in range(3))
    if before is not None and len(now_rows):
        rates_now, rates_before = (
            frame["rate"].to_numpy(dtype=float, na_value=np.nan)[rows]
            for frame, rows in ((now, now_rows), (before, before_rows))
        )
        change = (rates_now - rates_before) * 100
        both = ~np.isnan(change)
        known[now_rows[both]] = True
        points[now_rows[both]] = change[both]
        expected, registered = (
            Counts.of(before[name]).at(before_rows).spread(now_rows, size).where(known)
            for name in ("expected", "registered")
        )
        gain = Counts.of(now["registered"]) - registered
    return now.assign(
        expected_before=expected.array,
        registered_before=registered.array,
        gain_laos=gain.array,
        gain_points=pd.arrays.FloatingArray(points, ~known),
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
