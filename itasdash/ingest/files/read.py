"""Bytes of an untrusted file -> sheets of cells. See ``docs/untrusted-files.md``."""

from dataclasses import replace

from itasdash.findings import Refusal
from itasdash.ingest.files.parse import parse
from itasdash.ingest.files.sandbox import parse_in_child
from itasdash.ingest.files.sheets import Cell, Merge, Problem, Rows, Sheet, Unreadable
from itasdash.settings import limits

__all__ = ["Cell", "Merge", "Problem", "Rows", "Sheet", "read_sheets"]


def read_sheets(data: bytes, *, isolated: bool = True, by_hand: bool = False) -> list[Sheet]:
    """Return the sheets of a file, in their order, by content and never by extension.

    Understands .xlsx, .xlsm, .xlsb, .xls (BIFF), .ods, XML Spreadsheet 2003, HTML tables, and
    delimited text in UTF-8, UTF-16 and cp874 with comma, semicolon, tab or bar. The file is
    checked and parsed by a child process with limits on memory and time; ``isolated=False`` is for
    callers that are such a process themselves. ``by_hand`` is for those that show the cells: they
    hold and look through them where others wait, so that less is taken.

    Raises:
        Refusal: the file is empty, damaged, protected by a password, of another kind, unsafe, or
            beyond a limit.
    """
    allowed = limits()
    if by_hand:
        allowed = replace(allowed, answer_bytes=min(allowed.answer_bytes, allowed.by_hand_bytes))
    try:
        if len(data) > allowed.file_bytes:
            raise Unreadable("file_too_big", megabytes=allowed.file_bytes // 2**20)
        return parse_in_child(data, allowed) if isolated else parse(data, allowed)
    except Unreadable as error:
        raise Refusal(error.code, error.values) from error
