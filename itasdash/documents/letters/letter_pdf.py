"""The letter as a page, read from its Word file: the same words in the same places.

A Word file of an office may hold what is no paragraph of text. Of such a letter there is no PDF,
because one that leaves something out would be another letter.
"""

import re
from collections.abc import Mapping
from typing import Any

from itasdash.documents.letters.word import BODY, W, parsed, parts_of
from itasdash.documents.paper.press import SARABUN_POINTS, to_pdf
from itasdash.thai.lines import unbroken

_MM_A_TWIP = 25.4 / 1440
_SIZE = 16
_INK = "000000"
_BESIDE = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml")
# What a paragraph may hold that says nothing, or says it in text.
_SILENT = frozenset(
    W + name
    for name in ("pPr", "r", "bookmarkStart", "bookmarkEnd", "proofErr", "lastRenderedPageBreak")
)
_OF_RUNS = frozenset(W + name for name in ("rPr", "t", "lastRenderedPageBreak"))
# The space that Word leaves between the lines of TH Sarabun, as a share of the size.
_LINE = 0.62


def letter_to_pdf(letter: bytes, title: str) -> bytes | None:
    """Return the letter as a PDF that screen readers can follow.

    Args:
        letter: the filled letter as a Word file.
        title: what a reader of the file calls it.

    Returns:
        The PDF; None where the Word file holds more than paragraphs of text (tables, pictures,
        heads and feet), which only Word shows.
    """
    parts = parts_of(letter)
    body = parsed(parts[BODY]).find(f"{W}body")
    if any(_BESIDE.fullmatch(name) and _says_something(parts[name]) for name in parts):
        return None
    size = _normal_size(parts)
    paragraphs = []
    for element in body:
        if element.tag == f"{W}sectPr":
            continue
        if element.tag != f"{W}p" or not _is_text(element):
            return None
        paragraphs.append(_paragraph(element, size))
    content = {
        "margins": _margins(body),
        "size": size * SARABUN_POINTS,
        "paragraphs": paragraphs,
    }
    return to_pdf(__package__ or "", ("letter.typ",), content, title=title, thai_digits=True)


def _says_something(part: bytes) -> bool:
    return any((text.text or "").strip() for text in parsed(part).iter(f"{W}t"))


def _is_text(paragraph: Any) -> bool:
    for child in paragraph:
        if child.tag not in _SILENT:
            return False
        if child.tag == f"{W}r" and any(inner.tag not in _OF_RUNS for inner in child):
            return False
    return True


def _normal_size(parts: Mapping[str, bytes]) -> float:
    if "word/styles.xml" not in parts:
        return _SIZE
    for style in parsed(parts["word/styles.xml"]).iter(f"{W}style"):
        if style.get(f"{W}default") and style.get(f"{W}type") == "paragraph":
            return _run_size(style, _SIZE)
    return _SIZE


def _run_size(holder: Any, otherwise: float) -> float:
    found = holder.find(f"{W}rPr/{W}szCs")
    found = holder.find(f"{W}rPr/{W}sz") if found is None else found
    return otherwise if found is None else float(found.get(f"{W}val")) / 2


def _margins(body: Any) -> dict[str, float]:
    found = body.find(f"{W}sectPr/{W}pgMar")
    sides = {"left": 30.0, "right": 20.0, "top": 25.0, "bottom": 20.0}
    if found is not None:
        sides = {side: _number(found, side) * _MM_A_TWIP for side in sides}
    return sides


def _number(element: Any, name: str) -> float:
    return float(element.get(f"{W}{name}") or 0) if element is not None else 0.0


def _paragraph(paragraph: Any, size: float) -> dict[str, Any]:
    def part(name: str) -> Any:
        return paragraph.find(f"{W}pPr/{W}{name}")

    side = part("jc").get(f"{W}val") if part("jc") is not None else "left"
    indent, space = part("ind"), part("spacing")
    runs = []
    for run in paragraph.findall(f"{W}r"):
        text = "".join(each.text or "" for each in run.findall(f"{W}t"))
        if text:
            runs.append({"text": text, **_look(run, size)})
    _bind(runs)
    return {
        "runs": runs,
        "align": side if side in ("center", "right") else "left",
        "justify": side in ("both", "thaiDistribute", "distribute"),
        "left": _number(indent, "left") * _MM_A_TWIP,
        "first": _number(indent, "firstLine") * _MM_A_TWIP,
        "before": _number(space, "before") / 20 + size * SARABUN_POINTS * _LINE,
        "after": _number(space, "after") / 20,
        "keep": part("keepNext") is not None,
        "new_page": part("pageBreakBefore") is not None,
    }


def _look(run: Any, size: float) -> dict[str, Any]:
    colour = run.find(f"{W}rPr/{W}color")
    shown = "" if colour is None else str(colour.get(f"{W}val"))
    return {
        "size": _run_size(run, size) * SARABUN_POINTS,
        "bold": run.find(f"{W}rPr/{W}b") is not None,
        "colour": f"#{shown if re.fullmatch('[0-9A-Fa-f]{6}', shown) else _INK}",
    }


def _bind(runs: list[dict[str, Any]]) -> None:
    """Keep dates and numbers whole, also where Word has cut them into runs."""
    whole = unbroken("".join(run["text"] for run in runs))
    at = 0
    for run in runs:
        run["text"], at = whole[at : at + len(run["text"])], at + len(run["text"])
