"""Forms as pages: a table with its headings repeated, and on each page its number and moment."""

from collections.abc import Iterator, Sequence
from typing import Any

from itasdash.charts.look import text_width
from itasdash.documents.letters.forms import CODE, COUNT, SHARE, Form, Line
from itasdash.documents.paper.press import to_pdf
from itasdash.thai.lines import unbroken

# A row of more letters than this may break across pages, as one that is longer than a page must.
_LONG = 600
# Rows from which on the structure for screen readers is left out: it takes fifty times as long.
_TAGGED_ROWS = 400
_SIDES = {COUNT: "r", SHARE: "r", CODE: "c"}
# Points; the small ones where many columns are to fit.
_SIZE, _SMALL_SIZE, _MANY = 9.5, 8.5, 9
# Millimetres: between the margins of A4, beside the text of a cell, and of a row of one line.
_WIDE, _NARROW = 262, 175
_BESIDE, _ROW = 1.2, 6.0
_MM_A_POINT = 25.4 / 72


def forms_to_pdf(forms: Sequence[Form], page: str) -> bytes:
    """Return forms as one PDF, each on pages of its own; the same give the same bytes.

    Args:
        forms: one at least.
        page: the words of a page's number, with ``{page}`` and ``{pages}``.
    """
    rows = sum(len(form.lines) for form in forms)
    return to_pdf(
        __package__ or "",
        ("forms.typ",),
        {"forms": [form_content(form, page) for form in forms]},
        title=" ".join(forms[0].titles[:2]),
        thai_digits=forms[0].thai_digits,
        tagged=rows <= _TAGGED_ROWS,
    )


def form_content(form: Form, page: str) -> dict[str, Any]:
    """Return what ``forms.typ`` shows of a form, as text in its digits."""
    size = _SMALL_SIZE if len(form.columns) >= _MANY else _SIZE
    scale = (_WIDE if form.landscape else _NARROW) / sum(c.width for c in form.columns)
    widths = [column.width * scale for column in form.columns]
    lines = [_line(form, line) for line in form.lines]
    return {
        "titles": [unbroken(form.digits(title)) for title in form.titles],
        "foot": unbroken(form.digits(form.titles[-1])),
        "mark": form.mark,
        "page": page,
        "landscape": form.landscape,
        "size": size,
        "beside": _BESIDE,
        "widths": widths,
        # A row whose height is known is set once and not twice.
        "heights": [_ROW if _is_short(line, widths, size) else None for line in lines],
        "aligns": [_SIDES.get(column.kind, "l") for column in form.columns],
        "head": form.head,
        "heads": list(_heads(form)),
        "lines": lines,
        "notes": [unbroken(form.digits(note)) for note in form.notes],
    }


def _heads(form: Form) -> Iterator[dict[str, Any]]:
    if form.head == 1:
        yield from ({"text": column.text} for column in form.columns)
        return
    groups = {left: (text, right) for text, left, right in form.groups()}
    at = 0
    while at < len(form.columns):
        if at in groups:
            text, right = groups[at]
            yield {"text": text, "colspan": right - at + 1}
            at = right + 1
        else:
            yield {"text": form.columns[at].text, "rowspan": 2}
            at += 1
    yield from ({"text": column.text} for column in form.columns if column.above)


def _line(form: Form, line: Line) -> dict[str, Any]:
    pairs = zip(line.cells, form.columns, strict=True)
    shown = [form.shown(value, column.kind) for value, column in pairs]
    if line.is_total:
        shown[0] = form.digits(shown[0])
    cells = [shown[0], *shown[line.span :]] if line.span > 1 else shown
    return {
        "cells": cells,
        "total": line.is_total,
        "span": line.span,
        "long": sum(map(len, cells)) > _LONG,
    }


def _is_short(line: dict[str, Any], widths: list[float], size: float) -> bool:
    """Return whether every cell surely stands on one line."""
    own = widths[line["span"] - 1 :] if line["span"] > 1 else widths
    if line["span"] > 1:
        own = [sum(widths[: line["span"]]), *own[1:]]
    return all(
        text_width(cell, 100, bold=line["total"]) * size / 100 * _MM_A_POINT <= width - 2 * _BESIDE
        for cell, width in zip(line["cells"], own, strict=True)
    )
