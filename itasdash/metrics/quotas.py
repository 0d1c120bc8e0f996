"""Quotas of the surveys where an export gives none: after rules, if the office wants them."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from itasdash.reference.quotas import QuotaRule
from itasdash.schema import INSTRUMENTS


def with_quotas(
    status: pd.DataFrame, rules: Sequence[QuotaRule], sizes: pd.DataFrame
) -> pd.DataFrame:
    """Return ``status`` with quotas for LAOs whose answers are told and whose quota is not.

    What a file says always stands, also a quota of 0. Where no rule holds, or what it asks for is
    not known of an LAO, its quota stays missing.

    Args:
        status: a ``status`` frame.
        rules: those of the fiscal year (:func:`itasdash.reference.quotas.quota_rules`).
        sizes: what the office knows of the sizes of LAOs (:data:`itasdash.schema.SIZES`).

    Returns:
        The rows with ``iit_quota_computed`` and ``eit_quota_computed``, whether the quota is
        computed.
    """
    known = sizes.set_index(sizes["lao_id"].str[-6:])
    keys = status["lao_id"].astype("object").str[-6:]
    found = status
    for instrument in INSTRUMENTS:
        quota, answered = (status[f"{instrument}_{part}"] for part in ("quota", "answered"))
        lacking = quota.isna() & answered.notna() & status["lao_id"].notna()
        own = [rule for rule in rules if rule.instrument == instrument]
        rows = pd.DataFrame({"lao_type": status["lao_type"], "key": keys})[lacking]
        wanted = [
            _quota(own, str(row.lao_type), known.loc[row.key], instrument)
            if row.key in known.index
            else None
            for row in rows.itertuples(index=False)
        ]
        computed = pd.Series(pd.array(wanted, dtype="Int64"), index=rows.index)
        computed = computed.reindex(status.index)
        found = found.assign(
            **{
                f"{instrument}_quota": quota.astype("Int64").fillna(computed),
                f"{instrument}_quota_computed": computed.notna(),
            }
        )
    return found


def _quota(
    rules: Sequence[QuotaRule], lao_type: str, known: "pd.Series[object]", instrument: str
) -> int | None:
    """Return the quota of an LAO after the rule that says most of whom it holds."""
    people = known[f"{instrument}_people"]
    size = "" if pd.isna(known["size"]) else known["size"]
    fitting = [
        rule
        for rule in rules
        if rule.lao_type in ("", lao_type) and (not rule.size or rule.size == size)
    ]
    if not fitting:
        return None
    rule = max(fitting, key=lambda each: bool(each.lao_type) + bool(each.size))
    return rule.quota(None if pd.isna(people) else int(str(people)))


@dataclass(frozen=True)
class QuotaOrigin:
    """Where the quotas of a survey are from, in LAOs.

    Attributes:
        from_export: the file gives one, 0 also.
        computed: after the rules.
        lacking: answers are told, and no quota.
    """

    from_export: int
    computed: int
    lacking: int


def quota_origin(status: pd.DataFrame, instrument: str) -> QuotaOrigin:
    """Return where the quotas of the LAOs are from, perhaps after :func:`with_quotas`."""
    quota, answered = (status[f"{instrument}_{part}"] for part in ("quota", "answered"))
    name = f"{instrument}_quota_computed"
    computed = int(status[name].sum()) if name in status else 0
    return QuotaOrigin(
        int(quota.notna().sum()) - computed,
        computed,
        int((quota.isna() & answered.notna()).sum()),
    )
