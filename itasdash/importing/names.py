"""Names that a person confirms: which LAO a written name means, and from when until when."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pandas as pd
from rapidfuzz import fuzz, process

from itasdash.findings import Damaged, Refusal
from itasdash.importing.derive import waiting_for
from itasdash.importing.following import follow
from itasdash.importing.in_force import dates_in_force, register_of
from itasdash.importing.progress import Progress, unseen
from itasdash.reference import all_provinces
from itasdash.reference.names import read_district
from itasdash.schema import NOT_AN_LAO, AliasEvent, lao_key
from itasdash.store import Store
from itasdash.thai.digits import to_arabic
from itasdash.thai.text import clean, key

_NEAREST = 5


def confirm_alias(
    store: Store, alias: Mapping[str, str], *, who: str, when: datetime, progress: Progress = unseen
) -> list[datetime]:
    """Keep one written name; see :func:`confirm_aliases`."""
    return confirm_aliases(store, [alias], who=who, when=when, progress=progress)


def confirm_aliases(
    store: Store,
    aliases: Sequence[Mapping[str, str]],
    *,
    who: str,
    when: datetime,
    progress: Progress = unseen,
) -> list[datetime]:
    """Keep written names as :func:`keep_aliases` does, and let the snapshots follow that bear them.

    Raises:
        Refusal: as :func:`keep_aliases` does.
        Damaged: no register can be read.
    """
    moments = keep_aliases(store, aliases, who=who, when=when)
    follow(store, progress)
    return moments


def keep_aliases(
    store: Store, aliases: Sequence[Mapping[str, str]], *, who: str, when: datetime
) -> list[datetime]:
    """Keep written names that a person has given an LAO.

    Each of ``aliases`` has the columns :data:`itasdash.schema.ALIAS_COLUMNS`: the district
    in any spelling or empty, dates as ISO 8601 or empty. They are stored in the words of the
    register, all of them or none. A name that was confirmed before and is confirmed otherwise now
    goes by the later word. Returns the moments of the snapshots that have to follow
    (:func:`itasdash.importing.following.follow`), none where the names stood like that already.

    Raises:
        Refusal: a name cannot hold: its district or its LAO is not in the register, its last day
            is before its first, or nothing is written.
        Damaged: no register can be read.
    """
    with store.writing("alias") as writer:
        known = _laos(store)
        rows = [AliasEvent(at=when, who=who, **_checked(alias, known)) for alias in aliases]
        rows = [row for row in rows if not _stands(store.aliases(), row)]
        if not rows:
            return []
        moments = waiting_for(rows, store.snapshots())
        writer.mark_stale(moments, "alias")
        for row in rows:
            writer.add_alias(row)
    return moments


def nearest_names(written: str, names: Sequence[str]) -> list[str]:
    """Return the names that are most like a written one, the likest first; to be shown only."""
    by_key = {key(name): name for name in names}
    found = process.extract(key(written), list(by_key), scorer=fuzz.ratio, limit=_NEAREST)
    return [by_key[name] for name, _, _ in found]


def _laos(store: Store) -> pd.DataFrame:
    """Return the LAOs of all registers, those of the latest first: names hold at other times too.

    Raises:
        Refusal: every register that was loaded is lost.
        Damaged: no register can be read.
    """
    days = dates_in_force(store)
    if not days:
        raise Refusal("no_register")
    frames, damage = [], None
    for day in reversed(days):
        try:
            frames.append(register_of(store, day))
        except Damaged as damaged:
            damage = damaged
    if damage is not None and not frames:
        raise damage
    return pd.concat(frames)


def _checked(alias: Mapping[str, str], laos: pd.DataFrame) -> dict[str, str]:
    """Return a name in the register's own words, as it is stored.

    Raises:
        Refusal: see :func:`confirm_aliases`.
    """
    if not key(alias["written"]):
        raise Refusal("alias_empty")
    first, last = alias["valid_from"], alias["valid_to"]
    if first and last and date.fromisoformat(last) < date.fromisoformat(first):
        raise Refusal("alias_dates", {"written": alias["written"]})
    own = laos[laos["province_code"] == alias["province_code"]]
    district = _district(alias, list(own["district_name_th"].unique()))
    return {**alias, "district": district, "lao_id": _lao_id(alias, list(own["lao_id"]))}


def _district(alias: Mapping[str, str], districts: Sequence[str]) -> str:
    if not clean(alias["district"]):
        return ""
    province = all_provinces()[alias["province_code"]].name_th
    found = read_district(alias["district"], province, districts)
    if found is None:
        near = ", ".join(nearest_names(alias["district"], districts)) or "–"
        values = {"district": alias["district"], "province": province, "written": alias["written"]}
        raise Refusal("alias_district", {**values, "near": near})
    return found


def _lao_id(alias: Mapping[str, str], lao_ids: Sequence[str]) -> str:
    written = to_arabic(clean(alias["lao_id"]))
    if written == NOT_AN_LAO:
        return NOT_AN_LAO
    # An LAO may have another first digit than in the file: it changes with the type.
    same = [lao_id for lao_id in lao_ids if lao_key(lao_id) == lao_key(written)]
    if not same or len(written) != len(same[0]) or not written.isdecimal():
        raise Refusal("alias_lao", {"lao": alias["lao_id"], "written": alias["written"]})
    return same[0]


def _stands(aliases: Sequence[AliasEvent], alias: AliasEvent) -> bool:
    """Tell whether a name stands like that already, and nothing later says otherwise."""
    for old in reversed(aliases):
        if _names_alike(old, alias) and old.overlaps(alias):
            return old.says_the_same(alias)
    return False


def _names_alike(first: AliasEvent, second: AliasEvent) -> bool:
    same = (first.province_code, first.district) == (second.province_code, second.district)
    return same and key(first.written) == key(second.written)
