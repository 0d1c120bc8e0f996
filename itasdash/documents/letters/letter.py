"""The stamped letter (หนังสือประทับตรา): a template with named fields, filled with a snapshot.

The wording stands in ``templates/letter.toml``, or in the office's own Word file with the same
fields (``DATA/templates/letter.docx``). See ``docs/letters.md``.
"""

import re
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from docx.oxml.ns import nsdecls
from lxml import etree

from itasdash.documents.letters.content import LetterContent
from itasdash.documents.letters.word import (
    BODY,
    Parts,
    W,
    base_parts,
    file_of,
    parsed,
    parts_of,
    plain_text,
    serialised,
    set_text,
    texts_of,
    with_body,
    xml_text,
)
from itasdash.documents.marks import letter_mark
from itasdash.findings import Finding, Moment, Refusal
from itasdash.i18n.numbers import count, percent
from itasdash.metrics.calendar import registration_deadline
from itasdash.reference import table
from itasdash.schema import CalendarEntry, Office, SnapshotInfo, sha256
from itasdash.schema.office import is_told
from itasdash.thai.dates import format_date, format_moment
from itasdash.thai.digits import to_thai

TEMPLATE_FILE = "templates/letter.docx"
_FIELD = re.compile(r"\{\{([^{}]*)\}\}")
# Where a Word file says something to people.
_TEXT_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_SIZE = 16
# So many provinces are named in the text; of more, only their number is.
_NAMED = 5
_ALIGN = {"thai": "thaiDistribute", "center": "center"}
_TWIPS_A_CM = 567
# What an office writes where there is no number.
_NOTHING = "-"


@cache
def _wording() -> Mapping[str, Any]:
    text = files(__package__).joinpath("templates/letter.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def require_sendable(info: SnapshotInfo, open_errors: Sequence[Finding], *, outdated: bool) -> None:
    """Refuse to make a letter of a snapshot whose numbers are not sure.

    Args:
        info: the snapshot.
        open_errors: its errors that nobody has acknowledged.
        outdated: whether it has yet to follow a register, a confirmed name or a taught layout.

    Raises:
        Refusal: ``letter_errors``, with the number of errors and the first of them, or
            ``letter_outdated``.
    """
    if outdated:
        raise Refusal("letter_outdated", {"as_of": Moment(info.as_of)})
    if open_errors:
        values = {
            "as_of": Moment(info.as_of),
            "count": len(open_errors),
            "first": open_errors[0],
        }
        raise Refusal("letter_errors", values)


@lru_cache(maxsize=8)
def default_template(font: str = Office.font) -> bytes:
    """Return the shipped wording as a Word file with its fields still open, to be edited."""
    wording = _wording()
    page = wording["page"]
    margins = (page["left"], page["right"], page["top"], page["bottom"])
    base = base_parts(font, _SIZE, False, margins)
    styles, paragraphs = wording["style"], wording["paragraph"]
    body = [_paragraph(each["text"], styles[each["style"]]) for each in paragraphs]
    return file_of(with_body(base, body))


def _paragraph(text: str, style: Mapping[str, Any]) -> str:
    layout, look = ("<w:keepNext/>" if style.get("keep") else ""), ""
    if "before" in style or "after" in style:
        before, after = (20 * style.get(side, 0) for side in ("before", "after"))
        layout += f'<w:spacing w:before="{before}" w:after="{after}"/>'
    if "left" in style or "first" in style:
        left, first = (round(_TWIPS_A_CM * style.get(side, 0)) for side in ("left", "first"))
        layout += f'<w:ind w:left="{left}" w:firstLine="{first}"/>'
    if "align" in style:
        layout += f'<w:jc w:val="{_ALIGN[style["align"]]}"/>'
    if style.get("bold"):
        look += "<w:b/><w:bCs/>"
    if "colour" in style:
        look += f'<w:color w:val="{style["colour"]}"/>'
    if "size" in style:
        look += f'<w:sz w:val="{2 * style["size"]}"/><w:szCs w:val="{2 * style["size"]}"/>'
    run = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{xml_text(text)}</w:t></w:r>'
    return f"<w:p><w:pPr>{layout}</w:pPr>{run if text else ''}</w:p>"


class Template:
    """A checked template, ready to be filled many times."""

    def __init__(self, data: bytes | None = None, font: str = Office.font) -> None:
        """Read the office's template, or take the shipped one where ``data`` is None.

        Raises:
            Refusal: it is no Word file, has a field that is unknown or left open, or lacks one
                without which a letter would say nothing.
        """
        data = default_template(font) if data is None else data
        self.digest = sha256(data)
        try:
            self._parts: Parts = parts_of(data)
            names = [name for name in self._parts if _TEXT_PARTS.fullmatch(name)]
            self._trees = {name: parsed(self._parts[name]) for name in names}
        except (zipfile.BadZipFile, KeyError, ValueError, OSError, etree.LxmlError) as error:
            raise Refusal("template_unreadable", {"file": TEMPLATE_FILE}) from error
        self._check()

    def _check(self) -> None:
        known = {row["field"]: row["needed"] for row in table("letter_fields")}
        found: set[str] = set()
        for text in self._texts():
            for name in _FIELD.findall(text):
                if name.strip() not in known:
                    values = {"found": name.strip(), "known": ", ".join(known)}
                    raise Refusal("template_field", {"file": TEMPLATE_FILE, **values})
                found.add(name.strip())
            rest = _FIELD.sub("", text)
            if "{{" in rest or "}}" in rest:
                raise Refusal("template_open", {"file": TEMPLATE_FILE, "found": text[:80]})
        needs: dict[str, list[str]] = {}
        for name, needed in known.items():
            needs.setdefault(needed, []).append(name)
        for needed, names in needs.items():
            if needed and not found & set(names):
                missing = " / ".join("{{" + name + "}}" for name in names)
                raise Refusal("template_lacks", {"file": TEMPLATE_FILE, "missing": missing})

    def _texts(self) -> Iterator[str]:
        for tree in self._trees.values():
            for paragraph in tree.iter(f"{W}p"):
                yield "".join(text.text or "" for text in texts_of(paragraph))

    def fill(self, values: Mapping[str, str], *, sample: bool = False) -> bytes:
        """Return the letter: every field replaced by its value, as text and nothing else.

        Args:
            values: the text of every field of ``reference/letter_fields.csv``.
            sample: whether a warning stands above everything, because the figures are invented.
        """
        parts = dict(self._parts)
        for name, tree in self._trees.items():
            filled = parsed(etree.tostring(tree))
            for paragraph in filled.iter(f"{W}p"):
                _fill(paragraph, values)
            if sample and name == BODY:
                _warn(filled)
            parts[name] = serialised(filled)
        return file_of(parts)


def _fill(paragraph: Any, values: Mapping[str, str]) -> None:
    """Replace the fields of a paragraph, also those that Word has cut into several runs.

    A value goes where its field begins, in the look of that run; it is not looked through again.
    """
    elements = texts_of(paragraph)
    texts = [element.text or "" for element in elements]
    whole = "".join(texts)
    sizes = [len(text) for text in texts]
    starts = [sum(sizes[:at]) for at in range(len(sizes))]
    for match in reversed(list(_FIELD.finditer(whole))):
        # From the last field to the first, so that what is before one still stands as it did.
        for at, element in enumerate(elements):
            begin = starts[at]
            left, right = max(match.start(), begin), min(match.end(), begin + sizes[at])
            if left >= right:
                continue
            value = plain_text(values[match[1].strip()]) if left == match.start() else ""
            text = element.text or ""
            set_text(element, text[: left - begin] + value + text[right - begin :])


def _warn(tree: Any) -> None:
    mark = _paragraph(letter_mark(), _wording()["style"]["mark"])
    holder = etree.fromstring(f"<w:body {nsdecls('w')}>{mark}</w:body>")
    tree.find(f"{W}body").insert(0, holder[0])


def letter_text(data: bytes) -> list[str]:
    """Return the paragraphs of a letter's body as text."""
    tree = parsed(parts_of(data)[BODY])
    found = ("".join(t.text or "" for t in texts_of(p)) for p in tree.iter(f"{W}p"))
    return [text for text in found if text.strip()]


def letter_fields(
    content: LetterContent, office: Office, calendar: Sequence[CalendarEntry] = ()
) -> dict[str, str]:
    """Return the value of every field, numbers in Thai digits.

    Args:
        content: what the letter is about.
        office: the office's entries.
        calendar: the dates that the office has entered.
    """
    info, phrase = content.info, _wording()["phrase"]
    numbers = {
        name: _number(content.total(name)) for name in ("expected", "registered", "outstanding")
    }
    numbers["unknown"] = _number(content.total("unknown") or 0)
    rate = content.rate
    numbers["rate"] = _NOTHING if rate is None else percent(rate, 2, sign=False)
    numbers["listed"] = _number(content.listed)
    last = registration_deadline(info.fiscal_year, calendar)
    named = {"provinces": _joined(content.names), "count": str(len(content.names))}
    computed = {
        **numbers,
        "fiscal_year": str(info.fiscal_year),
        "as_of": format_moment(info.as_of, short=False, thai_digits=True),
        "earlier": _earlier(office),
        "deadline": phrase["deadline"].format(day=format_date(last, short=False)) if last else "",
        "recipient": _recipient(content, office),
        "scope": phrase[f"scope_{_extent(content)}"].format(**named, province=content.names[0]),
        "result": _result(content, numbers),
        "request": phrase[f"request_{_state(content)}"],
        "attachments": _attached(content, numbers),
    }
    return {**office.of_letters, **{name: to_thai(text) for name, text in computed.items()}}


def _earlier(office: Office) -> str:
    """Return which letter this one reminds of, empty where the office does not say."""
    if not is_told(office.earlier_reference):
        return ""
    phrase, values = _wording()["phrase"], {"reference": office.earlier_reference}
    if is_told(office.earlier_date):
        return str(phrase["earlier_dated"].format(**values, date=office.earlier_date))
    return str(phrase["earlier"].format(**values))


def _number(value: int | None) -> str:
    return _NOTHING if value is None else count(value)


def _joined(names: list[str]) -> str:
    return " ".join(f"จังหวัด{name}" for name in names)


def _extent(content: LetterContent) -> str:
    if len(content.names) == 1:
        return "one"
    if content.whole:
        return "all"
    return "some" if len(content.names) <= _NAMED else "many"


def _recipient(content: LetterContent, office: Office) -> str:
    phrase, extent = _wording()["phrase"], _extent(content)
    if extent == "some":
        each = [office.recipient + name for name in content.names]
        return " ".join(each)
    name = {"one": "recipient_one", "all": "recipient_all"}.get(extent, "recipient_some")
    return str(phrase[name].format(recipient=office.recipient, province=content.names[0], number=1))


def _state(content: LetterContent) -> str:
    if content.total("outstanding") or content.listed:
        return "outstanding"
    return "unknown" if content.total("unknown") else "complete"


def _result(content: LetterContent, numbers: Mapping[str, str]) -> str:
    phrase, outstanding = _wording()["phrase"], content.total("outstanding")
    if outstanding is None:
        return str(phrase["result_untold"].format(**numbers))
    if content.total("registered") is None:
        return str(phrase["result_nobody"].format(**numbers))
    if _state(content) == "complete":
        return str(phrase["result_complete"].format(**numbers))
    more = phrase["result_unknown"] if content.total("unknown") else ""
    return str((phrase["result_some"] + more).format(**numbers))


def _attached(content: LetterContent, numbers: Mapping[str, str]) -> str:
    phrase = _wording()["phrase"]
    by = phrase["by_one" if len(content.names) == 1 else "by_province"]
    of_laos = "attachments_surveys" if len(content.surveyed) else "attachments_figures"
    name = "attachments_both" if content.has_list else of_laos
    return str(phrase[name].format(by=by, **numbers))
