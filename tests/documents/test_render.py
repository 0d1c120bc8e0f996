"""Letter and attachments on paper: what is on their pages is read.

LibreOffice makes pages of Word and Excel files; without it the tests are skipped, except where
everything must hold (``CI``).
"""

import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from itasdash.documents.letters.content import LetterContent, letter_content
from itasdash.documents.letters.letter import Template, letter_text
from itasdash.documents.letters.pack import LetterWriter, editions
from itasdash.reference import provinces
from itasdash.schema import PROVINCE_SUMMARY, Office, Snapshot
from tests.kits.frames import lao, status
from tests.kits.small_office import LAST, office
from tests.kits.small_office import status as status_export

TOOLS = ("soffice", "pdftotext", "pdftoppm")
pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, TOOLS)) and "CI" not in os.environ,
    reason="needs soffice and pdftotext (Debian: libreoffice-writer, -calc, poppler-utils)",
)
LONG = "ชื่อยาวมากที่ต้องขึ้นบรรทัดใหม่หลายครั้ง" * 5
# Two of each province, and one whose name takes several lines.
ROWS = [
    lao(
        LONG if (code, number) == ("81", 1) else f"ทดสอบ{province.name_th}{'กข'[number]}",
        False,
        number == 0,
        False,
        province=code,
        district=f"เมือง{province.name_th}",
        lao_id=f"6{code}010{number + 1}",
        iit_quota=1000,
        iit_answered=10,
        eit_quota=20_000,
        eit_answered=1,
    )
    for code, province in provinces().items()
    for number in (0, 1)
]


def whole_text(text: str) -> str:
    """Return text for comparison: no spaces, which PDF puts between any two letters of Thai."""
    return re.sub(r"\s", "", text.replace("\u0e33", "\u0e4d\u0e32"))


def bare(text: str) -> str:
    """Return text without marks above and below, which are told twice where a font joins them."""
    text = re.sub("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]", "", whole_text(text))
    return re.sub(r"(.)\1+", r"\1", text)


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> LetterContent:
    exports = status_export("a.csv", "7 ม.ค. 2565 เวลา 13.00 น.", LAST)
    store = office(tmp_path_factory.mktemp("office") / "data", exports)
    info = store.snapshots()[0]
    return letter_content(Snapshot(info, status(*ROWS), PROVINCE_SUMMARY.frame([])))


@pytest.fixture(scope="module")
def pages(content: LetterContent, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Return the text of every page of every document, all converted in one run."""
    folder = tmp_path_factory.mktemp("rendered")
    # The typeface of Debian that has the shapes of TH Sarabun, somewhat larger.
    writer = LetterWriter(Office(font="Laksaman"), Template(font="Laksaman"))
    letter = writer.letter(content)
    files = {"letter.docx": letter, "printed.pdf": writer.printed(letter) or b""}
    for number, forms in enumerate(writer.forms(content), start=1):
        for suffix, written in editions(forms).items():
            files[f"attachment_{number}_{suffix}.{suffix}"] = writer.written(written, suffix)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(
        [*convert, *(str(folder / name) for name in files if not name.endswith("pdf"))],
        check=True, capture_output=True, timeout=180, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    found = {}
    for name in files:
        pdf = folder / f"{Path(name).stem}.pdf"
        text = subprocess.run(
            ["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True, timeout=60
        ).stdout.decode()
        found[Path(name).stem] = text.split("\f")[:-1]
        blank = ["pdftoppm", "-r", "20", "-gray", str(pdf), str(folder / Path(name).stem)]
        subprocess.run(blank, check=True, timeout=60)
        for picture in folder.glob(f"{Path(name).stem}-*.pgm"):
            assert min(picture.read_bytes()[-1000 * 20 :]) < 128 or min(picture.read_bytes()) < 128
    return found


@pytest.mark.parametrize("edition", ["letter", "printed"])
def test_letter_is_one_page_with_all_its_text(
    pages: dict[str, list[str]], content: LetterContent, edition: str
) -> None:
    [page] = pages[edition]
    writer = LetterWriter(Office(), Template())
    for paragraph in letter_text(writer.letter(content)):
        assert bare(paragraph) in bare(page)


@pytest.mark.parametrize("suffix", ["xlsx", "pdf"])
@pytest.mark.parametrize("number", [1, 2])
def test_attachment_is_continued_with_its_headings_and_never_cut(
    pages: dict[str, list[str]], content: LetterContent, number: int, suffix: str
) -> None:
    forms = editions(LetterWriter(Office(), Template()).forms(content)[number - 1])[suffix]
    found = pages[f"attachment_{number}_{suffix}"]
    packed = bare if suffix == "pdf" else whole_text
    assert len(found) > 1
    whole = packed("".join(found))
    for place, page in enumerate(found):
        assert packed(page), f"page {place + 1} is blank"
        # The notes may stand alone on the last page.
        if place < len(found) - 1 or "จังหวัด" in packed(page):
            lacking = [
                [c.text for c in f.columns if packed(c.text) not in packed(page)] for f in forms
            ]
            assert [] in lacking, f"page {place + 1}: {lacking}"
    for form in forms:
        for title in form.titles:
            assert packed(form.digits(title)) in whole
        for line in form.lines:
            for value, column in zip(line.cells, form.columns, strict=True):
                shown = form.shown(value, column.kind)
                # A number stands right of others; where text takes several lines these are apart.
                if value is not None and len(shown) < 40:
                    assert packed(form.digits(shown) if line.is_total else shown) in whole, shown
    last = form.lines[-1].cells[0]
    assert packed(form.digits(str(last))) in packed(found[-1] + found[-2])


def test_a_name_of_several_lines_is_there_to_its_end(
    pages: dict[str, list[str]], content: LetterContent
) -> None:
    writer = LetterWriter(Office(font="Laksaman"), Template())
    book = openpyxl.load_workbook(io.BytesIO(writer.written(writer.forms(content)[1], "xlsx")))
    [row] = [row[0].row for row in book.active.iter_rows() if row[4].value == f"อบต.{LONG}"]
    # LibreOffice needs ten lines of fourteen points.
    assert book.active.row_dimensions[row].height >= 10 * 14 * 1.5
    for suffix in ("xlsx", "pdf"):
        whole = bare("".join(pages[f"attachment_2_{suffix}"]))
        assert whole.count(bare("ชื่อยาวมาก")) >= 5, suffix
