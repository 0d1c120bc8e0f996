"""Bytes of an untrusted file -> sheets of cells. See ``docs/untrusted-files.md``."""

from itasdash.findings import Refusal
from itasdash.ingest.files.parse import parse
from itasdash.ingest.files.sandbox import parse_in_child
from itasdash.ingest.files.sheets import Cell, Merge, Problem, Rows, Sheet, Unreadable
from itasdash.settings import limits

__all__ = ["Cell", "Merge", "Problem", "Rows", "Sheet", "read_sheets"]


def read_sheets(data: bytes, *, isolated: bool = True) -> list[Sheet]:
    """Return the sheets of a file, in their order, by content and never by extension.

    Understands .xlsx, .xlsm, .xls (BIFF), .ods, HTML tables, and delimited text in UTF-8, UTF-16
    and cp874 with comma, semicolon or tab. The file is checked and parsed by a child process with
    limits on memory and time; ``isolated=False`` is for callers that are such a process themselves.

    Raises:
        Refusal: the file is empty, damaged, protected by a password, of another kind, unsafe, or
            beyond a limit.
    """
    allowed = limits()
    try:
        if len(data) > allowed.file_bytes:
            raise Unreadable("file_too_big", megabytes=allowed.file_bytes // 2**20)
        return parse_in_child(data, allowed) if isolated else parse(data, allowed)
    except Unreadable as error:
        raise Refusal(error.code, error.values) from error
