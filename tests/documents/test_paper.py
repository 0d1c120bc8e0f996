"""What is set by typst: text that is never code, the same bytes, pages as offices want them."""

import io
import re
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from itasdash.documents.letters.attachments import attachment_1, attachment_2
from itasdash.documents.letters.content import LetterContent, letter_content
from itasdash.documents.letters.forms import Form, Heading, Line
from itasdash.documents.letters.forms_pdf import forms_to_pdf
from itasdash.documents.letters.letter import Template
from itasdash.documents.letters.letter_pdf import letter_to_pdf
from itasdash.documents.letters.pack import LetterWriter
from itasdash.schema import Office
from itasdash.store import Store
from itasdash.thai.lines import unbroken

PAGE = "{page}/{pages}"
# What would run, or end the text that it stands in, if it ever became part of a template.
CODE = (
    '#panic("ran")',
    '#read("/etc/passwd")',
    "$x^2$ *bold* _thin_ `raw`",
    "@label <label> = Heading",
    '")] #{ sys } //',
    "\\ \\u{41} /* never closed",
    "https://example.com",
    '#eval("1+1")',
)


def of_names(*names: str) -> Form:
    """Return a list of names as a form."""
    columns = (Heading("no", 15, "count"), Heading("name", 160))
    lines = [Line((place, name)) for place, name in enumerate(names, start=1)]
    return Form("sheet", ("title", "as of"), columns, lines, thai_digits=False)


def read(data: bytes) -> list[str]:
    """Return the text of every page without its spaces."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


@pytest.fixture(scope="module")
def content(small_data: Path) -> LetterContent:
    store = Store(small_data)
    return letter_content(store.read(store.snapshots()[-1].as_of))


def test_what_a_file_says_is_text_and_never_code() -> None:
    [page] = read(forms_to_pdf([of_names(*CODE)], PAGE))
    for text in CODE:
        assert re.sub(r"\s", "", text) in page


def test_a_template_of_the_office_is_text_and_never_code(content: LetterContent) -> None:
    unit = '#panic("ran") $x$'
    writer = LetterWriter(Office(unit=unit), Template())
    printed = writer.printed(writer.letter(content))
    assert printed is not None and "#panic" in read(printed)[0]


def test_the_same_gives_the_same_bytes_and_no_date(content: LetterContent) -> None:
    writer = LetterWriter(Office(), Template())
    for make in (
        lambda: writer.printed(writer.letter(content)),
        lambda: writer.written(attachment_1(content), "pdf"),
        lambda: writer.written(attachment_2(content), "pdf"),
    ):
        first = make()
        assert first is not None and first == make()
        assert "/CreationDate" not in (PdfReader(io.BytesIO(first)).metadata or {})


def is_tagged(data: bytes) -> bool:
    return "/StructTreeRoot" in PdfReader(io.BytesIO(data)).trailer["/Root"]


def test_screen_readers_follow_what_people_read_alone(content: LetterContent) -> None:
    writer = LetterWriter(Office(), Template())
    assert is_tagged(writer.printed(writer.letter(content)) or b"")
    assert is_tagged(writer.written(attachment_1(content), "pdf"))
    assert not is_tagged(forms_to_pdf([of_names(*map(str, range(500)))], PAGE))


def test_a_long_list_has_its_headings_its_moment_and_its_number_on_every_page() -> None:
    pages = read(forms_to_pdf([of_names(*(f"name{n}" for n in range(200)))], PAGE))
    assert len(pages) <= 6
    for place, page in enumerate(pages, start=1):
        assert "noname" in page and "asof" in page and f"{place}/{len(pages)}" in page
    assert all(f"name{n}" in "".join(pages) for n in range(200))


@pytest.mark.slow
def test_all_names_of_a_january_have_at_most_a_hundred_pages() -> None:
    names = (f"องค์การบริหารส่วนตำบลบ้านทดสอบ{n}" for n in range(3_783))
    assert len(read(forms_to_pdf([of_names(*names)], PAGE))) <= 100


def test_a_name_that_is_longer_than_a_page_is_there_to_its_end() -> None:
    pages = read(forms_to_pdf([of_names("x" * 20 + " " + "word " * 3_000 + "end", "next")], PAGE))
    assert len(pages) > 1 and "end2next" in pages[-1]


def test_a_word_that_never_ends_stays_within_its_cell() -> None:
    for letter, number in (("x", 12_000), ("ก็", 3_000)):
        pages = read(forms_to_pdf([of_names(letter * number)], PAGE))
        assert len(pages) > 1 or letter != "x"


def test_the_sample_warns_on_every_page(content: LetterContent) -> None:
    marked = attachment_1(content, sample=True)
    assert forms_to_pdf(marked, PAGE) != forms_to_pdf(attachment_1(content), PAGE)


@pytest.mark.parametrize("more", ["table", "head", "link"])
def test_no_pdf_of_a_letter_that_only_word_can_show(content: LetterContent, more: str) -> None:
    document = Document()
    document.add_paragraph("ถึง {{recipient}} {{as_of}} {{outstanding}}")
    sink = io.BytesIO()
    document.save(sink)
    assert letter_to_pdf(sink.getvalue(), "letter") is not None
    if more == "table":
        document.add_table(1, 1)
    elif more == "head":
        document.sections[0].header.paragraphs[0].text = "head"
    else:
        run = document.paragraphs[0].add_run()
        run.add_tab()
    sink = io.BytesIO()
    document.save(sink)
    assert letter_to_pdf(sink.getvalue(), "letter") is None
    writer = LetterWriter(Office(), Template(sink.getvalue()))
    assert writer.printed(writer.letter(content)) is None


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("ประจำปีงบประมาณ พ.ศ. ๒๕๖๕ ภายใน", ["ประจำปีงบประมาณ", "พ.ศ. ๒๕๖๕", "ภายใน"]),
        (
            "ณ วันที่ ๗ มกราคม ๒๕๖๕ เวลา ๑๓.๐๐ น. แล้ว",
            ["ณ", "วันที่ ๗ มกราคม ๒๕๖๕", "เวลา ๑๓.๐๐ น.", "แล้ว"],
        ),
        ("7 ม.ค. 2565 13:00 น.", ["7 ม.ค. 2565", "13:00 น."]),
        ("จำนวน ๗,๘๔๙ แห่ง ใน", ["จำนวน ๗,๘๔๙ แห่ง", "ใน"]),
        ("(ร้อยละ ๕๑.๘๐) และ", ["(ร้อยละ ๕๑.๘๐)", "และ"]),
        ("อบต.ที่ 1 แสน", ["อบต.ที่", "1", "แสน"]),
    ],
)
def test_lines_do_not_end_within_a_date_or_before_what_is_counted(
    text: str, lines: list[str]
) -> None:
    assert unbroken(text).split(" ") == [line.replace(" ", "\u00a0") for line in lines]
    assert unbroken(text).replace("\u00a0", " ") == text
