"""Thai dictionary order: all letters first, then tones."""

import pytest

from itasdash.thai.collation import sorted_thai


@pytest.mark.parametrize(
    "words",
    [
        ["แม่สาย", "แม่สายมิตรภาพ"],
        ["ห้วยกรด", "ห้วยกรดพัฒนา"],
        ["น้ำจืด", "น้ำจืดน้อย"],
        ["ขา", "ข่า", "ข้า", "ขาก"],
        ["ปา", "ป่า", "ปาก"],
        ["กาญจนบุรี", "เชียงราย", "เชียงใหม่", "ตราด"],
        ["บ้านค่าย", "บ้านค่ายพัฒนา"],
    ],
)
def test_letters_come_before_tones(words: list[str]) -> None:
    assert sorted_thai(reversed(words)) == words
