"""Documents set by typst: a template and content as JSON become a PDF or a picture.

A template is a ``.typ`` file beside the module that fills it; ``base.typ`` stands before each. What
is filled in travels as JSON and is shown as text, so that nothing that a file says can become code.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import fontpkg_sarabun
import typst

from itasdash.documents.workbook import without_forbidden

# How many points a point of TH Sarabun PSK is in Sarabun, whose letters are larger.
SARABUN_POINTS = 0.72
_PIXELS_AN_INCH = 72
# Words that no line holds, in which one may end nevertheless; marks stay on their consonant.
_ENDLESS = (
    re.compile(r"([!-~]{30})(?=[!-~])"),
    re.compile("(\\S{1000})(?=[^\\s\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])"),
)
_BREAK = "\u200b"


@cache
def _fonts() -> typst.Fonts:
    # Only the typeface of the package: what a machine has beside it must not change a document.
    folder = str(Path(fontpkg_sarabun.ROOT) / "files")
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )


@cache
def _source(package: str, names: tuple[str, ...]) -> bytes:
    parts = ((__package__, "base.typ"), *((package, name) for name in names))
    return b"\n".join(files(room).joinpath(file).read_bytes() for room, file in parts)


def to_pdf(
    package: str,
    templates: tuple[str, ...],
    content: Mapping[str, Any],
    *,
    title: str,
    language: str = "th",
    thai_digits: bool = False,
    tagged: bool = True,
) -> bytes:
    """Return a PDF; the same content always gives the same bytes.

    Args:
        package: the package that the templates stand in.
        templates: their files, each of which may use what those before it define.
        content: what it shows, as JSON takes it.
        title: what a reader of the file calls it.
        language: ``th`` or ``en``, by which lines are broken.
        thai_digits: how pages are numbered.
        tagged: whether the file tells a screen reader its structure, which takes a long table much
            longer.
    """
    inputs = _inputs(content, title, language, thai_digits)
    return _compiled(_source(package, templates), format="pdf", sys_inputs=inputs, pdf_tags=tagged)


def to_png(
    package: str,
    templates: tuple[str, ...],
    content: Mapping[str, Any],
    *,
    language: str = "th",
) -> bytes:
    """Return the first page as a PNG in which a point of the template is a pixel."""
    inputs = _inputs(content, "", language, False)
    return _compiled(
        _source(package, templates), format="png", ppi=_PIXELS_AN_INCH, sys_inputs=inputs
    )


def _inputs(
    content: Mapping[str, Any], title: str, language: str, thai_digits: bool
) -> dict[str, str]:
    inputs = {**content, "title": title, "language": language, "thai_digits": thai_digits}
    return {"data": json.dumps(_printable(inputs), ensure_ascii=False)}


def _printable(value: Any) -> Any:
    """Return content without the characters that no page can show, and with lines that end."""
    if isinstance(value, str):
        text = without_forbidden(value)
        for endless in _ENDLESS:
            text = endless.sub(rf"\1{_BREAK}", text)
        return text
    if isinstance(value, Mapping):
        return {name: _printable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value


def _compiled(source: bytes, **how: Any) -> bytes:
    # Of a single use each, because one that is kept mixes up what several threads set.
    compiler = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    try:
        made = compiler.compile(input=source, **how)
    except BaseException as error:
        # A fault within the compiler is no Exception, and would end whoever called.
        if type(error).__name__ == "PanicException":
            raise RuntimeError(f"typst: {error}") from error
        raise
    if isinstance(made, list):
        return made[0]
    return made or b""
