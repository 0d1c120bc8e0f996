"""Who a row says it is about."""

from dataclasses import dataclass

from itasdash.reference.names import WrittenName


@dataclass(frozen=True)
class Place:
    """Who a row says it is about, as read: everything may be missing but the written name."""

    written: str
    name: WrittenName
    province_code: str | None
    district: str | None
    district_sure: bool
    lao_type: str | None
    code: str
    # The row says itself that its name fits no LAO, so that only a person may match it.
    unmatched: bool = False
