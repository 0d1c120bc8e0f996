"""How two versions of the register differ, as a table for people."""

import pandas as pd

from itasdash.i18n import translator
from itasdash.reference import all_provinces, lao_types
from itasdash.reference.written_names import official_name
from itasdash.schema import lao_key


def register_changes(before: pd.DataFrame, after: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return what changed from one register to another, a row per LAO and change.

    LAOs are the same where the last six digits of their codes are: the first one changes with the
    type. Columns: the change (added, removed, renamed, changed type), province, the name before
    and after, the code.

    Args:
        before, after: frames of :data:`itasdash.schema.REGISTER`.
        language: of the headings.
    """
    t = translator(language)
    old, new = _by_key(before), _by_key(after)
    rows = []
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        for change in _changes(was, now):
            lao = now or was or {}
            rows.append(
                {
                    "change": t(f"stored.{change}"),
                    "province": all_provinces()[lao["province_code"]].name(language),
                    "name_before": _name(was),
                    "name_after": _name(now),
                    "lao_id": lao["lao_id"],
                }
            )
    columns = ["change", "province", "name_before", "name_after", "lao_id"]
    return pd.DataFrame(rows, columns=columns).rename(columns=lambda name: t(f"column.{name}"))


def count_types(register: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return how many LAOs of each type a register has, a column per type, and all of them."""
    t = translator(language)
    counted = register["lao_type"].value_counts()
    columns = {
        named.short(language): int(counted.get(code, 0)) for code, named in lao_types().items()
    }
    return pd.DataFrame([{**columns, t("column.expected"): len(register)}])


def _by_key(register: pd.DataFrame) -> dict[str, dict[str, str]]:
    return {lao_key(row["lao_id"]): row for row in register.to_dict("records")}


def _changes(was: dict[str, str] | None, now: dict[str, str] | None) -> list[str]:
    if was is None:
        return ["added"]
    if now is None:
        return ["removed"]
    changes = []
    if was["name_th"] != now["name_th"]:
        changes.append("renamed")
    if was["lao_type"] != now["lao_type"]:
        changes.append("type_changed")
    return changes


def _name(lao: dict[str, str] | None) -> str:
    return official_name(lao["lao_type"], lao["name_th"]) if lao else ""
