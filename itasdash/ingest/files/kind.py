"""What a file is called by what it is: a page that calls itself otherwise would run as that."""

import io
import zipfile
from pathlib import PurePath

from itasdash.ingest.files.delimited import decode
from itasdash.ingest.files.parse import HTML, NAMESPACE, OLE, SNIFF_BYTES, ZIP
from itasdash.ingest.files.sheets import Unreadable, seen

# The endings that fit each kind, the usual one first.
_ENDINGS = {
    "xlsb": (".xlsb",),
    "xlsm": (".xlsm",),
    "xlsx": (".xlsx",),
    "ods": (".ods",),
    "ole": (".xls",),
    "xml": (".xml", ".xls"),
    "html": (".html", ".htm", ".xls"),
    "text": (".csv", ".txt", ".tsv"),
}


def suffix_of(name: str, data: bytes) -> str:
    """Return the ending that a file may have: its own where that fits what it is."""
    fitting = _ENDINGS[_kind(data)]
    own = PurePath(name).suffix.lower()
    return own if own in fitting else fitting[0]


def named_by_kind(name: str, data: bytes) -> str:
    """Return the name under which a file may be given back: one that its content does not belie."""
    name = seen(name)
    suffix = suffix_of(name, data)
    return name if name.lower().endswith(suffix) else f"{name}{suffix}"


def _kind(data: bytes) -> str:
    if data.startswith(ZIP):
        return _kind_of_archive(data)
    if data.startswith(OLE):
        return "ole"
    head = data[:SNIFF_BYTES]
    if NAMESPACE in head and b"<?xml" in head:
        return "xml"
    try:
        start = decode(head[: len(head) // 4 * 4] if len(data) > len(head) else head, None)
    except Unreadable:
        start = head.decode("latin-1")
    return "html" if HTML.search(start) else "text"


def _kind_of_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.lower().replace("\\", "/") for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError):
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and "xl/workbook.xml" not in names:
        return "ods"
    return "xlsm" if any(name.endswith("vbaproject.bin") for name in names) else "xlsx"
