"""Tables of the data folder -> tidy frames for pages, charts, documents and commands.

Rates of groups are sums divided by sums, never averages of rates; a group with nothing expected,
or of which nothing is known, has no rate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from itasdash.reference import Named, Province, all_provinces, lao_types, provinces, regions
from itasdash.schema import STATES, lao_key
from itasdash.thai.collation import thai_rank
from itasdash.thai.names import read_lao_name
from itasdash.thai.text import bare_key

GROUPS = ("country", "region", "province", "district", "type")
# The column that names the group, as commands and frames call it.
KEYS = {
    "country": "country",
    "region": "region",
    "province": "province_code",
    "district": "district",
    "type": "lao_type",
}
MEASURES = ("expected", "registered", "outstanding", "unknown")


def with_state(status: pd.DataFrame) -> pd.DataFrame:
    """Return ``status`` with a column ``state`` (one of :data:`itasdash.schema.STATES`).

    ``complete``: both roles; ``admin_only`` and ``executive_only``: the other is missing; ``none``:
    neither; ``incomplete``: not registered, roles not told; ``unknown``: the snapshot does not say.
    """
    registered = status["registered"].astype("boolean")
    admin = status["admin_registered"].astype("boolean")
    executive = status["executive_registered"].astype("boolean")
    state = pd.Series("unknown", index=status.index, dtype="str")
    out = (registered == False).fillna(False)  # noqa: E712 - three-valued logic
    has_admin, has_executive = admin.fillna(False), executive.fillna(False)
    state[out] = "incomplete"
    state[out & has_admin & ~has_executive] = "admin_only"
    state[out & has_executive & ~has_admin] = "executive_only"
    state[out & (admin == False).fillna(False) & (executive == False).fillna(False)] = "none"  # noqa: E712
    state[registered.fillna(False)] = "complete"
    return status.assign(state=pd.Categorical(state, categories=STATES).astype("str"))


def counts(status: pd.DataFrame, summary: pd.DataFrame) -> dict[str, int]:
    """Return the national expected, registered, outstanding and unknown of a snapshot."""
    total = rates(status, summary, "country").iloc[0]
    return {name: int(total[name]) for name in MEASURES}


def rates(
    status: pd.DataFrame, summary: pd.DataFrame, by: str = "country", language: str = "th"
) -> pd.DataFrame:
    """Return the registration rate of each group.

    Where no LAO of the snapshot has a status (it has only a province summary), the claims of the
    summary are counted instead; then there are no rows for ``district`` and ``type``.

    Args:
        status: a ``status`` frame.
        summary: a ``province_summary`` frame, perhaps empty.
        by: one of :data:`GROUPS`.
        language: of the names.

    Returns:
        A row per group: its key (:data:`KEYS`; for ``district`` also ``province_code``),
        ``name_th``, ``expected``, ``registered``, ``outstanding`` and ``unknown`` (LAOs),
        ``rate`` (0 to 1, or missing), ``admin_registered`` and ``executive_registered`` (LAOs, or
        missing where the snapshot does not tell the roles).
    """
    if status["registered"].notna().any() or not len(summary):
        measured = _measure_status(status)
    else:
        measured = _measure_summary(summary)
    keys = ["province_code", "district"] if by == "district" else [KEYS[by]]
    measured = _with_groups(measured).dropna(subset=keys)
    sums = measured.groupby(keys, sort=True)[_SUMMED].sum(min_count=1).reset_index()
    sums["unknown"] = (sums["expected"] - sums["registered"] - sums["outstanding"]).clip(lower=0)
    known = sums["registered"] + sums["outstanding"] > 0
    sums["rate"] = (sums["registered"] / sums["expected"]).where(known & (sums["expected"] > 0))
    for role in _ROLES:
        sums[role] = sums[role].where(sums[f"{role}_told"] > 0)
    sums["name_th"] = _names(sums, by, language)
    columns = [*keys, "name_th", *MEASURES, "rate", *_ROLES]
    return _in_order(sums[columns], by)


_ROLES = ["admin_registered", "executive_registered"]
_SUMMED = ["expected", "registered", "outstanding", *_ROLES, *(f"{role}_told" for role in _ROLES)]


def _measure_status(status: pd.DataFrame) -> pd.DataFrame:
    """Return a row per LAO (and unmatched row) with 0 or 1 in every summed column.

    An unmatched row counts as outstanding where it says so, and never as registered: which LAO
    it is about is open.
    """
    registered = status["registered"].astype("boolean")
    known = status["lao_id"].notna()
    frame = pd.DataFrame(
        {
            "province_code": status["province_code"].astype("object"),
            "district": status["district_name_th"].astype("object"),
            "lao_type": status["lao_type"].astype("object"),
            "expected": known.astype("Int64"),
            "registered": (registered.fillna(False) & known).astype("Int64"),
            "outstanding": (~registered.fillna(True)).astype("Int64"),
        }
    )
    for role in _ROLES:
        told = status[role].astype("boolean")
        frame[role] = (told.fillna(False) & known).astype("Int64")
        frame[f"{role}_told"] = (told.notna() & known).astype("Int64")
    return frame


def _measure_summary(summary: pd.DataFrame) -> pd.DataFrame:
    claimed = summary[["expected", "registered", "outstanding"]].astype("Int64")
    claimed["outstanding"] = claimed["outstanding"].fillna(
        claimed["expected"] - claimed["registered"]
    )
    claimed["registered"] = claimed["registered"].fillna(
        claimed["expected"] - claimed["outstanding"]
    )
    codes = summary["province_code"].astype("object")
    frame = claimed.assign(province_code=codes, district=None, lao_type=None)
    return frame.assign(**dict.fromkeys(_SUMMED[3:], pd.array([0] * len(frame), dtype="Int64")))


def _with_groups(measured: pd.DataFrame) -> pd.DataFrame:
    region_of = {code: province.region for code, province in provinces().items()}
    return measured.assign(country="TH", region=measured["province_code"].map(region_of))


def _names(frame: pd.DataFrame, by: str, language: str) -> pd.Series:
    if by == "district":
        return frame["district"]
    if by == "country":
        return pd.Series(["ทั้งประเทศ" if language == "th" else "Thailand"] * len(frame))
    named: Mapping[str, Named | Province] = all_provinces()
    if by != "province":
        named = regions() if by == "region" else lao_types()
    return frame[KEYS[by]].map({code: entry.name(language) for code, entry in named.items()})


def _in_order(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """Put groups in official order, or in Thai dictionary order where there is none."""
    if by in ("region", "type"):
        order = list(regions() if by == "region" else lao_types())
        return frame.sort_values(
            KEYS[by], key=lambda codes: codes.map(order.index), ignore_index=True
        )
    if by == "country":
        return frame
    columns = ["province_code", "name_th"] if by == "district" else ["name_th"]
    return frame.sort_values(
        columns, key=lambda s: thai_rank(s) if s.name == "name_th" else s, ignore_index=True
    )


def with_gain(now: pd.DataFrame, before: pd.DataFrame | None, by: str) -> pd.DataFrame:
    """Return ``now`` with the change since ``before`` (both as :func:`rates` gives them).

    Adds ``gain_laos`` (LAOs) and ``gain_points`` (percentage points), missing where either
    snapshot does not know the group.
    """
    keys = ["province_code", "district"] if by == "district" else [KEYS[by]]
    if before is None or not len(before):
        return now.assign(gain_laos=pd.array([pd.NA] * len(now), "Int64"), gain_points=float("nan"))
    earlier = before[[*keys, "registered", "rate"]]
    both = now.merge(earlier, on=keys, how="left", suffixes=("", "_before"))
    both["gain_points"] = (both["rate"] - both["rate_before"]).astype("Float64") * 100
    gained = both["registered"] - both["registered_before"]
    both["gain_laos"] = gained.where(both["gain_points"].notna()).astype("Int64")
    return both.drop(columns=["registered_before", "rate_before"])


def trend(frames: Mapping[datetime, pd.DataFrame], by: str) -> pd.DataFrame:
    """Return the rates of several snapshots under each other.

    ``frames`` are as :func:`rates` gives them, by their moment. Returns ``as_of`` (Asia/Bangkok),
    ``key``, ``name``, ``expected``, ``registered``, ``outstanding``, ``unknown`` and ``rate``, by
    moment; groups without a rate at a moment are left out there.
    """
    parts = [
        frame.assign(as_of=as_of).rename(columns={KEYS[by]: "key", "name_th": "name"})
        for as_of, frame in sorted(frames.items())
    ]
    columns = ["as_of", "key", "name", *MEASURES, "rate"]
    if not parts:
        return pd.DataFrame(columns=columns)
    return pd.concat(parts, ignore_index=True)[columns].dropna(subset=["rate"], ignore_index=True)


@dataclass(frozen=True)
class LaoFilter:
    """Which LAOs are asked for; an empty choice asks for all.

    ``search`` finds part of a name, in any spelling, or of a code.
    """

    regions: tuple[str, ...] = ()
    province_codes: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    lao_types: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    search: str = ""


def laos(status: pd.DataFrame, wanted: LaoFilter) -> pd.DataFrame:
    """Return the rows of ``status`` (with ``state``) that a filter asks for.

    In Thai dictionary order of province, district and name, LAO types in official order.
    """
    rows = with_state(status)
    keep = pd.Series(True, index=rows.index)
    region_of = {code: province.region for code, province in provinces().items()}
    choices: Sequence[tuple[tuple[str, ...], pd.Series]] = (
        (wanted.regions, rows["province_code"].map(region_of)),
        (wanted.province_codes, rows["province_code"]),
        (wanted.districts, rows["district_name_th"]),
        (wanted.lao_types, rows["lao_type"]),
        (wanted.states, rows["state"]),
    )
    for chosen, values in choices:
        if chosen:
            keep &= values.isin(chosen).astype(bool)
    if wanted.search.strip():
        read = read_lao_name(wanted.search)
        names = [bare_key(name) for _, name in read.readings]
        written = rows["name_th"].map(bare_key)
        found = pd.Series(False, index=rows.index)
        for name in names:
            found |= written.str.contains(name, regex=False)
        if read.lao_type:
            found &= (rows["lao_type"] == read.lao_type).fillna(False)
        digits = lao_key(wanted.search.strip())
        codes = rows["lao_id"].fillna("").str.contains(digits, regex=False)
        keep &= (found | (codes & digits.isdecimal())).astype(bool)
    return _laos_in_order(rows[keep])


def _laos_in_order(rows: pd.DataFrame) -> pd.DataFrame:
    names = {code: province.name_th for code, province in all_provinces().items()}
    types = list(lao_types())
    ranks = pd.DataFrame(
        {
            "province": thai_rank(rows["province_code"].map(names)),
            "district": thai_rank(rows["district_name_th"]),
            "type": rows["lao_type"].map(lambda code: types.index(code) if code in types else 99),
            "name": thai_rank(rows["name_th"]),
        }
    )
    return rows.loc[ranks.sort_values(list(ranks.columns), kind="stable").index].reset_index(
        drop=True
    )
