"""Records as JSON: versions, types, and fields that came later."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar

import pytest

from itasdash.schema import (
    AliasEvent,
    Event,
    ImportEvent,
    LaterVersion,
    Record,
    RecordError,
    RegisterEvent,
    SnapshotInfo,
    Source,
    SourceFinding,
    added_later,
    event_of,
)
from itasdash.schema.events import EVENTS
from itasdash.thai.dates import BANGKOK
from tests.kits.small_records import snapshot_info, source

AT = datetime(2022, 4, 1, 9, tzinfo=BANGKOK)


@dataclass(frozen=True, kw_only=True)
class Entry(Record):
    """A record that has had three versions: its number was a text first, its place a code then."""

    VERSION: ClassVar[int] = 3
    EARLIER: ClassVar[Mapping[int, Any]] = {
        1: lambda stored: {**stored, "number": int(stored["number"])},
        2: lambda stored: {**stored, "place": {"a": "attic"}[stored["place"]]},
    }

    number: int
    place: str
    remark: str = added_later("")
    day: date | None = None


def test_a_record_of_an_earlier_version_keeps_its_meaning() -> None:
    now = Entry(number=7, place="attic")
    assert Entry.from_stored({"number": "7", "place": "a", "day": None}) == now
    assert Entry.from_stored({"version": 2, "number": 7, "place": "a", "day": None}) == now
    assert Entry.from_stored(now.stored()) == now


def test_a_record_says_its_version_unless_it_is_the_first() -> None:
    assert Entry(number=7, place="attic").stored()["version"] == 3
    assert "version" not in source().stored()


def test_a_field_that_came_later_is_written_once_it_says_something() -> None:
    plain = Entry(number=7, place="attic")
    assert "remark" not in plain.stored()
    full = replace(plain, remark="full")
    assert full.stored()["remark"] == "full"
    assert Entry.from_stored(full.stored()) == full


@pytest.mark.parametrize(
    "stored",
    [
        {"version": 4, "number": 7, "place": "attic", "day": None},
        {"version": 3, "number": 7, "place": "attic", "day": None, "colour": "red"},
    ],
    ids=["version", "field"],
)
def test_a_record_of_a_later_version_is_none_of_ours(stored: dict[str, Any]) -> None:
    with pytest.raises(LaterVersion):
        Entry.from_stored(stored)


@pytest.mark.parametrize(
    "change",
    [{"number": "7"}, {"number": True}, {"place": None}, {"day": "yesterday"}, {"version": True},
     {"version": "3"}, {"version": 0}],
)  # fmt: skip
def test_another_type_is_an_error_and_not_a_value(change: dict[str, Any]) -> None:
    stored = Entry(number=7, place="attic").stored() | change
    with pytest.raises(RecordError):
        Entry.from_stored(stored)


def test_a_field_without_a_default_must_be_there() -> None:
    stored = source().stored()
    del stored["sha256"]
    with pytest.raises(RecordError, match="sha256"):
        Source.from_stored(stored)


def test_what_is_stored_of_a_snapshot_comes_back() -> None:
    info = snapshot_info(
        sources=(source(as_of_given=AT), source(kind="province_summary", replaces="ab")),
        findings=(SourceFinding("time_missing", "แผ่น 1", 7, found="x", source="ab"),),
        counts={"expected": 3, "registered": None},
        names_to_confirm=(("81", "อบต.หนองขาวว"),),
        tables={"status": "cd"},
        identity="",
    )
    assert SnapshotInfo.from_stored(info.stored()) == info


def test_a_finding_of_an_unknown_code_is_of_a_later_version() -> None:
    stored = snapshot_info(findings=(SourceFinding("time_missing"),)).stored()
    stored["findings"][0]["code"] = "comet_sighted"
    with pytest.raises(LaterVersion, match="comet_sighted"):
        SnapshotInfo.from_stored(stored)


def test_every_kind_of_event_is_read_as_what_it_is() -> None:
    added = ImportEvent.of(AT, source())
    again = ImportEvent.of(AT, source(replaces="ab"))
    register = RegisterEvent(at=AT, who="ก", file="r.csv", sha256="ab", effective=AT.date(), rows=3)
    alias = AliasEvent(
        at=AT, who="ก", written="ข", province_code="81", district="", lao_id="6810501"
    )
    events: list[Event] = [added, again, register, alias]
    for event in events:
        assert event_of({**event.stored(), "previous": "", "seal": "x"}) == event
    assert added.stored()["event"] == "import"
    assert again.stored()["event"] == "replace"
    assert "source" not in added.stored()
    assert (added.stored()["at"], added.stored()["who"]) == ("2022-01-07T13:00:00+07:00", "ผู้ทดสอบ")
    assert {"register", "import", "replace", "alias"} <= set(EVENTS)


def test_an_event_of_an_unknown_kind_is_of_a_later_version() -> None:
    with pytest.raises(LaterVersion, match="sing"):
        event_of({"event": "sing", "at": AT.isoformat(), "who": "ก"})
