"""Kinds of formats: containers, encodings and separators."""

import base64
import io
import zipfile
from random import Random

from tests.kits.exports.draft import LIST, STATUS, SUMMARY, Case, Draft
from tests.kits.exports.kinds import kind
from tests.kits.exports.sheets import FORMATS, Sheet, html_page, shown, text, xlsx

_EXPORTS = (STATUS, LIST, SUMMARY)


def _plain(name: str) -> None:
    def make(rng: Random) -> Case:
        return Draft(rng, rng.choice(_EXPORTS), forms=(name,)).case()

    kind(f"format: {name}")(make)


for _name in FORMATS:
    _plain(_name)


@kind("format: an extension that is another's")
def other_extension(rng: Random) -> Case:
    draft = Draft(rng, rng.choice(_EXPORTS), forms=tuple(FORMATS))
    return draft.case(file="export" + rng.choice((".xls", ".csv", ".xlsx", ".txt", "")))


@kind("format: all in one column")
def one_column(rng: Random) -> Case:
    draft = Draft(rng, rng.choice(_EXPORTS), forms=("xlsx", "csv"))
    separator = rng.choice((",", ";", "\t", "|"))
    rows = draft.grid().rows
    # A separator within a cell would need quotes of its own.
    lines = [[separator.join(shown(cell).replace("\n", " ") for cell in row)] for row in rows]
    return draft.case(Sheet(draft.sheet, list(lines)))


@kind("format: a line that names the separator")
def named_separator(rng: Random) -> Case:
    draft = Draft(rng, rng.choice(_EXPORTS), forms=("csv semicolon",))
    body = text([draft.grid()], ";", "utf-8")
    line = rng.choice((b"sep=;\r\n", b'"sep=;"\r\n'))
    return draft.case(data=b"\xef\xbb\xbf" + line + body)


@kind("format: every cell as a formula of text")
def equals_quotes(rng: Random) -> Case:
    draft = Draft(rng, rng.choice(_EXPORTS), forms=("csv",))
    rows = draft.grid().rows
    above = len(draft.above())
    lines = []
    for n, row in enumerate(rows):
        cells = [shown(cell).replace("\n", " ") for cell in row]
        if n < above:
            lines.append(f'"{cells[0]}"' if cells else "")
        else:
            lines.append(",".join(f'="{cell}"' for cell in cells))
    return draft.case(data="\r\n".join(lines).encode("utf-8-sig"))


@kind("format: comment lines above")
def comments(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=("csv", "csv plain"))
    moment = draft.world.moment
    draft.when, draft.blank_line = None, False
    draft.titles = [
        "# Applied Filters: fiscal_year = 2565",
        f"# Export Timestamp: {moment:%Y-%m-%d %H:%M}",
    ]
    if rng.random() < 0.5:
        draft.titles = [f"# ข้อมูล ณ วันที่ {moment:%d/%m}/{moment.year + 543} เวลา {moment:%H.%M} น."]
    return draft.case()


@kind("format: commas at every end")
def trailing_commas(rng: Random) -> Case:
    draft = Draft(rng, rng.choice(_EXPORTS), forms=("csv",))
    lines = text([draft.grid()], ",", "utf-8").decode().split("\r\n")
    more = "," * rng.randint(1, 4)
    return draft.case(
        data="\r\n".join(line + more if line else line for line in lines).encode("utf-8-sig")
    )


@kind("format: two encodings in one file")
def two_encodings(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=("csv cp874",))
    draft.yes, draft.no = "แล้ว", "ยัง"
    lines = text([draft.grid()], ",", "utf-8").split(b"\r\n")
    cut = rng.randint(len(lines) // 2, len(lines) - 2)
    mixed = [line if n < cut else line.decode().encode("cp874") for n, line in enumerate(lines)]
    draft.truth.expect, draft.truth.words = "ask", ("รหัสอักขระ", "encoding", "อักขระ", "UTF-8")
    return draft.case(data=b"\r\n".join(mixed))


@kind("format: a layout table around the table")
def layout_table(rng: Random) -> Case:
    draft = Draft(rng, rng.choice(_EXPORTS), forms=("html",))
    sheet = draft.grid()
    sheet.merges = []
    inner = html_page([sheet]).decode().split("<body>")[1].split("</body>")[0]
    page = (
        '<html><head><meta charset="utf-8"></head><body><table width="100%"><tr><td>'
        f"กรมส่งเสริมการปกครองท้องถิ่น</td></tr><tr><td>{inner}</td></tr></table></body></html>"
    )
    return draft.case(data=page.encode())


@kind("format: titles outside the table of a page")
def loose_titles(rng: Random) -> Case:
    draft = Draft(rng, rng.choice(_EXPORTS), forms=("html",))
    titles, when = draft.titles, draft.when
    draft.titles, draft.when, draft.blank_line = [], None, False
    inner = html_page([draft.grid()]).decode().split("<body>")[1]
    page = (
        '<html><head><meta charset="utf-8"><title>ITAS</title></head><body>'
        f"<h3>{titles[0]}</h3><p>{when}</p>{inner}"
    )
    return draft.case(data=page.encode())


@kind("format: a web archive")
def web_archive(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=("html",))
    page = base64.encodebytes(html_page([draft.grid()])).decode()
    made = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_a"\r\n\r\n'
        "------=_a\r\nContent-Location: file:///C:/x.htm\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Type: text/html; charset="utf-8"\r\n\r\n{page}\r\n------=_a--\r\n'
    )
    draft.truth.expect, draft.truth.words = "either", ("xlsx", "เว็บ")
    return draft.case(data=made.encode())


@kind("format: a frameset")
def frameset(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=("html",))
    page = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">'
        '<link id="shLink" href="export.files/sheet001.htm"></head><frameset rows="*,39">'
        '<frame src="export.files/sheet001.htm" name="frSheet"></frameset></html>'
    )
    draft.truth.expect, draft.truth.words = "ask", ("xlsx",)
    return draft.case(data=page.encode())


@kind("format: zipped")
def zipped(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=("xlsx",))
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("export.xlsx", xlsx([draft.grid()]))
    draft.truth.expect, draft.truth.words = "either", ("zip", "แตก", "บีบอัด")
    return draft.case(file="export.zip", data=sink.getvalue())


@kind("format: line breaks and quotes in cells")
def breaks(rng: Random) -> Case:
    draft = Draft(
        rng, rng.choice((STATUS, LIST)), forms=("csv", "csv cp874", "csv semicolon", "tab")
    )
    own = draft.columns[draft.at("name")].cell
    draft.put("name", lambda lao, n: str(own(lao, n)) + ("\n" if n % 3 == 0 else ""))
    draft.columns.append(
        draft.column("remark", lambda lao, n: ('โทรแล้ว "ไม่รับ"', "a,b;c", None)[n % 3])
    )
    return draft.case()


@kind("format: XML escapes of Excel")
def escapes(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((STATUS, LIST)), forms=("xlsx",))
    own = draft.columns[draft.at("name")].cell
    draft.put("name", lambda lao, n: str(own(lao, n)) + ("_x000D_\n" if n % 3 == 0 else ""))
    draft.when = (draft.when or "").replace(" เวลา", "_x000D_\n เวลา")
    return draft.case()


@kind("format: three tables on a page")
def three_tables(rng: Random) -> Case:
    draft = Draft(rng, rng.choice(_EXPORTS), forms=("html",))
    sheet = draft.grid()
    sheet.merges = []
    above = len(draft.above())
    title = Sheet("", [["กรมส่งเสริมการปกครองท้องถิ่น"], *sheet.rows[:above]])
    foot = Sheet("", [["ผู้รายงาน", "นายสมชาย ใจดี"], ["หน้า", "1/1"]])
    table = Sheet("", sheet.rows[above:])
    return draft.case(data=b"\r\n" + html_page([title, table, foot]))
