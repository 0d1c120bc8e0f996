"""OIT, score and grade: optional columns, stored where a file tells them and nowhere else."""

import pytest

from itasdash.documents.lao_tables import lao_list
from itasdash.documents.survey_tables import survey_list
from itasdash.ingest.compose import compose
from itasdash.metrics.histories import lao_timeline
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.metrics.surveys import survey_laos
from itasdash.reference.grades import lowest_score, read_grade
from itasdash.schema import OUTSTANDING_STATES, STATUS
from itasdash.store.seals import from_parquet, to_parquet
from tests.kits.frames import lao, plain, status
from tests.kits.tiny import AS_OF, read, register

HEAD = ("จังหวัด", "อำเภอ", "ชื่อ อปท.", "ผู้ดูแลระบบ", "ผู้บริหาร")
LATER = ("OIT จำนวนข้อ", "OIT ตอบแล้ว", "คะแนน ITA", "ระดับผลการประเมิน")
DONE = "ลงทะเบียนแล้ว"


def place(name: str, *cells: object) -> tuple[object, ...]:
    return ("กระบี่", "คลองท่อม", name, DONE, DONE, *cells)


def test_later_stages_are_read_where_they_are_told() -> None:
    export = read(
        [
            (*HEAD, *LATER),
            place("ทต.คลองพน", 43, 40, 88.37, "A"),
            place("อบต.คลองพน", "-", "", "", "-"),
            place("ทต.ห้วยน้ำขาว", 43, 0, 101, "Z"),
        ]
    )
    first, second, third = (row.status for row in export.laos)
    assert (first.oit_items, first.oit_answered, first.score, first.grade) == (43, 40, 88.37, "A")
    assert (second.oit_items, second.score, second.grade) == (None, None, None)
    assert (third.oit_answered, third.score, third.grade) == (0, None, None)
    said = {(f.code, f.row) for f in export.findings}
    assert {("bad_number", 4), ("unknown_grade", 4)} <= said
    assert not {code for code, row in said if row == 2}
    frame = compose(register(), [export]).status
    assert STATUS.optional_in(frame) == ["oit_items", "oit_answered", "score", "grade"]
    assert frame["score"].notna().sum() == 1


def test_a_merged_heading_over_the_items_is_understood() -> None:
    export = read(
        [
            (*HEAD, "OIT", None),
            (None, None, None, None, None, "จำนวนข้อ", "ตอบแล้ว"),
            place("ทต.คลองพน", 43, 40),
        ],
        merge=("F1:G1",),
    )
    (row,) = export.laos
    assert (row.status.oit_items, row.status.oit_answered) == (43, 40)


def test_a_grade_above_its_score_is_a_finding() -> None:
    export = read([(*HEAD, *LATER), place("ทต.คลองพน", 43, 40, 80, "A")])
    assert [(f.expected, f.found) for f in export.findings if f.code == "grade_differs"] == [
        (85.0, "80")
    ]


def test_a_file_without_them_is_stored_as_before() -> None:
    export = read([HEAD, place("ทต.คลองพน")])
    frame = compose(register(), [export]).status
    assert list(frame.columns) == STATUS.names


def test_they_are_stored_and_read_back() -> None:
    frame = status(lao("ก", True), lao("ข", True) | {"score": 91.5, "grade": "A"})
    assert list(frame.columns) == [*STATUS.names, "score", "grade"]
    again = from_parquet(STATUS, to_parquet(STATUS, frame))
    assert again.equals(frame)
    assert to_parquet(STATUS, frame) == to_parquet(STATUS, again)
    bare = status(lao("ก", True))
    assert list(from_parquet(STATUS, to_parquet(STATUS, bare)).columns) == STATUS.names


def test_lists_and_the_page_of_an_lao_show_them() -> None:
    one = lao("ก", True, lao_id="6300101") | {"score": 91.5, "grade": "A"}
    rows = survey_laos(select_laos(status(one), LaoFilter()), ["iit"])
    shown = survey_list(rows, ["iit"], "th")
    assert (shown["คะแนน ITA"][0], shown["ระดับผลการประเมิน"][0]) == (91.5, "A")
    bare = survey_laos(select_laos(status(lao("ก", True)), LaoFilter()), ["iit"])
    assert "คะแนน ITA" not in survey_list(bare, ["iit"], "th")
    listed = lao_list(select_laos(status(one), LaoFilter()), "th")
    assert (listed["คะแนน ITA"][0], listed["ระดับผลการประเมิน"][0]) == (91.5, "A")
    # Among the rows that are shown nobody has any.
    both = select_laos(status(one, lao("ข", False)), LaoFilter(states=OUTSTANDING_STATES))
    assert len(both) == 1
    for table in (lao_list(both, "th"), survey_list(survey_laos(both, ["iit"]), ["iit"], "th")):
        assert not {"คะแนน ITA", "ระดับผลการประเมิน"} & set(table)
    earlier = AS_OF.replace(day=1)
    told = lao_timeline(
        {earlier: status(lao("ก", True, lao_id="6300101")), AS_OF: status(one)}, "6300101"
    )
    assert plain(told["score"]) == [91.5, None]


@pytest.mark.parametrize(
    ("written", "year", "grade"),
    [
        ("A", 2565, "A"),
        (" aa ", 2565, "AA"),
        ("ผ่านดี", 2568, "ผ่านดี"),
        ("ผ่าน", 2565, "ผ่าน"),
        ("สีเขียว", 2565, None),
    ],
)
def test_grades_of_both_vocabularies(written: str, year: int, grade: str | None) -> None:
    assert read_grade(written, year) == grade


def test_bands_of_the_years() -> None:
    assert lowest_score("A", 2565) == 85
    assert lowest_score("ต้องปรับปรุง", 2567) == 70
    assert lowest_score("A", 2568) == 0
