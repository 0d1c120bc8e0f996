"""Repair and comparison keys of Thai text."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from itasdash.thai.collation import sorted_thai
from itasdash.thai.digits import parse_count, parse_decimal, to_arabic, to_thai
from itasdash.thai.text import bare_key, clean, key

# What office files are made of: Thai letters and marks, spaces and marks nobody sees, ASCII.
OFFICE = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B),
        st.sampled_from(
            "\u200b\u200d\ufeff\u00a0\u00ad\u2013\u2212\u2009 \t\n.-()/0123456789abcXYZ"
        ),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("เเม่เปิน", "แม่เปิน"),
        ("ตําบลนํ้าดํา", "ตำบลน้ำดำ"),
        ("น้ํา", "น้ำ"),
        ("นํ้า", "น้ำ"),
        ("คลอง\u200bพน", "คลองพน"),
        ("\ufeffอบต. ห้วยยูง", "อบต. ห้วยยูง"),
        ("อบต.\u00a0คลองยาง", "อบต. คลองยาง"),
        ("  อบต.   คลองยาง \n", "อบต. คลองยาง"),
        ("สุไหงโก–ลก", "สุไหงโก-ลก"),
        ("สีพยา—บ่อพุ", "สีพยา-บ่อพุ"),
        ("แป−ระ", "แป-ระ"),
        ("เก่่า", "เก่า"),
    ],
)
def test_clean_writes_as_a_careful_typist(written: str, meant: str) -> None:
    assert clean(written) == meant


@example("0\u0e48\ufeff\u0e3a")
@example("ก ๅ")
@given(OFFICE)
def test_clean_is_idempotent(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@example("0\u0e48\u0e34\u0e3a")
@example("เ็เ")
@given(OFFICE)
def test_keys_are_idempotent(text: str) -> None:
    assert key(key(text)) == key(text)
    assert bare_key(bare_key(text)) == bare_key(text)


@given(OFFICE)
def test_a_key_does_not_change_with_spaces_and_invisible_marks(text: str) -> None:
    noisy = "\u200b" + text.replace(" ", "\u00a0 ") + "\ufeff "
    assert key(noisy) == key(text)


def test_clean_does_not_take_sara_am_apart() -> None:
    # NFKC would: ำ becomes nikhahit and sara aa, and no name with it would be found any more.
    assert clean("น้ำ") == "น้ำ"


def test_bare_key_forgives_marks_hyphens_and_dots_but_not_letters() -> None:
    assert bare_key("ศรีมหาโพธิ์") == bare_key("ศรีมหาโพธิ")
    assert bare_key("สุไหงโก-ลก") == bare_key("สุไหงโกลก")
    assert bare_key("บุฤๅษี") == bare_key("บุฤาษี")
    assert bare_key("คลองยาง") != bare_key("คลองยา")
    assert bare_key("ท่าพญา") != bare_key("ท่าพยา")


@given(st.integers(min_value=0, max_value=2_000_000_000))
def test_a_count_reads_back_however_it_is_written(number: int) -> None:
    for written in (
        str(number),
        f"{number:,}",
        to_thai(f"{number:,}"),
        f"{number} แห่ง",
        f"{number}.00",
    ):
        assert parse_count(written) == number
    assert parse_count(float(number)) == number


@pytest.mark.parametrize(
    "cell", ["", "-", "สามแห่ง", "1,23", "12 13", "1.5", 1.5, True, None, "1e5"]
)
def test_what_is_no_count_is_none(cell: object) -> None:
    assert parse_count(cell) is None


@pytest.mark.parametrize(
    ("cell", "number"),
    [("๕๑.๘๐", 51.8), ("97.5 %", 97.5), ("51.8%", 51.8), ("ร้อยละ 97.50", 97.5), (0.518, 0.518)],
)
def test_a_percentage_reads_as_written(cell: object, number: float) -> None:
    assert parse_decimal(cell) == pytest.approx(number)


@pytest.mark.parametrize("cell", ["", "-", "%", "ร้อยละ", True, "1.2.3"])
def test_what_is_no_percentage_is_none(cell: object) -> None:
    assert parse_decimal(cell) is None


@given(st.text("0123456789 ก.,", max_size=20))
def test_digits_go_to_thai_and_back(text: str) -> None:
    assert to_arabic(to_thai(text)) == text


def test_names_sort_in_dictionary_order() -> None:
    # By code point เชียงราย would come last; the dictionary puts it under ช.
    assert sorted_thai(["อ่างทอง", "เชียงราย", "ชุมพร", "กระบี่", "ตราด"]) == [
        "กระบี่",
        "ชุมพร",
        "เชียงราย",
        "ตราด",
        "อ่างทอง",
    ]
