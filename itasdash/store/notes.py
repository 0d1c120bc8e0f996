"""``notes.jsonl``: what staff noted of LAOs and provinces.

Lines are sealed and follow each other as those of the log do (``itasdash/store/log.py``).
"""

from collections.abc import Iterable

from itasdash.schema import NoteEvent, event_of
from itasdash.store.log import log_line, read_log, with_whole_end
from itasdash.store.paths import Paths, bytes_of
from itasdash.store.versions import check_folder_version, known_version


def with_note(data: bytes, note: NoteEvent) -> bytes:
    """Return the bytes of the file with a note more; what is damaged in it stays."""
    whole = with_whole_end(data)
    return whole + log_line(note.stored(), read_log(whole).seal)


def note_file(notes: Iterable[NoteEvent]) -> bytes:
    """Return the bytes of a file of these notes."""
    data = b""
    seal = ""
    for note in notes:
        data += log_line(note.stored(), seal)
        seal = read_log(data[data.rfind(b"\n", 0, -1) + 1 :]).seal
    return data


def read_notes(paths: Paths) -> tuple[list[NoteEvent], list[int]]:
    """Return the sound notes, the oldest first, and the numbers (1-based) of faulty lines.

    Raises:
        Refusal: a later version of this program wrote them.
    """
    check_folder_version(paths)
    log = read_log(bytes_of(paths.notes))
    with known_version(paths, paths.notes):
        events = [event_of(line) for line in log.lines]
    notes = [event for event in events if isinstance(event, NoteEvent)]
    return notes, sorted({*log.damaged, *log.gaps})
