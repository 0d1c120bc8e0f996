"""The stamped letter: its form, its figures, templates of the office, and who may get none."""

import io
import re
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Pt

from itasdash.documents.letters.content import LetterContent, letter_content
from itasdash.documents.letters.letter import (
    Template,
    default_template,
    letter_fields,
    letter_text,
    require_sendable,
)
from itasdash.documents.letters.office import read_office
from itasdash.documents.letters.pack import letter_writer
from itasdash.documents.letters.register import letter_event, letter_register
from itasdash.documents.letters.word import file_of, parts_of
from itasdash.findings import Refusal
from itasdash.reference import table
from itasdash.schema import Office, event_of
from itasdash.store import Store
from itasdash.thai.dates import BANGKOK
from tests.kits.hostile import HOSTILE
from tests.kits.small_office import FIRST, LAST, REGISTER, listing, office, status, summary


@pytest.fixture(scope="module")
def store(small_data: Path) -> Store:
    return Store(small_data)


def figures_of(store: Store, number: int = -1) -> LetterContent:
    return letter_content(store.read(store.snapshots()[number].as_of))


def text_of(content: LetterContent, office: Office | None = None) -> list[str]:
    return letter_text(Template().fill(letter_fields(content, office or Office())))


def test_letter_has_the_order_of_its_form_and_the_figures(store: Store) -> None:
    assert text_of(figures_of(store)) == [
        "ด่วนที่สุด",
        "ที่ มท …………………………",
        "ถึง สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัด ทุกจังหวัด",
        "ตามที่กรมส่งเสริมการปกครองท้องถิ่นได้แจ้งให้"
        "ผู้ดูแลระบบและผู้บริหารท้องถิ่นทุกแห่งลงทะเบียนเข้าใช้งานระบบ ITAS สำหรับการประเมิน"
        "คุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA) ประจำปีงบประมาณ พ.ศ. ๒๕๖๕ "
        "ภายในวันที่ ๒๘ กุมภาพันธ์ ๒๕๖๕ นั้น",
        "กรมส่งเสริมการปกครองท้องถิ่นได้ตรวจสอบข้อมูล ณ วันที่ ๓๑ มกราคม ๒๕๖๕ เวลา ๑๖.๓๐ น. แล้ว "
        "ปรากฏว่าองค์กรปกครองส่วนท้องถิ่นทุกจังหวัด จาก ๑๐ แห่ง ลงทะเบียนครบถ้วนแล้ว ๗ แห่ง "
        "(ร้อยละ ๗๐.๐๐) และยังไม่ลงทะเบียน ๓ แห่ง",
        "จึงขอให้แจ้งองค์กรปกครองส่วนท้องถิ่นที่ยังไม่ลงทะเบียนดำเนินการให้ครบถ้วนทั้งผู้ดูแลระบบและ"
        "ผู้บริหารท้องถิ่นโดยด่วนที่สุด รายละเอียดปรากฏตามสิ่งที่ส่งมาพร้อมนี้ ได้แก่ (๑) "
        "สถานะการลงทะเบียนรายจังหวัด และ (๒) รายชื่อที่ยังไม่ลงทะเบียน",
        "กรมส่งเสริมการปกครองท้องถิ่น",
        "…………………………",
        "กองกฎหมายและระเบียบท้องถิ่น",
        "สำนักงานศูนย์ปฏิบัติการต่อต้านการทุจริต",
        "โทร. ………………………… ไปรษณีย์อิเล็กทรอนิกส์ …………………………",
    ]


def test_letter_has_the_typeface_and_margins_of_its_form(store: Store) -> None:
    data = Template(None, "TH Sarabun New").fill(letter_fields(figures_of(store), Office()))
    document = Document(io.BytesIO(data))
    section = document.sections[0]
    size = (section.page_width, section.page_height)
    assert [round(side.cm, 1) for side in size] == [21.0, 29.7]
    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(margin.cm, 1) for margin in margins] == [3.0, 2.0, 2.5, 2.0]
    normal = document.styles["Normal"]
    assert normal.font.size == Pt(16)
    styles = parts_of(data)["word/styles.xml"].decode()
    fonts = re.search(r"<w:rFonts[^>]*TH Sarabun New[^>]*/>", styles)
    assert fonts and fonts[0].count("TH Sarabun New") == 4  # Latin, its accents, Asian, Thai
    urgency = document.paragraphs[0].runs[0]
    assert (urgency.font.size, str(urgency.font.color.rgb)) == (Pt(32), "C00000")
    # Nothing is drawn: neither emblem nor stamp.
    assert not [name for name in parts_of(data) if "media" in name]
    assert not re.search("[0-9]", "".join(p.text for p in document.paragraphs))


def test_letter_of_a_province_is_about_that_province_only(store: Store) -> None:
    said = text_of(figures_of(store).of(["50"]))
    assert said[2] == "ถึง สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดเชียงใหม่"
    assert "ในจังหวัดเชียงใหม่ จาก ๔ แห่ง ลงทะเบียนครบถ้วนแล้ว ๓ แห่ง" in said[4]


def test_letter_of_some_provinces_names_them(store: Store) -> None:
    said = text_of(figures_of(store).of(["50", "20"]))
    assert "จังหวัดชลบุรี สำนักงานส่งเสริมการปกครองท้องถิ่นจังหวัดเชียงใหม่" in said[2]
    assert "ใน ๒ จังหวัด ได้แก่ จังหวัดชลบุรี จังหวัดเชียงใหม่ จาก ๗ แห่ง" in said[4]


def test_letter_of_a_complete_province_asks_for_nothing(store: Store) -> None:
    said = text_of(figures_of(store).of(["81"]))
    assert "จำนวน ๓ แห่ง ลงทะเบียนครบถ้วนแล้วทุกแห่ง" in said[4]
    assert said[5].startswith("จึงแจ้งมาเพื่อทราบ")
    assert "รายชื่อ" not in said[5]


def test_letter_of_a_summary_has_figures_and_no_names(store: Store) -> None:
    said = text_of(figures_of(store, 2))
    assert "ลงทะเบียนครบถ้วนแล้ว ๔ แห่ง" in said[4]
    assert "ได้แก่ สถานะการลงทะเบียนรายจังหวัด" in said[5]


def test_a_province_that_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(Refusal, match=r"Trat|ตราด"):
        figures_of(store).of(["23"])


def test_no_letter_of_errors_until_somebody_acknowledges_them(store: Store) -> None:
    info = store.snapshots()[1]
    with pytest.raises(Refusal) as refused:
        require_sendable(info, store.open_errors(info), outdated=False)
    assert "7 ม.ค. 2565 13:00" in refused.value.message("th")
    assert "รับทราบพร้อมเหตุผล" in refused.value.message("th")
    said = refused.value.message("en")
    assert "7 Jan 2565 13:00" in said and not re.search("[ก-๙]", said.split("The first one")[0])
    [first] = [finding for finding in info.findings if finding.severity == "error"][:1]
    assert first.message("en") in said and first.message("th") not in said
    require_sendable(info, (), outdated=False)
    first_info = store.snapshots()[0]
    require_sendable(first_info, store.open_errors(first_info), outdated=False)


def test_no_letter_of_a_snapshot_that_has_yet_to_follow(store: Store) -> None:
    with pytest.raises(Refusal) as refused:
        require_sendable(store.snapshots()[0], (), outdated=True)
    assert refused.value.code == "letter_outdated"
    for language in ("th", "en"):
        assert "verify" in refused.value.message(language)
        assert "verify" not in refused.value.message(language, on_page=True)


def test_letter_cites_the_earlier_one_where_the_office_names_it(store: Store) -> None:
    office = Office(earlier_reference="มท 0804.6/ว 99", earlier_date="๒๗ ธันวาคม ๒๕๖๔")
    first = text_of(figures_of(store), office)[3]
    assert first.endswith("ตามหนังสือที่ มท ๐๘๐๔.๖/ว ๙๙ ลงวันที่ ๒๗ ธันวาคม ๒๕๖๔ นั้น")
    undated = text_of(figures_of(store), Office(earlier_reference="มท ๑"))[3]
    assert undated.endswith("ตามหนังสือที่ มท ๑ นั้น")
    assert "ตามหนังสือ" not in text_of(figures_of(store), Office(earlier_date="๑ มกราคม"))[3]


def test_register_of_letters_says_which_were_made(store: Store) -> None:
    content, when = figures_of(store), datetime(2022, 2, 1, 9, tzinfo=BANGKOK)
    numbered = Office(reference="มท ๐๘๐๔.๖/ว ๑๒๓", date="๑ กุมภาพันธ์ ๒๕๖๕")
    letters = [
        letter_event(content, Office(), "ก.docx", "tester", when),
        letter_event(content.of(["20"]), numbered, "ข.pdf", "tester", when + timedelta(hours=1)),
    ]
    rows = letter_register(letters, "th").to_dict("split")["data"]
    assert rows == [
        ["1 ก.พ. 2565 10:00 น.", "มท ๐๘๐๔.๖/ว ๑๒๓", "๑ กุมภาพันธ์ ๒๕๖๕", "31 ม.ค. 2565 16:30 น.",
         "ชลบุรี", "tester", "ข.pdf"],
        ["1 ก.พ. 2565 09:00 น.", "", "", "31 ม.ค. 2565 16:30 น.", "ทุกจังหวัด", "tester", "ก.docx"],
    ]  # fmt: skip
    assert [event_of(each.stored()) for each in letters] == letters


# --- the office's own ---------------------------------------------------------------------------


def test_sender_is_what_the_office_says(store: Store) -> None:
    data = '\ufeffdivision = "กอง  ก"\ntelephone = "๐-๒๒๔๑-๐๒๖๗"\n'.encode()
    said = text_of(figures_of(store), read_office(data))
    assert said[-3:] == [
        "กอง ก",
        "สำนักงานศูนย์ปฏิบัติการต่อต้านการทุจริต",
        "โทร. ๐-๒๒๔๑-๐๒๖๗ ไปรษณีย์อิเล็กทรอนิกส์ …………………………",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"x = ", "office.toml"), (b'phone = "1"', "phone"), (b"unit = 3", "unit"), (b"\xff", "toml")],
)
def test_entries_that_are_none_are_refused_by_name(data: bytes, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_office(data)
    assert said in refused.value.message("th")


def template(*paragraphs: list[str]) -> bytes:
    """Return a Word file; each paragraph is given as its runs."""
    document = Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for run in runs:
            paragraph.add_run(run)
    sink = io.BytesIO()
    document.save(sink)
    return sink.getvalue()


NEEDED = ["ถึง {{recipient}} {{as_of}} {{outstanding}}"]


def test_fields_that_word_cut_into_runs_are_filled(store: Store) -> None:
    runs = ["ก{", "{out", "stand", "ing}", "} แห่ง จาก {{ expected }}ข{{reg", "istered}}"]
    data = Template(template(NEEDED, runs)).fill(letter_fields(figures_of(store), Office()))
    assert letter_text(data)[1] == "ก๓ แห่ง จาก ๑๐ข๗"


@pytest.mark.parametrize(
    ("paragraph", "code", "said"),
    [
        (["{{nobody}}"], "template_field", "nobody"),
        (["{{as_of"], "template_open", "{{as_of"),
        (["as_of}}"], "template_open", "as_of}}"),
    ],
)
def test_fields_that_are_none_are_refused(paragraph: list[str], code: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        Template(template(NEEDED, paragraph))
    assert refused.value.code == code
    assert said in refused.value.message("th")


def test_a_template_that_says_nothing_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        Template(template(["ถึง {{recipient}} {{as_of}}"]))
    assert refused.value.code == "template_lacks"
    assert "{{outstanding}} / {{result}}" in refused.value.message("th")


def test_what_is_no_word_file_is_refused() -> None:
    for data in (b"", b"PK", default_template()[:-40], template(NEEDED)[:100]):
        with pytest.raises(Refusal, match=r"letter\.docx"):
            Template(data)
    parts = parts_of(default_template())
    with pytest.raises(Refusal):
        Template(file_of({**parts, "word/document.xml": b"<"}))


def test_the_template_of_the_data_folder_is_taken(tmp_path: Path) -> None:
    store = office(tmp_path / "own")
    (store.root / "templates").mkdir()
    (store.root / "templates" / "letter.docx").write_bytes(template(NEEDED, ["ขอแสดงความนับถือ"]))
    (store.root / "office.toml").write_text('recipient = "ท้องถิ่นจังหวัด"', encoding="utf-8")
    writer = letter_writer(store.office_file, thai_digits=True)
    assert letter_text(writer.letter(figures_of(store))) == [
        "ถึง ท้องถิ่นจังหวัด ทุกจังหวัด ๓๑ มกราคม ๒๕๖๕ เวลา ๑๖.๓๐ น. ๓",
        "ขอแสดงความนับถือ",
    ]


def test_the_shipped_wording_has_only_known_fields_and_can_be_edited() -> None:
    said = " ".join(letter_text(default_template()))
    known = {row["field"] for row in table("letter_fields")}
    assert set(re.findall(r"\{\{(\w+)\}\}", said)) <= known
    assert Template(default_template()).fill(dict.fromkeys(known, "ก"))


def test_what_is_filled_in_is_never_looked_through_again(store: Store) -> None:
    values = letter_fields(figures_of(store), Office())
    for name in HOSTILE:
        data = Template().fill({**values, "unit": name})
        # What XML cannot hold is gone, everything else is there to the letter.
        assert name.replace("\x0b", "") in letter_text(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body = archive.read("word/document.xml").decode()
        assert "<b>" not in body and "w:hyperlink" not in body and "w:instrText" not in body


def test_letter_of_the_sample_warns_above_everything(store: Store) -> None:
    fields = letter_fields(figures_of(store), Office())
    said = letter_text(Template().fill(fields, sample=True))
    assert said[0] == "ตัวอย่าง ข้อมูลสมมติ ห้ามใช้เป็นหนังสือราชการ"
    assert said[1:] == letter_text(Template().fill(fields))


def test_the_same_letter_has_the_same_bytes(store: Store) -> None:
    fields = letter_fields(figures_of(store), Office())
    assert Template().fill(fields) == Template().fill(fields)


def test_letter_says_what_is_unknown(tmp_path: Path) -> None:
    unsaid = status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", {**FIRST, "6810201": "??"})
    said = text_of(figures_of(office(tmp_path / "unsaid", unsaid)))
    assert "และยังไม่ลงทะเบียน ๗ แห่ง ทั้งนี้ ยังไม่ทราบสถานะ ๑ แห่ง" in said[4]


def test_figures_of_a_list_and_its_summary_are_those_of_the_pages(tmp_path: Path) -> None:
    exports = (
        listing("b.csv", "7 ม.ค. 2565 เวลา 13.00 น.", LAST),
        summary("c.csv", "7 ม.ค. 2565 เวลา 13.00 น.", LAST),
    )
    content = figures_of(office(tmp_path / "list", *exports))
    assert (content.total("expected"), content.total("registered"), content.listed) == (
        len(REGISTER),
        7,
        3,
    )
    assert not content.nobody and not content.has_surveys
