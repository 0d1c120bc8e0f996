"""An LAO as the register has it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lao:
    """An LAO as the register has it."""

    lao_id: str
    province_code: str
    district_name_th: str
    lao_type: str
    name_th: str
