"""What changed between two snapshots as tables and sentences for people."""

from collections.abc import Mapping

import pandas as pd

from itasdash.documents.lao_tables import lao_list
from itasdash.i18n import translator
from itasdash.i18n.numbers import count, signed
from itasdash.metrics.changes import GAINED, LOST
from itasdash.reference import all_provinces, lao_types
from itasdash.reference.written_names import official_name
from itasdash.schema import STATES

# Lists on which the state before is the news, and those that never say it.
_WITHOUT_STATE = ("added", "removed")


def change_list(rows: pd.DataFrame, name: str, language: str) -> pd.DataFrame:
    """Return the LAOs of a list of changes as a table for people, same rows and order.

    Args:
        rows: as :class:`itasdash.metrics.changes.Changes` gives them.
        name: of the list, one of :data:`itasdash.metrics.changes.LISTS`.
        language: of the headings.

    Returns:
        The columns of :func:`itasdash.documents.lao_tables.lao_list`, behind the name what was
        before: the name, the type or the state; for an LAO that is gone, into which it went.
    """
    t = translator(language)
    table = lao_list(rows, language)
    before: dict[str, pd.Series[object]] = {}
    if name == "renamed":
        before["name_before"] = pd.Series(
            [
                official_name(lao_type, old)
                for lao_type, old in zip(rows["type_before"], rows["name_before"], strict=True)
            ],
            dtype="object",
        )
    if name == "type_changed":
        types = {code: named.short(language) for code, named in lao_types().items()}
        before["type_before"] = rows["type_before"].map(types)
    if name not in _WITHOUT_STATE:
        states = {state: t(f"state.{state}") for state in STATES}
        before["changed_from"] = rows["state_before"].map(states)
    if name == "removed" and rows["into"].notna().any():
        before["into"] = rows["into"].fillna("").astype("object")
    for place, (column, values) in enumerate(before.items(), start=2):
        table.insert(place, t(f"column.{column}"), values.to_numpy())
    return table


def balance_table(balance: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return :func:`itasdash.metrics.changes.balance` under headings for people.

    States that no LAO has or had are left out.
    """
    t = translator(language)
    counts = ["before", "added", "removed", "came", "went", "after"]
    rows = balance[balance[counts].gt(0).any(axis=1) | (balance["state"] == "expected")]
    names = {state: t(f"flow.{state}") for state in STATES} | {"expected": t("changes.expected")}
    columns = {t("column.state"): rows["state"].map(names)}
    columns |= {t(f"changes.column_{name}"): rows[name] for name in counts}
    return pd.DataFrame(columns).reset_index(drop=True)


def account_sentence(account: Mapping[str, int], language: str) -> str:
    """Return why the number of registered LAOs is another, as a sum that people can follow.

    ``ลงทะเบียนแล้ว 4,066 + ครบใหม่ 809 + เดิมไม่ทราบสถานะ 3 = 4,878 (+812)``. Parts of which there
    are none are left out.

    Args:
        account: as :func:`itasdash.metrics.changes.registered_account` gives it.
        language: ``th`` or ``en``.
    """
    t = translator(language)
    parts = [t("changes.account_before", number=count(account["before"]))]
    for names, sign in ((GAINED, "+"), (LOST, "−")):
        parts += [
            f"{sign} {t(f'changes.account_{name}', number=count(account[name]))}"
            for name in names
            if account[name]
        ]
    gain = signed(account["after"] - account["before"])
    return f"{' '.join(parts)} = {count(account['after'])} ({gain})"


def account_table(moves: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return :func:`itasdash.metrics.changes.moves_by_province` under headings for people.

    Parts of which no province has any are left out.
    """
    t = translator(language)
    names = {code: province.name(language) for code, province in all_provinces().items()}
    columns = {t("column.province"): moves["province_code"].map(names)}
    columns[t("changes.column_before")] = moves["before"]
    for name in (*GAINED, *LOST):
        if moves[name].gt(0).any() or name == "completed":
            columns[t(f"changes.part_{name}")] = moves[name]
    columns[t("changes.column_after")] = moves["after"]
    return pd.DataFrame(columns)
