"""Lists of names: what their texts claim of them, and whom their silence speaks of."""

import pytest

from itasdash.ingest.layout.claims import claims_otherwise, claims_unregistered
from itasdash.ingest.layout.legends import status_of
from itasdash.thai.text import key
from tests.ingest.test_readings import CHANG, LIST, PHON, loud, read, refused
from tests.kits.tiny import LIST_TITLE, names

ROWS = [
    [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"],
    [2, "ตราด", "เกาะช้าง", "ทต.เกาะช้างใต้"],
]


@pytest.mark.parametrize(
    "text",
    [
        "รายชื่อ อปท. ที่ยังไม่ลงทะเบียน ณ วันที่ 7 มกราคม 2565",
        "อปท. ที่ยังดำเนินการลงทะเบียนไม่แล้วเสร็จ",
        "ยังไม่ลงทะเบียน (ลงทะเบียนแล้ว 4,066 แห่ง จาก 7,849 แห่ง)",
        "LAOs not yet registered",
    ],
)
def test_what_calls_names_unregistered(text: str) -> None:
    assert claims_unregistered(text)
    assert not claims_otherwise(text)


@pytest.mark.parametrize(
    "text",
    [
        "รายชื่อ อปท. ที่ลงทะเบียนแล้ว",
        "ลงทะเบียนเรียบร้อยแล้ว ณ วันที่ 7 มกราคม 2565",
        "ที่ลงทะเบียนแล้วและยังไม่ลงทะเบียน",
        "อปท. ไม่รวมแห่งที่ยังไม่ลงทะเบียน",
        "จังหวัดที่ไม่มี อปท. ยังไม่ลงทะเบียน",
        "registered LAOs, excluding those not registered",
    ],
)
def test_what_calls_names_otherwise(text: str) -> None:
    assert claims_otherwise(text)
    assert not claims_unregistered(text)


def test_two_counts_of_one_line_call_names_nothing() -> None:
    text = "ลงทะเบียนแล้ว 9 แห่ง ยังไม่ลงทะเบียน 2 แห่ง"
    assert not claims_unregistered(text)
    assert not claims_otherwise(text)


@pytest.mark.parametrize(
    ("title", "more"),
    [
        ("รายชื่อ อปท. ที่ลงทะเบียนแล้ว", {"file": "อปท. ยังไม่ลงทะเบียน.xlsx"}),
        (LIST_TITLE, {"name": "ลงทะเบียนแล้ว"}),
    ],
)
def test_texts_that_contradict_each_other_are_both_named(title: str, more: dict[str, str]) -> None:
    refusal = refused([title], LIST, *ROWS, **more)
    assert refusal.code == "kind_contradicts"
    assert "ยังไม่ลงทะเบียน" in refusal.of_file("a.xlsx").message("th")
    assert "ลงทะเบียนแล้ว" in refusal.of_file("a.xlsx").message("th")


@pytest.mark.parametrize("line", [["2. รายชื่อที่ลงทะเบียนแล้ว"], ["", "", "", "ลงทะเบียนแล้ว"]])
def test_a_line_between_rows_may_begin_another_list(line: list[str]) -> None:
    refusal = refused([LIST_TITLE], LIST, ROWS[0], line, ROWS[1])
    assert refusal.code == "kind_contradicts"
    assert "ลงทะเบียนแล้ว" in refusal.of_file("a.xlsx").message("th")


def test_what_stands_below_all_rows_begins_none() -> None:
    export = read([LIST_TITLE], LIST, *ROWS, ["จังหวัดที่ลงทะเบียนครบแล้วไม่แสดง"])
    assert names(export) == [PHON, CHANG]


@pytest.mark.parametrize("title", ["ข้อมูล ITAS", "รายชื่อ อปท. ที่ลงทะเบียนแล้ว"])
def test_no_remedy_turns_a_list_into_its_opposite(title: str) -> None:
    refusal = refused([title], LIST, *ROWS).of_file("a.xlsx")
    assert refusal.code == "kind_unknown"
    for language, wrong in (("th", "เพิ่ม"), ("en", "add")):
        assert wrong not in refusal.message(language)
        assert title in refusal.message(language)


@pytest.mark.parametrize(
    ("above", "rows", "code"),
    [
        ([["ตัวอย่างรายชื่อ อปท. ที่ยังไม่ลงทะเบียน"]], ROWS, "list_of_some"),
        ([["2 อันดับแรกที่ยังไม่ลงทะเบียน"]], ROWS, "list_of_some"),
        ([["รายชื่อ อปท. ที่ยังไม่ลงทะเบียน (เพิ่มเติม)"]], ROWS, "list_of_some"),
        ([[LIST_TITLE]], [[n + 3, *row[1:]] for n, row in enumerate(ROWS)], "list_rows_missing"),
        ([[LIST_TITLE]], [ROWS[0], *[[n, *ROWS[1][1:]] for n in (2, 3, 7)]], "list_rows_missing"),
    ],
)
def test_what_does_not_name_all_tells_nothing_of_the_others(
    above: list[list[str]], rows: list[list[object]], code: str
) -> None:
    export = read(*above, LIST, *rows)  # type: ignore[arg-type]
    assert code in {finding.code for finding in export.findings}
    assert export.coverage is not None
    assert not export.coverage.provinces
    answered = read(*above, LIST, *rows, covers="country")  # type: ignore[arg-type]
    assert answered.coverage is not None
    assert answered.coverage.provinces == {"81", "23"}


def test_numbers_may_begin_anew_or_go_on() -> None:
    for numbers in ((1, 1), (1, 2), ("", "")):
        export = read(
            [LIST_TITLE], LIST, *([n, *r[1:]] for n, r in zip(numbers, ROWS, strict=True))
        )
        assert "list_rows_missing" not in {finding.code for finding in export.findings}


def test_a_condition_needs_no_word_that_calls_it_one() -> None:
    assert refused([LIST_TITLE], ["ประเภท: เทศบาล"], LIST, *ROWS).code == "list_filtered"
    export = read([LIST_TITLE], ["ประเภท: ทั้งหมด"], ["ปีงบประมาณ: 2565"], LIST, *ROWS)
    assert names(export) == [PHON, CHANG]


@pytest.mark.parametrize(("stated", "wrong"), [("2 แห่ง", False), ("3 แห่ง", True)])
def test_a_count_in_the_title_is_that_of_the_rows(stated: str, wrong: bool) -> None:
    title = f"รายชื่อ อปท. ที่ยังไม่ลงทะเบียน จำนวน {stated} ใน 76 จังหวัด"
    assert ("stated_total_differs" in loud(read([title], LIST, *ROWS))) is wrong


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("ไม่ครบถ้วน", "false"),
        ("ยังลงทะเบียนไม่เรียบร้อย", "false"),
        ("ยังไม่ได้สมัครเข้าใช้งาน", "false"),
        ("ยังค้าง", "false"),
        ("ดำเนินการลงทะเบียนเสร็จเรียบร้อยแล้ว", "true"),
        ("ลงทะเบียน", None),
        ("อยู่ระหว่างดำเนินการ", None),
        ("ไม่ใช่ไม่ลงทะเบียน", None),
        ("ลงทะเบียนแล้วบางส่วน", None),
    ],
)
def test_status_words_are_read_by_their_parts(written: str, means: str | None) -> None:
    assert status_of(key(written)) == means


def test_a_summary_without_a_count_that_can_be_read_is_refused() -> None:
    rows = [["กระบี่", "ทต.คลองพน, อบต.ห้วยยูง", ""], ["ตราด", "ทต.เกาะช้างใต้", ""]]
    refusal = refused(["จังหวัด", "ยังไม่ลงทะเบียน", "ลงทะเบียนแล้ว"], *rows)
    assert refusal.code == "no_counts"
    assert {finding.code for finding in refusal.findings} == {"bad_number"}


@pytest.mark.parametrize(
    ("legend", "wrong"),
    [
        ("ลงทะเบียนแล้ว หมายถึง มีผู้ลงทะเบียนอย่างน้อย 1 คน", True),
        ("หมายเหตุ: ลงทะเบียนแล้ว = ยังไม่ลงทะเบียน", True),
        ("ลงทะเบียนแล้ว หมายถึง ผู้ดูแลระบบและผู้บริหารลงทะเบียน", False),
        ("ลงทะเบียนแล้ว หมายถึง ลงทะเบียนครบทั้งสองคน", False),
        ("/ หมายถึง ลงทะเบียนแล้ว", False),
    ],
)
def test_a_legend_that_gives_a_status_word_another_meaning_is_an_error(
    legend: str, wrong: bool
) -> None:
    rows = [[*LIST, "สถานะ"], *([*row, "ลงทะเบียนแล้ว"] for row in ROWS), [legend]]
    assert ("status_redefined" in loud(read(*rows))) is wrong
