"""Excel and ODS files that are zip archives: checked member by member, then read by calamine.

What calamine gets is an archive rebuilt from the checked members, so it cannot see anything that
was not checked.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from itasdash.ingest.files import ods, xlsb, xlsx
from itasdash.ingest.files.sheets import Merge, Sheet, SheetNotes, Unreadable
from itasdash.settings import Limits

Members = dict[str, bytes]
# What holds no cells: pictures, macros, fonts and the look of things.
_NEEDED = re.compile(r"(?:\.xml|\.rels|mimetype)$|^xl/.*\.bin$", re.IGNORECASE)
_NOT_NEEDED = re.compile(
    r"(?:^|/)(?:theme|drawings|charts|media|printerSettings|embeddings)/|vbaProject", re.IGNORECASE
)
_TABLE_FILE = re.compile(r"\.(?:xlsx|xlsm|xlsb|xls|ods|csv|txt|html?)$", re.IGNORECASE)
_UTF8_XML = (b"<", b"\xef\xbb\xbf<")


def read_office_zip(data: bytes, limits: Limits) -> list[Sheet]:
    """Return the sheets of an .xlsx, .xlsm, .xlsb or .ods file.

    Raises:
        Unreadable: the archive is damaged, unsafe, protected, too big, or of another kind.
    """
    members = _members(data, limits)
    names = {name.lower().replace("\\", "/") for name in members}
    if "xl/workbook.xml" in names:
        notes, days = xlsx.check(members, limits), xlsx.date1904(members)
    elif "xl/workbook.bin" in names:
        notes, days = xlsb.check(members, limits), xlsb.date1904(members)
    elif "content.xml" in names:
        notes, days = ods.check(members, limits), False
    else:
        raise _no_workbook(data)
    return read_workbook(_rebuilt(members), notes, date1904=days)


def _no_workbook(data: bytes) -> Unreadable:
    """Return the reason for an archive that is none: it may hold files to be unpacked first."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
    tables = [name for name in names if _TABLE_FILE.search(name)]
    if not tables:
        return Unreadable("file_not_a_table")
    return Unreadable("file_zipped", members=", ".join(name[-60:] for name in tables[:3]))


def _members(data: bytes, limits: Limits) -> Members:
    """Return the members that hold cells, by name, every one of them checked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _check_listing(infos, limits)
            # Reading a member to its end compares its CRC.
            return {
                info.filename: _checked(info.filename, archive.read(info))
                for info in infos
                if _NEEDED.search(info.filename) and not _NOT_NEEDED.search(info.filename)
            }
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise Unreadable("file_damaged") from error


def _check_listing(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = [info.filename for info in infos]
    for name in names:
        parts = name.replace("\\", "/").split("/")
        if ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0]:
            raise Unreadable("file_unsafe_member", member=name[:100])
    # One that differs in case only, or in its strokes, is another's in some reader.
    if len({name.lower().replace("\\", "/") for name in names}) != len(names):
        raise Unreadable("file_damaged")
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.unpacked_bytes or len(infos) > limits.members:
        raise Unreadable("file_unpacks_too_big", megabytes=limits.unpacked_bytes // 2**20)
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable("file_password")
    if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in infos):
        raise Unreadable("file_damaged")


def _checked(name: str, content: bytes) -> bytes:
    """Return a member that declares no entities, in the encoding that the checks can see."""
    if not name.endswith(("mimetype", ".bin")):
        if not content.lstrip()[:4].startswith(_UTF8_XML) or b"\x00" in content:
            raise Unreadable("file_damaged")
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise Unreadable("file_entities")
    return content


def _rebuilt(members: Mapping[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return sink.getvalue()


def read_workbook(data: bytes, notes: Mapping[str, SheetNotes], *, date1904: bool) -> list[Sheet]:
    """Return the worksheets that calamine reads, with what was found about each by its name.

    Raises:
        Unreadable: calamine cannot read the file.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = []
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            rows = [
                [None if cell == "" else cell for cell in row]
                for row in sheet.to_python(skip_empty_area=False)
            ]
            merged = tuple(Merge(*start, *end) for start, end in (sheet.merged_cell_ranges or ()))
            visible = meta.visible == SheetVisibleEnum.Visible
            found = notes.get(meta.name, SheetNotes())
            sheets.append(
                Sheet(
                    meta.name,
                    rows,
                    visible,
                    merged,
                    date1904,
                    tuple(found.problems),
                    frozenset(found.hidden_rows),
                    tuple(found.texts),
                )
            )
    except PasswordError as error:
        raise Unreadable("file_password") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("file_damaged") from error
    return sheets
