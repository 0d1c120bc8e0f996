"""What a file is called when it is kept and given back: by what it is, never by what it claims."""

import io
import zipfile

import pytest

from itasdash.findings import Refusal
from itasdash.importing.imports import Upload
from itasdash.importing.originals import name_to_give_back
from itasdash.ingest.files.read import read_sheets
from tests.kits.corpus import text, xlsx

HTML = b"<html><table><tr><td>a<td>b</table></html>"
XML = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


@pytest.mark.parametrize(
    ("name", "data", "suffix", "given_back"),
    [
        ("status.hta", HTML, ".html", "status.hta.html"),
        ("status.xls", HTML, ".xls", "status.xls"),
        ("status.HTM", HTML, ".htm", "status.HTM"),
        ("status.exe", text().encode(), ".csv", "status.exe.csv"),
        ("status.csv", text().encode("cp874"), ".csv", "status.csv"),
        ("status", text().encode("utf-16"), ".csv", "status.csv"),
        ("status.txt", text().encode(), ".txt", "status.txt"),
        ("status.xlsx", xlsx(), ".xlsx", "status.xlsx"),
        ("status.html", xlsx(), ".xlsx", "status.html.xlsx"),
        ("status.xlsm", xlsx(), ".xlsx", "status.xlsm.xlsx"),
        ("status.js", XML, ".xml", "status.js.xml"),
        ("status.lnk", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ".xls", "status.lnk.xls"),
        ("status\u202excod.exe", xlsx(), ".xlsx", "statusxcod.exe.xlsx"),
        ("a\u2066b\u2069.csv", b"a,b", ".csv", "ab.csv"),
    ],
)
def test_a_file_is_named_by_its_kind(name: str, data: bytes, suffix: str, given_back: str) -> None:
    upload = Upload(name, data)
    assert upload.suffix == suffix
    assert name_to_give_back(upload.name, data) == given_back


@pytest.mark.parametrize("double", ["XL/workbook.xml", "xl\\workbook.xml", "xl/WORKBOOK.XML"])
def test_members_that_differ_in_case_only_are_one_name(double: str) -> None:
    packed = io.BytesIO(xlsx())
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(double, b"<?xml version='1.0' encoding='UTF-8'?><workbook/>")
    with pytest.raises(Refusal) as refused:
        read_sheets(packed.getvalue(), isolated=False)
    assert refused.value.code == "file_damaged"
