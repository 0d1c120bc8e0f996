"""Forms as pages of a Word file: a table with its headings repeated on every page."""

from collections.abc import Iterator, Sequence

from itasdash.documents.letters.forms import CODE, COUNT, SHARE, Form, Heading, Line
from itasdash.documents.letters.word import base_parts, file_of, with_body, xml_text

_MARGINS = (2.5, 1.5, 2.0, 2.0)
# Millimetres between the margins of A4.
_WIDE, _NARROW = 257, 170
_TITLE, _BODY, _MARK = 16, 14, 18
# Twentieths of a point in a millimetre.
_TWIPS = 1440 / 25.4
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def forms_to_docx(forms: Sequence[Form], font: str) -> bytes:
    """Return forms as one Word file, each on pages of its own; the same give the same bytes."""
    numbers = "thaiNumbers" if forms[0].thai_digits else "decimal"
    base = base_parts(font, _BODY, forms[0].landscape, _MARGINS, numbers)
    body: list[str] = []
    for form in forms:
        body += _elements(form, new_page=bool(body))
    return file_of(with_body(base, body))


def _elements(form: Form, *, new_page: bool) -> Iterator[str]:
    # The first paragraph begins the page itself: a break in a paragraph of its own would fall onto
    # a page with nothing else where the table before fills its last one.
    if form.mark:
        yield _paragraph(form.mark, "center", _MARK, bold=True, colour="C00000", new_page=new_page)
    for place, title in enumerate(form.titles):
        begins = new_page and not (place or form.mark)
        yield _paragraph(form.digits(title), "center", _TITLE, bold=True, new_page=begins)
    yield _paragraph("")
    wide = sum(column.width for column in form.columns)
    share = min(1, (_WIDE if form.landscape else _NARROW) / wide) * _TWIPS
    widths = [round(column.width * share) for column in form.columns]
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr><w:tblGrid>"
    )
    yield from (f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield "</w:tblGrid>"
    yield from _headings(form, widths)
    for line in form.lines:
        yield _line(form, line, widths)
    yield "</w:tbl>"
    for note in form.notes:
        yield _paragraph(form.digits(note))


def _headings(form: Form, widths: list[int]) -> Iterator[str]:
    columns = form.columns
    if form.head == 2:
        groups = {left: (text, right) for text, left, right in form.groups()}
        cells, at = [], 0
        while at < len(columns):
            if at in groups:
                text, right = groups[at]
                cells.append(
                    _cell(text, sum(widths[at : right + 1]), "center", span=right - at + 1)
                )
                at = right + 1
            else:
                cells.append(_cell(columns[at].text, widths[at], "center", merge="restart"))
                at += 1
        yield _row(cells, head=True)
        below = [
            _cell(c.text, w, "center") if c.above else _cell("", w, "center", merge="continue")
            for c, w in zip(columns, widths, strict=True)
        ]
        yield _row(below, head=True)
    else:
        pairs = zip(columns, widths, strict=True)
        yield _row([_cell(c.text, w, "center") for c, w in pairs], head=True)


def _line(form: Form, line: Line, widths: list[int]) -> str:
    cells = []
    if line.span > 1:
        words = form.digits(str(line.cells[0]))
        cells.append(_cell(words, sum(widths[: line.span]), "left", span=line.span))
    start = line.span if line.span > 1 else 0
    for value, column, width in list(zip(line.cells, form.columns, widths, strict=True))[start:]:
        shown = form.shown(value, column.kind)
        cells.append(_cell(shown, width, _align(column), bold=line.is_total))
    return _row(cells)


def _align(column: Heading) -> str:
    return {COUNT: "right", SHARE: "right", CODE: "center"}.get(column.kind, "left")


def _row(cells: list[str], *, head: bool = False) -> str:
    # A row of names never breaks across pages, but one that is longer than a page must.
    long = sum(map(len, cells)) > 4000
    properties = ("" if long else "<w:cantSplit/>") + ("<w:tblHeader/>" if head else "")
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(
    text: str, width: int, align: str, *, span: int = 1, merge: str = "", bold: bool = True
) -> str:
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    properties += '<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_paragraph(text, align, bold=bold)}</w:tc>"


def _paragraph(
    text: str,
    align: str = "left",
    size: int = _BODY,
    *,
    bold: bool = False,
    colour: str = "",
    new_page: bool = False,
) -> str:
    look = "<w:b/><w:bCs/>" if bold else ""
    look += f'<w:color w:val="{colour}"/>' if colour else ""
    if size != _BODY:
        look += f'<w:sz w:val="{2 * size}"/><w:szCs w:val="{2 * size}"/>'
    layout = "<w:pageBreakBefore/>" if new_page else ""
    layout += f'<w:jc w:val="{align}"/>' if align != "left" else ""
    properties = f"<w:pPr>{layout}</w:pPr>" if layout else ""
    run = ""
    if text:
        run = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>'
    return f"<w:p>{properties}{run}</w:p>"
