"""What staff note of LAOs and provinces: whom they called, what was promised, what hinders."""

from datetime import date, datetime

from itasdash.findings import Refusal
from itasdash.schema import NOTE_KINDS, NoteEvent
from itasdash.store import Store
from itasdash.store.notes import read_notes
from itasdash.thai.dates import BANGKOK

_PROMISED = "promised"
# Letters of a text; a note is no report.
MOST = 2_000


def all_notes(store: Store) -> list[NoteEvent]:
    """Return all notes, the oldest first: those that lines of their file lost, as the log has."""
    notes, _ = read_notes(store.paths)
    logged = store.events(NoteEvent)
    others = [note for note in notes if note not in logged]
    return sorted([*others, *logged], key=lambda note: note.at)


def write_note(
    store: Store,
    as_of: datetime,
    province_code: str,
    lao_id: str,
    kind: str,
    *,
    person: str,
    promised_on: date | None,
    text: str,
    who: str,
    when: datetime,
) -> NoteEvent:
    """Keep a note of an LAO, or of a province where ``lao_id`` is empty, and return it.

    ``as_of`` is the moment of the snapshot that it was written over.

    Raises:
        Refusal: it says nothing, or says that a day was promised but no day, or is too long.
        KeyError: there is no such kind.
    """
    if kind not in NOTE_KINDS:
        raise KeyError(kind)
    note = NoteEvent(
        at=when,
        who=who,
        as_of=as_of.astimezone(BANGKOK),
        province_code=province_code,
        lao_id=lao_id,
        kind=kind,
        person=person,
        promised_on=promised_on,
        text=text,
    )
    if kind == _PROMISED and promised_on is None:
        raise Refusal("note_without_day")
    if not (note.person or note.text or promised_on):
        raise Refusal("note_empty")
    if max(len(note.person), len(note.text)) > MOST:
        raise Refusal("note_too_long", {"most": MOST})
    with store.writing("note") as writer:
        writer.add_note(note)
    return note
