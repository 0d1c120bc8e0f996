"""The twelve exports whose true answers are known, read whole."""

import csv
import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest

from itasdash.ingest.compose import compose
from itasdash.ingest.export import read_export
from itasdash.ingest.facts import Export
from itasdash.ingest.matching.match import Register
from itasdash.ingest.register import read_register
from itasdash.reference import provinces
from itasdash.thai.dates import BANGKOK

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
MANIFEST = (
    json.loads((SHARED / "exports-manifest.json").read_text(encoding="utf-8"))
    if SHARED.exists()
    else {}
)
COUNTS = {"iit_quota": "iit_target", "iit_answered": "iit_answered"}
COUNTS |= {"eit_quota": "eit_target", "eit_answered": "eit_answered"}


@pytest.fixture(scope="module")
def register() -> Register:
    return Register(read_register((SHARED / "register" / "dla_lao_register.csv").read_bytes()))


# The longest to read, which are much like the others, only in the long run.
LONG = ("ReportStatus21012565.xls", "itas_export_2022-02-28.xlsx", "status_31032565_1630.txt")
LONG += ("itas_20220315_1300.csv", "status_28-01-2565.xls")


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, marks=pytest.mark.slow if name in LONG else ())
        for name in sorted(MANIFEST)
    ],
)
def read(request: pytest.FixtureRequest, register: Register) -> tuple[str, Export]:
    data = (SHARED / "exports" / request.param).read_bytes()
    return request.param, read_export(data, request.param, lambda _: register)


def truth_of(name: str) -> dict[str, dict[str, str]]:
    path = SHARED / "truth" / (MANIFEST[name]["as_of"].replace(":", "") + ".csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {row["dla_code"]: row for row in csv.DictReader(file)}


def test_kind_moment_and_row_counts(read: tuple[str, Export]) -> None:
    name, export = read
    assert export.kind == MANIFEST[name]["kind"]
    assert export.as_of == datetime.fromisoformat(MANIFEST[name]["as_of"]).replace(tzinfo=BANGKOK)
    rows = export.rows
    assert rows.read == rows.resolved + rows.unresolved + rows.ignored
    assert rows.resolved + rows.unresolved == len(export.laos) + len(export.summaries)


def test_nothing_is_misread(read: tuple[str, Export]) -> None:
    _, export = read
    doubts = {"unknown_column", "unknown_status", "bad_number", "bad_date", "unknown_province"}
    doubts |= {"stated_total_differs", "row_without_name", "duplicate_lao_differs", "code_unknown"}
    assert [finding for finding in export.findings if finding.code in doubts] == []


def test_every_row_says_what_is_true(read: tuple[str, Export], register: Register) -> None:
    name, export = read
    truth = truth_of(name)
    if export.kind == "status":
        assert export.rows.stored() == {
            "read": 7849,
            "resolved": 7849,
            "unresolved": 0,
            "ignored": 0,
        }
        for row in export.laos:
            true = truth[row.lao_id or ""]
            assert row.status.admin_registered == (true["admin_registered"] == "1")
            assert row.status.executive_registered == (true["executive_registered"] == "1")
            for ours, theirs in COUNTS.items():
                assert getattr(row.status, ours) == int(true[theirs])
    elif export.kind == "unregistered_list":
        status = compose(register, [export]).status
        misspelt = set(MANIFEST[name].get("typos", {}).values())
        for lao_id, registered in zip(status["lao_id"], status["registered"], strict=True):
            if pd.isna(registered):
                assert lao_id in misspelt
            elif not pd.isna(lao_id):
                assert bool(registered) == complete(truth[lao_id]), lao_id
    else:
        expected, registered = Counter(), Counter(MANIFEST[name].get("disagrees", {}))
        for row in truth.values():
            expected[row["province"]] += 1
            registered[row["province"]] += complete(row)
        names = {code: province.name_th for code, province in provinces().items()}
        assert {names[s.province_code]: s.expected for s in export.summaries} == expected
        assert {names[s.province_code]: s.registered for s in export.summaries} == registered


def complete(row: dict[str, str]) -> bool:
    return row["admin_registered"] == row["executive_registered"] == "1"


def test_misspelt_names_are_asked_with_the_right_one_first(read: tuple[str, Export]) -> None:
    name, export = read
    typos = MANIFEST[name].get("typos", {})
    by_name = {row.place.written: row.lao_id for row in export.laos}
    for row in export.unresolved:
        assert row.suggestions[0].lao_id == typos[row.written]
    for written, code in typos.items():
        assert by_name.get(written, code) in (None, code)


def test_a_summary_disagrees_with_the_list_only_where_it_does(register: Register) -> None:
    exports = [
        read_export((SHARED / "exports" / name).read_bytes(), name, lambda _: register)
        for name in ("province_status_140165.xlsx", "unregistered_by_province_140165.xlsx")
    ]
    found = compose(register, exports).findings
    assert {(f.code, f.province_code) for f in found} == {
        ("summary_list_differ", "40"),
        ("summary_list_differ", "23"),
    }
