"""One snapshot has one number of each kind, wherever it is read: pages, files, commands.

The office is one of which little is certain; what is expected of it was counted by hand.
"""

import io
import json
import re
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from itasdash.cli import main
from itasdash.documents.brief import BriefInputs
from itasdash.documents.brief.content import brief_content
from itasdash.documents.edition import Edition
from itasdash.documents.letters.attachments import attachment_1, attachment_2
from itasdash.documents.letters.content import letter_content
from itasdash.documents.letters.letter import Template, letter_fields, letter_text
from itasdash.documents.messages import province_message
from itasdash.documents.slides import make_slides
from itasdash.metrics import rates
from itasdash.metrics.pace import paces
from itasdash.metrics.selection import LaoFilter, select_laos
from itasdash.metrics.tallies import tally
from itasdash.schema import OUTSTANDING_STATES, Office
from itasdash.store import Store
from tests.kits.hard_office import hard_office
from tests.kits.slide_inputs import from_store
from tests.ui.test_pages import cards, on_screen

NAMES = ("expected", "registered", "outstanding", "unknown")
# By hand, of the three moments; and the gain since the one before.
TRUTH = {
    0: {"expected": 10, "registered": 4, "outstanding": 5, "unknown": 1, "gain": None},
    1: {"expected": 10, "registered": 7, "outstanding": 3, "unknown": 0, "gain": 3},
    2: {"expected": 10, "registered": 4, "outstanding": 3, "unknown": 3, "gain": -3},
}
MOMENTS = ("2021-12-24T09:00", "2022-01-07T13:00", "2022-01-31T16:30")
Numbers = Mapping[str, int | None]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hard") / "store"
    hard_office(root)
    return root


def digits(text: str) -> str:
    return text.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")).replace("\u00a0", " ")


def numbers(text: str, **patterns: str) -> dict[str, int]:
    found = {name: re.search(pattern, digits(text)) for name, pattern in patterns.items()}
    return {name: int(match[1].replace("−", "-")) for name, match in found.items() if match}


def command(capfdbinary: Any, data: Path, *words: str) -> Any:
    assert main(["--data", str(data), *words, "--json"]) == 0
    sys.stdout.flush()
    return json.loads(capfdbinary.readouterr().out)


def plain_number(value: str) -> int:
    return int(re.sub(r":orange\[(.*)\]", r"\1", value))


def of_cards(shown: Mapping[str, str]) -> dict[str, int | None]:
    named = {"ลงทะเบียนแล้ว": "registered", "ยังไม่ลงทะเบียน": "outstanding"}
    found: dict[str, int | None] = {
        named[label]: plain_number(value) for label, value in shown.items() if label in named
    }
    for label, value in shown.items():
        if label.startswith(("เพิ่มขึ้น", "ลดลง")):
            number = re.search(r"[+−]?\d+", value)
            gain = int(number[0].replace("−", "-")) if number else None
            found["gain"] = -gain if gain and label.startswith("ลดลง") else gain
    return found


def compared(store: Store, place: int) -> tuple[Any, Any]:
    infos = store.snapshots()
    before = store.read(infos[place - 1].as_of) if place else None
    return store.read(infos[place].as_of), before


def tallies_of(store: Store, place: int) -> pd.DataFrame:
    found = []
    for info in store.snapshots()[: place + 1]:
        each = store.read(info.as_of)
        found.append(tally(each.status, each.province_summary).assign(as_of=info.as_of))
    return pd.concat(found, ignore_index=True)


def in_stored_record(store: Store, place: int) -> Numbers:
    return dict(store.snapshots()[place].counts)


def in_brief(store: Store, place: int, province: str = "") -> Numbers:
    shown, before = compared(store, place)
    inputs = BriefInputs(shown, tallies_of(store, place), before, province=province)
    said = brief_content(inputs)
    found = of_cards({card["label"]: card["value"] for card in said["cards"]})
    notes = " ".join(card["note"] for card in said["cards"])
    expected = numbers(notes, expected=r"จาก (\d+) แห่ง", unknown=r"ไม่ทราบสถานะ (\d+)")
    if not province:
        pushed = sum(int(row["value"]) for row in said["push"]["rows"])
        people = sum(int(part["value"]) for part in said["missing"]["parts"])
        assert pushed == people == found["outstanding"]
    return {"unknown": 0, **expected, **found}


def in_letter(store: Store, place: int) -> Numbers:
    content = letter_content(store.read(store.snapshots()[place].as_of))
    text = " ".join(letter_text(Template().fill(letter_fields(content, Office()))))
    found = numbers(
        text,
        expected=r"จาก (\d+) แห่ง",
        registered=r"ลงทะเบียนครบถ้วนแล้ว (\d+) แห่ง",
        outstanding=r"ยังไม่ลงทะเบียน (\d+) แห่ง",
        unknown=r"ยังไม่ทราบสถานะ (\d+) แห่ง",
    )
    return {"unknown": 0, **found}


def in_attachment_1(store: Store, place: int) -> Numbers:
    [form] = attachment_1(letter_content(store.read(store.snapshots()[place].as_of)))
    named = dict(
        zip(("จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน", "ไม่ทราบสถานะ"), NAMES, strict=True)
    )
    *rows, total = form.lines
    places = {named[c.text]: at for at, c in enumerate(form.columns) if c.text in named}
    sums = {
        name: sum(row.cells[at] for row in rows if isinstance(row.cells[at], int))
        for name, at in places.items()
    }
    assert sums == {name: total.cells[at] for name, at in places.items()}
    return {"unknown": 0, **sums}


def in_attachment_2(store: Store, place: int) -> Numbers:
    forms = attachment_2(letter_content(store.read(store.snapshots()[place].as_of)))
    listed = [line for line in forms[0].lines if not line.is_total]
    found = numbers(
        " ".join([str(forms[0].lines[-1].cells[0]), *forms[0].notes]),
        outstanding=r"รวมทั้งสิ้น (\d+) แห่ง",
        unknown=r"ไม่ทราบสถานะ (\d+) แห่ง",
    )
    assert len(listed) == found["outstanding"]
    return {"unknown": 0, **found}


def in_slides(store: Store, place: int) -> Numbers:
    deck = Presentation(io.BytesIO(make_slides(from_store(store, place))))
    words = [s.text_frame.text for s in deck.slides[0].shapes if s.has_text_frame]
    last = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table][-1]
    cells = [[cell.text.replace("\v", " ") for cell in row.cells] for row in last.rows]
    heads = {
        "ทั้งหมด (แห่ง)": "expected",
        "ลงทะเบียนแล้ว (แห่ง)": "registered",
        "ยังไม่ลงทะเบียน (แห่ง)": "outstanding",
        "ไม่ทราบ (แห่ง)": "unknown",
        "เพิ่มขึ้น (แห่ง)": "gain",
    }
    total = dict(zip(cells[0], cells[-1], strict=True))
    found = {
        name: int(digits(total[h]).replace("−", "-")) for h, name in heads.items() if h in total
    }
    assert f"ลงทะเบียนแล้ว {found['registered']} จาก {found['expected']} แห่ง" in digits(
        " ".join(words)
    )
    return {"unknown": 0, "gain": None, **found}


def in_edition(store: Store, place: int) -> Numbers:
    infos = store.snapshots()[: place + 1]
    edition = Edition(infos, infos[-2] if place else None)
    text = edition.to_html(lambda info: store.read(info.as_of)).decode()
    shown = dict(re.findall(r'<div class="card">([^<]*)<b>([^<]*)</b>', text))
    return of_cards(shown)


def in_pace(store: Store, place: int) -> Numbers:
    inputs = from_store(store, place)
    [own] = paces(inputs.trend, inputs.info.as_of + timedelta(days=9)).to_dict("records")
    return {name: int(own[name]) for name in ("expected", "registered", "outstanding")}


def in_messages(store: Store, place: int) -> Numbers:
    shown, _ = compared(store, place)
    provinces = rates(shown.status, shown.province_summary, "province")
    found = dict.fromkeys(NAMES, 0)
    for _, own in provinces.iterrows():
        wanted = LaoFilter(province_codes=(own["province_code"],), states=OUTSTANDING_STATES)
        rows = select_laos(shown.status, wanted)
        said = province_message(own, rows, shown.info.as_of, None, Office())
        names = re.findall(r"^\d+\. ", said, re.MULTILINE)
        of_one = numbers(
            said,
            expected=r"จังหวัด (\d+) แห่ง",
            registered=r"แล้ว (\d+) แห่ง",
            outstanding=r"ยังไม่ลงทะเบียน (\d+) แห่ง",
            unknown=r"ไม่ทราบสถานะ (\d+) แห่ง",
        )
        if silent := numbers(said, count=r"ไม่บอกสถานะการลงทะเบียนของ อปท. ในจังหวัด ทั้ง (\d+) แห่ง"):
            of_one = {"expected": silent["count"], "unknown": silent["count"]}
        assert len(names) == of_one.get("outstanding", 0)
        for name, number in of_one.items():
            found[name] += number
    return found


OUTPUTS: Mapping[str, Callable[[Store, int], Numbers]] = {
    function.__name__: function
    for function in (
        in_stored_record,
        in_brief,
        in_letter,
        in_attachment_1,
        in_attachment_2,
        in_slides,
        in_edition,
        in_pace,
        in_messages,
    )
}


@pytest.mark.parametrize("place", TRUTH)
@pytest.mark.parametrize("output", OUTPUTS)
def test_a_document_has_the_counts_of_the_snapshot(data: Path, output: str, place: int) -> None:
    said = OUTPUTS[output](Store(data), place)
    assert said == {name: TRUTH[place][name] for name in said} and "outstanding" in said


@pytest.mark.parametrize("place", TRUTH)
def test_commands_have_the_counts_of_the_snapshot(data: Path, place: int, capfdbinary: Any) -> None:
    truth = {name: TRUTH[place][name] for name in NAMES}
    listed = command(capfdbinary, data, "snapshots")["snapshots"][place]
    assert {name: listed[name] for name in NAMES} == truth
    for by in ("country", "region", "province", "type"):
        rows = command(capfdbinary, data, "rates", "--as-of", MOMENTS[place], "--by", by)["rows"]
        sums = {name: sum(row[name] or 0 for row in rows) for name in NAMES}
        assert sums == truth, by
    if place:
        spans = ("--from", MOMENTS[place - 1], "--to", MOMENTS[place])
        account = command(capfdbinary, data, "changes", *spans)["registered"]
        assert account["after"] - account["before"] == TRUTH[place]["gain"]
        assert account["after"] == truth["registered"]


@pytest.mark.parametrize("place", TRUTH)
def test_pages_have_the_counts_of_the_snapshot(
    visit: Callable[..., AppTest], data: Path, place: int
) -> None:
    as_of = MOMENTS[place].replace("-", "").replace(":", "")
    truth = TRUTH[place]
    at = visit("overview", data=data, as_of=as_of)
    said = of_cards(cards(at))
    assert said == {name: truth[name] for name in ("registered", "outstanding", "gain")}
    at = visit("unregistered", data=data, as_of=as_of)
    assert plain_number(cards(at)["แห่งในรายการ"]) == truth["outstanding"]
    # Of a list of all the rows are counted once more where a name fits no LAO; it says so.
    at = visit("unregistered", data=data, as_of=as_of, state="all")
    shown = cards(at)
    twice = plain_number(shown["แห่งในรายการ"]) - int(truth["expected"] or 0)
    assert twice == (1 if place else 0)
    assert plain_number(shown.get("ไม่ทราบสถานะ", "0")) - twice == truth["unknown"]
    notes = [on_screen(caption.value) for caption in at.caption]
    assert any("ไม่ทราบสถานะ 1 แห่งในรายการนี้" in note for note in notes) == bool(twice)
    at = visit("provinces", data=data, as_of=as_of)
    total = at.dataframe[1].value.iloc[0]
    for heading, name in (
        ("ทั้งหมด (แห่ง)", "expected"),
        ("ลงทะเบียนแล้ว (แห่ง)", "registered"),
        ("ยังไม่ลงทะเบียน (แห่ง)", "outstanding"),
    ):
        assert total[heading] == truth[name]
