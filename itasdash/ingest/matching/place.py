"""Who a row says it is about."""

from dataclasses import dataclass, replace

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

    def of_province(self, province_code: str) -> "Place":
        """Return the place as one of the given province."""
        if self.province_code == province_code:
            return self
        return replace(self, province_code=province_code)
