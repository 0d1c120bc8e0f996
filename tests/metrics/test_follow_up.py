"""What is to be followed up, by what staff noted."""

from datetime import date, datetime

import pytest

from itasdash.metrics import with_state
from itasdash.metrics.follow_up import followed_up, with_follow_up
from itasdash.schema import NoteEvent
from itasdash.thai.dates import BANGKOK
from tests.kits.frames import lao, status

AS_OF = datetime(2022, 1, 14, 10, 30, tzinfo=BANGKOK)


def note(
    lao_id: str, promised: date | None = None, at: datetime = AS_OF, text: str = "ก"
) -> NoteEvent:
    return NoteEvent(
        at=AS_OF,
        as_of=at,
        who="tester",
        province_code="30",
        lao_id=lao_id,
        kind="promised" if promised else "called",
        person="",
        promised_on=promised,
        text=text,
    )


def follow_ups(*notes: NoteEvent) -> list[str]:
    rows = with_state(
        status(
            lao("ก", False, lao_id="6300101"),
            lao("ข", True, True, True, lao_id="6300102"),
            lao("ค", False, lao_id=None),
        )
    )
    return list(with_follow_up(rows, notes, AS_OF)["follow_up"])


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ([], "not_called"),
        ([note("6300101")], "called"),
        ([note("6300101", date(2022, 1, 14))], "promised"),
        ([note("6300101", date(2022, 1, 13))], "overdue"),
        # A later promise takes the place of an earlier one; a later call does not.
        ([note("6300101", date(2022, 1, 13)), note("6300101", date(2022, 2, 1))], "promised"),
        ([note("6300101", date(2022, 1, 13)), note("6300101")], "overdue"),
        # It stays with an LAO that changes its type, and is not of another fiscal year.
        ([note("5300101")], "called"),
        ([note("6300101", at=datetime(2021, 9, 30, 23, tzinfo=BANGKOK))], "not_called"),
        # Of a province it is of no LAO.
        ([note("")], "not_called"),
    ],
)
def test_a_name_is_to_be_followed_up_by_its_last_promise(
    notes: list[NoteEvent], expected: str
) -> None:
    assert follow_ups(*notes) == [expected, "", "not_called"]


def test_the_last_note_stands_beside_the_name() -> None:
    rows = with_state(status(lao("ก", False, lao_id="6300101")))
    notes = [note("6300101", date(2022, 1, 13), text="แรก"), note("6300101", text="หลัง")]
    [row] = with_follow_up(rows, notes, AS_OF).to_dict("records")
    assert (row["note_text"], row["promised_on"]) == ("หลัง", date(2022, 1, 13))
    assert (row["noted_by"], row["noted_at"]) == ("tester", AS_OF)
    empty = with_follow_up(rows, [], AS_OF)
    assert empty["note_text"].isna().all() and empty["promised_on"].isna().all()


def test_rows_are_narrowed_by_it() -> None:
    rows = with_state(status(lao("ก", False, lao_id="6300101"), lao("ข", False, lao_id="6300102")))
    found = with_follow_up(rows, [note("6300102")], AS_OF)
    assert list(followed_up(found, "called")["name_th"]) == ["ข"]
    assert len(followed_up(found, "")) == 2 and followed_up(found, "overdue").empty
