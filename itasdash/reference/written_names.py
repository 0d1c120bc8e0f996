"""How the names of LAOs are written: in full as in the register, or short."""

from functools import cache

from itasdash.reference import table


def official_name(lao_type: str | None, name_th: str) -> str:
    """Return the full official name: ``องค์การบริหารส่วนตำบลคลองพน``."""
    return _with_prefix("name_th", lao_type, name_th)


def short_name(lao_type: str | None, name_th: str) -> str:
    """Return the usual short name: ``อบต.คลองพน``."""
    return _with_prefix("abbreviation_th", lao_type, name_th)


def shortened(name: str) -> str:
    """Return an official name as it is usually written, and any other name as it is."""
    for lao_type, prefix in _prefixes("name_th").items():
        if lao_type != "SPECIAL" and name.startswith(prefix):
            return short_name(lao_type, name.removeprefix(prefix))
    return name


def _with_prefix(column: str, lao_type: str | None, name_th: str) -> str:
    if lao_type is None or lao_type == "SPECIAL":
        return name_th
    return _prefixes(column)[lao_type] + name_th


@cache
def _prefixes(column: str) -> dict[str, str]:
    return {row["lao_type"]: row[column] for row in table("lao_types")}
