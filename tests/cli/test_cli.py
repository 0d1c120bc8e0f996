"""The commands: what they print, for whom, and their exit codes."""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from itasdash.cli import main
from itasdash.cli.arguments import build_parser
from itasdash.schema import STATES, STATUS
from itasdash.store import Store
from itasdash.thai.dates import format_date

ROOT = Path(__file__).resolve().parents[2]
LAOS = [
    ("2570101", "เชียงราย", "เมืองเชียงราย", "อบจ.", "เชียงราย"),
    ("6570102", "เชียงราย", "เมืองเชียงราย", "อบต.", "แม่ข้าวต้ม"),
    ("6570201", "เชียงราย", "แม่จัน", "อบต.", "ป่าซาง"),
    ("5300101", "นครราชสีมา", "เมืองนครราชสีมา", "เทศบาลตำบล", "ท่าช้าง"),
]
REGISTER = "\n".join(["รหัส อปท.,จังหวัด,อำเภอ,ประเภท อปท.,อปท.", *(",".join(row) for row in LAOS)])
ROLES = [("แล้ว", "แล้ว"), ("แล้ว", "ยัง"), ("ยัง", "ยัง"), ("ยัง", "แล้ว")]
STATUS_7_JANUARY = "\n".join(
    [
        "สถานะการลงทะเบียน ITAS",
        "ข้อมูล ณ วันที่ ๗ มกราคม ๒๕๖๕ เวลา ๑๓.๐๐ น.",
        "รหัส,จังหวัด,อำเภอ,ประเภท,ชื่อ อปท.,ผู้ดูแลระบบ,ผู้บริหาร",
        *(",".join((*row, *roles)) for row, roles in zip(LAOS, ROLES, strict=True)),
    ]
)
LIST_14_JANUARY = "\n".join(
    [
        "รายชื่อ อปท. ที่ยังไม่ลงทะเบียน",
        "ข้อมูล ณ วันที่ 14 มกราคม 2565 เวลา 10.30 น.",
        "ลำดับ,จังหวัด,อำเภอ,ชื่อ อปท.",
        "1,เชียงราย,เมืองเชียงราย,อบต.เเม่ข้าวตม",
        "2,เชียงราย,แม่จัน,อบต.ป่าชาง",
    ]
)
SUMMARY_14_JANUARY = "\n".join(
    [
        "สถานะการลงทะเบียน รายจังหวัด",
        "ข้อมูล ณ วันที่ 14 มกราคม 2565 เวลา 10.30 น.",
        "จังหวัด,จำนวน อปท.,ลงทะเบียนแล้ว,ยังไม่ลงทะเบียน",
        "เชียงราย,3,2,1",
        "นครราชสีมา,1,1,0",
    ]
)
FILES = {
    "register.csv": REGISTER,
    "status.csv": STATUS_7_JANUARY,
    "list.csv": LIST_14_JANUARY,
    "summary.csv": SUMMARY_14_JANUARY,
    "scored.csv": STATUS_7_JANUARY.replace("ผู้บริหาร", "ผู้บริหาร,คะแนน ITA").replace(
        "แล้ว,แล้ว", "แล้ว,แล้ว,91.5"
    ),
    "empty.csv": "",
    "undated.csv": STATUS_7_JANUARY.replace("ข้อมูล ณ วันที่ ๗ มกราคม ๒๕๖๕ เวลา ๑๓.๐๐ น.", ""),
    "letter.txt": "เรียน ผู้ว่าราชการจังหวัด",
}
JANUARY_7, JANUARY_14 = "2022-01-07T13:00:00+07:00", "2022-01-14T10:30:00+07:00"


class Output(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.err == ""
        return json.loads(self.out)


Run = Callable[..., Output]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for name, text in FILES.items():
        (folder / name).write_text(f"{text}\n" if text else "", encoding="utf-8")
    return folder


@pytest.fixture
def run(files: Path, tmp_path: Path, capfdbinary: Any, monkeypatch: Any) -> Run:
    """Run a command on an empty data folder, in the folder of the files."""
    monkeypatch.chdir(files)
    monkeypatch.setenv("ITASDASH_DATA", str(tmp_path / "data"))

    def command(words: str, *more: str) -> Output:
        try:
            code = main([*words.split(), *more])
        except SystemExit as stopped:
            code = int(str(stopped.code))
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        return Output(code, out.decode(), err.decode())

    return command


@pytest.fixture
def loaded(run: Run) -> Run:
    """The same, on a folder with the register and both moments."""
    assert run("register register.csv --effective 2021-10-01").code == 0
    assert run("import status.csv list.csv").code == 0
    return run


def data_folder() -> Path:
    return Path(os.environ["ITASDASH_DATA"])


def everything_stored() -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in data_folder().rglob("*")
        if path.is_file() and path.name != ".lock"
    }


# --- register ----------------------------------------------------------------------------------


def test_register_is_loaded_once(run: Run) -> None:
    assert run("register register.csv --effective 2021-10-01") == Output(
        0, "โหลดทะเบียน อปท. 4 แห่ง ใช้ตั้งแต่ 1 ต.ค. 2564\n", ""
    )
    again = run("register register.csv --effective 2021-10-01 --lang en")
    assert again.out == ("This register of 4 LAOs is there already (valid from 1 Oct 2564)\n")
    assert len(Store(data_folder()).register_dates()) == 1


def test_register_takes_a_buddhist_year(run: Run) -> None:
    assert run("register register.csv --effective 2564-10-01").code == 0
    assert [str(day) for day in Store(data_folder()).register_dates()] == ["2021-10-01"]


def test_what_is_no_register_is_refused_by_name(run: Run) -> None:
    output = run("register summary.csv")
    assert (output.code, output.out) == (1, "")
    assert output.err == (
        "summary.csv: ไม่ใช่ทะเบียน อปท. ต้องมีคอลัมน์รหัส จังหวัด อำเภอ ประเภท และชื่อ อปท.\n"
    )


# --- import ------------------------------------------------------------------------------------


def test_import_tells_people_what_became_of_each_file(run: Run) -> None:
    run("register register.csv --effective 2021-10-01")
    output = run("import status.csv list.csv")
    assert (output.code, output.err) == (0, "")
    assert output.out.splitlines()[:2] == [
        "status.csv: นำเข้าแล้ว · สถานะราย อปท. · ข้อมูล ณ 7 ม.ค. 2565 13:00 น.",
        "  อ่าน 4 แถว · ตรงทะเบียน 4 · ยังไม่ตรง 0 · ข้าม 0",
    ]
    assert "“อบต.ป่าชาง” น่าจะเป็น อบต.ป่าซาง 6570201" in output.out


def test_import_as_json_has_the_keys_of_the_contract(run: Run) -> None:
    run("register register.csv --effective 2021-10-01")
    output = run("import --json list.csv empty.csv")
    assert output.code == 1
    imported, rejected = output.json["files"]
    assert set(imported) >= {
        "file", "sha256", "outcome", "kind", "as_of", "rows", "unresolved", "findings", "error",
    }  # fmt: skip
    assert imported["file"] == "list.csv"
    assert re.fullmatch("[0-9a-f]{64}", imported["sha256"])
    assert (imported["outcome"], imported["kind"]) == ("imported", "unregistered_list")
    assert (imported["as_of"], imported["error"]) == (JANUARY_14, None)
    assert imported["rows"] == {"read": 2, "resolved": 1, "unresolved": 1, "ignored": 0}
    (row,) = imported["unresolved"]
    assert (row["written"], row["province_code"]) == ("อบต.ป่าชาง", "57")
    assert set(row) >= {"sheet", "row", "written", "province_code", "district", "suggestions"}
    assert row["row"] == 5
    assert row["suggestions"][0].items() >= {"lao_id": "6570201", "name": "อบต.ป่าซาง"}.items()
    scores = [suggestion["score"] for suggestion in row["suggestions"]]
    assert scores == sorted(scores, reverse=True)
    for finding in imported["findings"]:
        assert set(finding) >= {
            "code", "severity", "message", "sheet", "row", "province_code", "expected", "found",
        }  # fmt: skip
        assert finding["severity"] in ("error", "warning", "info")
    assert "unmatched_name" in [finding["code"] for finding in imported["findings"]]
    assert (rejected["outcome"], rejected["kind"], rejected["as_of"]) == ("rejected", None, None)
    assert rejected["error"]["code"] == "file_empty"
    assert rejected["error"]["message"].startswith("empty.csv: ")


def test_messages_are_in_the_language_asked_for_before_or_behind_the_command(run: Run) -> None:
    run("register register.csv --effective 2021-10-01")
    thai = "empty.csv: ไฟล์ว่าง กรุณาส่งออกจากระบบใหม่แล้วลองอีกครั้ง"
    english = "empty.csv: the file is empty; please export it again."
    for words, message in (
        ("import empty.csv", f"ไม่รับ {thai}"),
        ("import --lang en empty.csv", f"Refused. {english}"),
        ("--lang en import empty.csv", f"Refused. {english}"),
        ("--lang en import --lang th empty.csv", f"ไม่รับ {thai}"),
    ):
        assert run(words) == Output(1, "", message + "\n"), words
    assert run("import --json --lang en empty.csv").json["files"][0]["error"] == {
        "code": "file_empty",
        "message": english,
    }


def test_same_file_again_changes_nothing(loaded: Run) -> None:
    before = everything_stored()
    (report,) = loaded("import --json status.csv").json["files"]
    assert report["outcome"] == "unchanged"
    assert everything_stored() == before
    assert "มีอยู่แล้ว ไม่เปลี่ยนแปลง" in loaded("import status.csv").out


def test_corrected_file_replaces_the_earlier_one(loaded: Run, files: Path, tmp_path: Path) -> None:
    corrected = tmp_path / "status.csv"
    corrected.write_text(STATUS_7_JANUARY.replace("แล้ว,ยัง", "แล้ว,แล้ว"), encoding="utf-8")
    (report,) = loaded("import --json", str(corrected)).json["files"]
    assert report["outcome"] == "replaced"
    (row,) = loaded(f"rates --json --as-of {JANUARY_7}").json["rows"]
    assert row["registered"] == 2


@pytest.mark.parametrize(
    "names",
    [
        "status.csv",
        "list.csv",
        "summary.csv list.csv",
        "list.csv summary.csv",
        "status.csv status.csv",
        "empty.csv status.csv missing.csv list.csv letter.txt",
    ],
)
def test_dry_run_reports_exactly_what_the_import_then_does_and_stores_nothing(
    run: Run, names: str
) -> None:
    run("register register.csv --effective 2021-10-01")
    before = everything_stored()
    dry = run(f"import --json --dry-run {names}")
    assert everything_stored() == before
    wet = run(f"import --json {names}")
    assert (dry.code, dry.json) == (wet.code, wet.json)
    again = run(f"import --json --dry-run {names}")
    outcomes = {report["outcome"] for report in again.json["files"]}
    assert outcomes <= {"unchanged", "rejected"}


def test_dry_run_says_so(run: Run) -> None:
    run("register register.csv --effective 2021-10-01")
    assert "(ลองอ่าน ยังไม่บันทึก)" in run("import --dry-run status.csv").out


def test_moment_can_be_given(run: Run) -> None:
    run("register register.csv --effective 2021-10-01")
    assert run("import --json undated.csv").json["files"][0]["error"]["code"] == "as_of_missing"
    for when in (
        "2022-01-07T13:00",
        "2022-01-07T13:00:00+07:00",
        "2022-01-07T06:00Z",
        "2565-01-07T13:00",
        "2022-01-07T13:00:59",
    ):
        (report,) = run(f"import --json --dry-run undated.csv --as-of {when}").json["files"]
        assert report["as_of"] == JANUARY_7, when


def test_an_import_without_a_register_goes_by_that_of_the_app_and_says_so(run: Run) -> None:
    output = run("import status.csv")
    assert output.code == 0
    assert "นับตามทะเบียนที่มากับระบบ (ณ 9 พ.ย. 2566)" in output.out
    assert json.loads(run("snapshots --json").out)["snapshots"][0]["expected"] == 7849


# --- changes -----------------------------------------------------------------------------------


def test_changes_as_json_are_lists_of_codes_and_the_flow(loaded: Run) -> None:
    # On 7 January: complete, administrator only, none, executive only. The list of 14 January has
    # the second LAO and, misspelt, the third; whoever is not on it is complete.
    output = loaded(f"changes --from {JANUARY_7} --to latest --json")
    assert output.code == 0
    document = output.json
    balance = {row["state"]: row for row in document.pop("balance")}
    assert balance["complete"] == {
        "state": "complete",
        "before": 1,
        "added": 0,
        "removed": 0,
        "came": 1,
        "went": 0,
        "after": 2,
    }
    assert balance["expected"]["before"] == balance["expected"]["after"] == 4
    assert document == {
        "from": JANUARY_7,
        "to": JANUARY_14,
        "completed": ["5300101"],
        "now_known": [],
        "regressed": [],
        "partly": [],
        "no_longer_known": ["6570201"],
        "added": [],
        "removed": [],
        "renamed": [],
        "type_changed": [],
        "flow": [
            {"from_state": "complete", "to_state": "complete", "laos": 1},
            {"from_state": "admin_only", "to_state": "incomplete", "laos": 1},
            {"from_state": "executive_only", "to_state": "complete", "laos": 1},
            {"from_state": "none", "to_state": "unknown", "laos": 1},
        ],
        "registered": {
            "before": 1,
            "completed": 1,
            "now_known": 0,
            "added": 0,
            "regressed": 0,
            "no_longer_known": 0,
            "removed": 0,
            "after": 2,
        },
    }


def test_changes_for_people_name_the_laos(loaded: Run) -> None:
    lines = loaded("changes --from 2022-01-07T13:00 --to latest").out.splitlines()
    assert lines[0] == "ข้อมูล ณ 7 ม.ค. 2565 13:00 น. ถึง 14 ม.ค. 2565 10:30 น."
    assert "ลงทะเบียนเฉพาะผู้บริหาร → ลงทะเบียนครบ 1 แห่ง" in lines
    head = lines.index("ลงทะเบียนครบเพิ่ม 1 แห่ง")
    assert "เทศบาลตำบลท่าช้าง" in lines[head + 2]
    assert "เคยลงทะเบียนครบ แต่ไม่ครบแล้ว 0 แห่ง" in lines
    english = loaded(f"changes --from {JANUARY_7} --to latest --lang en").out
    assert "Newly complete: 1 LAO\n" in english


def test_changes_need_both_moments(loaded: Run) -> None:
    assert loaded("changes --from latest").code == 2
    assert loaded("changes --to latest").code == 2
    output = loaded("changes --from 2022-01-08 --to latest")
    assert (output.code, output.out) == (1, "")
    assert "2022-01-07T13:00" in output.err


# --- refusals ----------------------------------------------------------------------------------

REFUSALS = {
    "import missing.csv": ("missing.csv", "ตรวจชื่อไฟล์", "please check"),
    "import empty.csv": ("empty.csv", "ส่งออก", "please export"),
    "import letter.txt": ("letter.txt", "", ""),
    "import undated.csv": ("undated.csv", "--as-of", "--as-of"),
    "register missing.csv": ("missing.csv", "ตรวจชื่อไฟล์", "please check"),
    "register empty.csv": ("empty.csv", "ส่งออก", "please export"),
    "rates --as-of 2022-01-08T09:00": ("2022-01-07T13:00", "--as-of", "please give"),
    "laos -o nowhere/list.csv": ("nowhere", "กรุณา", "please"),
    "laos -o .": (".", "กรุณา", "please"),
}


@pytest.mark.parametrize("words", REFUSALS)
@pytest.mark.parametrize("language", ["th", "en"])
def test_refusal_is_one_sentence_with_place_and_remedy(
    loaded: Run, words: str, language: str
) -> None:
    place, *remedies = REFUSALS[words]
    output = loaded(words, "--lang", language)
    assert (output.code, output.out) == (1, "")
    assert len(output.err.splitlines()) == 1
    assert "Traceback" not in output.err
    assert place in output.err
    assert remedies[language == "en"] in output.err
    assert bool(re.search("[ก-ฮ]", output.err)) == (language == "th")


@pytest.mark.parametrize("words", ["rates", "laos", "rates --as-of latest", "laos --format json"])
def test_nothing_imported_is_a_refusal_that_names_the_next_step(run: Run, words: str) -> None:
    output = run(words)
    assert (output.code, output.out) == (1, "")
    assert output.err == "ยังไม่มีข้อมูล กรุณานำเข้าด้วย python -m itasdash import <ไฟล์>\n"


def test_nearest_moments_are_named_for_one_that_is_not_there(loaded: Run) -> None:
    assert loaded("laos --as-of 2565-01-13").err == (
        "ไม่มีข้อมูล ณ 2022-01-13T00:00 ที่มีใกล้เคียงคือ 2022-01-07T13:00, 2022-01-14T10:30 "
        "กรุณาระบุ --as-of เป็นเวลาใดเวลาหนึ่งในนี้\n"
    )


def test_damaged_record_is_noticed_and_never_passed_over(loaded: Run) -> None:
    (record,) = data_folder().glob("snapshots/*/as_of=20220114T1030/snapshot.json")
    record.write_bytes(record.read_bytes().replace(b'"outstanding": 2', b'"outstanding": 3'))
    # It is the latest one, which cannot be told without it.
    for words in ("rates", f"rates --as-of {JANUARY_14}", "laos --format json"):
        output = loaded(words)
        assert (output.code, output.out) == (1, ""), words
        assert output.err.startswith(f"{record.relative_to(data_folder()).as_posix()}: "), words
        assert "เสียหาย" in output.err
    listed = loaded("snapshots")
    assert listed.code == 1
    assert listed.out.count("\n") == 1
    assert listed.err.startswith(record.relative_to(data_folder()).as_posix())
    assert loaded(f"rates --as-of {JANUARY_7}").code == 0


def test_a_flipped_bit_in_an_old_snapshot_stops_only_what_needs_it(loaded: Run) -> None:
    whole = loaded("laos")
    (table,) = data_folder().glob("snapshots/*/as_of=20220107T1300/status.parquet")
    data = bytearray(table.read_bytes())
    data[len(data) // 2] ^= 1
    table.write_bytes(data)
    name = table.relative_to(data_folder()).as_posix()
    assert loaded("rates").code == 0
    alone = loaded("laos --format json")
    assert (alone.code, alone.err) == (0, "")
    # What a list says of earlier days stands in the marts, which were made before.
    assert (loaded("laos").code, loaded("laos").err) == (0, "")
    shutil.rmtree(data_folder() / "marts")
    for words in ("laos", "laos --format csv", "laos --since-days 1"):
        output = loaded(words)
        assert output.code == 0
        assert output.err.startswith(f"{name}: "), words
        assert output.err.count("\n") == 1
    assert loaded("laos").out.count("\n") == whole.out.count("\n")
    for words in (f"rates --as-of {JANUARY_7}", f"changes --from {JANUARY_7} --to {JANUARY_14}"):
        output = loaded(words)
        assert (output.code, output.out) == (1, "")
        assert output.err.startswith(f"{name}: "), words
    listed = loaded("snapshots")
    assert listed.code == 1
    assert listed.err.startswith(f"{name}: ")


def test_a_damaged_record_of_an_old_snapshot_hides_no_later_one(loaded: Run) -> None:
    (record,) = data_folder().glob("snapshots/*/as_of=20220107T1300/snapshot.json")
    record.write_bytes(b"{}")
    assert loaded("rates").code == 0


# --- snapshots ---------------------------------------------------------------------------------


def test_snapshots(loaded: Run) -> None:
    first, second = loaded("snapshots --json").json["snapshots"]
    imported = loaded("import --json --dry-run list.csv").json["files"][0]["findings"]
    warnings = [finding["severity"] for finding in imported].count("warning")
    assert warnings > 0
    assert loaded("snapshots").out.splitlines() == [
        "7 ม.ค. 2565 13:00 น. · สถานะราย อปท. · ทั้งหมด 4 ลงทะเบียนแล้ว 1 "
        "ยังไม่ลงทะเบียน 3 ไม่ทราบ 0 · ผิดพลาด 0 ควรตรวจ 0",
        "14 ม.ค. 2565 10:30 น. · รายชื่อที่ยังไม่ลงทะเบียน · ทั้งหมด 4 ลงทะเบียนแล้ว 2 "
        f"ยังไม่ลงทะเบียน 2 ไม่ทราบ 0 · ผิดพลาด 0 ควรตรวจ {warnings}",
    ]
    assert set(first) >= {
        "as_of", "fiscal_year", "kinds", "expected", "registered", "outstanding", "unknown",
        "findings", "sources",
    }  # fmt: skip
    assert (first["as_of"], first["fiscal_year"]) == (JANUARY_7, 2565)
    assert first["kinds"] == ["status"]
    assert second["kinds"] == ["unregistered_list"]
    numbers = [second[n] for n in ("expected", "registered", "outstanding", "unknown")]
    assert numbers == [4, 2, 2, 0]
    assert (second["findings"]["error"], second["findings"]["warning"]) == (0, warnings)
    (source,) = first["sources"]
    assert set(source) >= {"file", "sha256", "kind", "imported_at", "imported_by"}
    assert source["file"] == "status.csv"


def test_no_snapshots_yet(run: Run) -> None:
    assert run("snapshots --json").json == {"snapshots": []}
    output = run("snapshots")
    assert (output.code, "กรุณานำเข้า" in output.out) == (0, True)


def test_snapshot_that_tells_no_rate_shows_no_zero(run: Run) -> None:
    run("register register.csv --effective 2021-10-01")
    run("import list.csv --list-means nobody")
    assert "ลงทะเบียนแล้ว – ยังไม่ลงทะเบียน 2 ไม่ทราบ 2" in run("snapshots").out
    (snapshot,) = run("snapshots --json").json["snapshots"]
    assert (snapshot["registered"], snapshot["unknown"]) == (None, 2)
    (row,) = run("rates --json").json["rows"]
    assert (row["registered"], row["rate"]) == (None, None)


# --- rates -------------------------------------------------------------------------------------


def test_rates_as_json(loaded: Run) -> None:
    output = loaded(f"rates --json --as-of {JANUARY_7}").json
    assert (output["as_of"], output["by"]) == (JANUARY_7, "country")
    assert output["rows"] == [
        {
            "country": "TH",
            "name_th": "ทั้งประเทศ",
            "expected": 4,
            "registered": 1,
            "outstanding": 3,
            "unknown": 0,
            "rate": 0.25,
            "admin_registered": 2,
            "executive_registered": 2,
        }
    ]


@pytest.mark.parametrize(
    ("by", "key", "values"),
    [
        ("province", "province_code", ["57", "30"]),
        ("region", "region", ["NORTH", "NORTHEAST"]),
        ("district", "district", ["เมืองนครราชสีมา", "เมืองเชียงราย", "แม่จัน"]),
        ("type", "lao_type", ["PAO", "SUBDISTRICT", "SAO"]),
    ],
)
def test_rates_by_group_carry_their_key(loaded: Run, by: str, key: str, values: list[str]) -> None:
    # Names are Thai whatever the language: the key says name_th.
    output = loaded(f"rates --json --by {by} --lang en").json
    assert (output["as_of"], output["by"]) == (JANUARY_14, by)
    assert [row[key] for row in output["rows"]] == values
    for row in output["rows"]:
        assert list(row)[-8:] == [
            "name_th", "expected", "registered", "outstanding", "unknown", "rate",
            "admin_registered", "executive_registered",
        ]  # fmt: skip
        assert re.search("[ก-ฮ]", row["name_th"])
        assert row["admin_registered"] is None


def test_rates_as_csv_open_right_in_thai_excel(loaded: Run) -> None:
    output = loaded("rates --csv --by province")
    assert output.out == (
        "\ufeffprovince_code,name_th,expected,registered,outstanding,unknown,rate,"
        "admin_registered,executive_registered\r\n"
        f"57,เชียงราย,3,1,2,0,{1 / 3},,\r\n"
        "30,นครราชสีมา,1,1,0,0,1.0,,\r\n"
    )


def test_rates_for_people(loaded: Run) -> None:
    output = loaded("rates --by province")
    heading, columns, chiang_rai, korat = output.out.splitlines()
    assert heading == "ข้อมูล ณ 14 ม.ค. 2565 10:30 น."
    assert columns.split()[0] == "ชื่อ"
    assert chiang_rai.split() == ["เชียงราย", "3", "1", "2", "0", "33.3", "–", "–"]
    assert korat.split() == ["นครราชสีมา", "1", "1", "0", "0", "100.0", "–", "–"]
    assert "NA" not in output.out
    english = loaded("rates --by district --lang en").out.splitlines()
    assert english[0] == "As of 14 Jan 2565 10:30"
    assert english[2].split()[:3] == ["Nakhon", "Ratchasima", "เมืองนครราชสีมา"]


def test_rates_of_a_summary_have_no_districts_and_say_so(run: Run) -> None:
    run("register register.csv --effective 2021-10-01")
    run("import summary.csv")
    assert run("rates --by district").out.splitlines()[1:] == ["ไม่มีข้อมูลตามเงื่อนไขที่เลือก"]
    assert run("rates --by district --json").json["rows"] == []


# --- laos --------------------------------------------------------------------------------------


def test_laos_as_json(loaded: Run) -> None:
    output = loaded(
        f"laos --format json --as-of {JANUARY_7} --state admin_only none "
        "--province จ.เชียงราย --type อบต."
    ).json
    assert output["as_of"] == JANUARY_7
    assert output["filters"] == {
        "state": ["admin_only", "none"],
        "province": ["57"],
        "type": ["SAO"],
    }
    assert [row["lao_id"] for row in output["rows"]] == ["6570102", "6570201"]
    assert [row["state"] for row in output["rows"]] == ["admin_only", "none"]
    row = output["rows"][0]
    assert list(row) == [*STATUS.names, "state"]
    assert (row["registered"], row["admin_registered"]) == (False, True)
    assert (row["registered_on"], row["iit_quota"]) == (None, None)
    assert (row["basis"], row["match"], row["source_row"]) == ("reported", "code", 5)


def test_laos_as_json_have_every_column_that_is_stored(run: Run) -> None:
    run("register register.csv --effective 2021-10-01")
    assert run("import scored.csv").code == 0
    rows = run("laos --format json").json["rows"]
    assert sorted(row["score"] or 0 for row in rows) == [0, 0, 0, 91.5]


def test_laos_as_csv_and_excel(loaded: Run, tmp_path: Path) -> None:
    printed = loaded("laos --format csv --province 57")
    rows = [line.split(",") for line in printed.out.removeprefix("\ufeff").split("\r\n")]
    assert printed.out.startswith("\ufeffรหัส อปท.,")
    assert [row[0] for row in rows[1:-1]] == ["2570101", "6570102", "6570201", ""]
    written = tmp_path / "list.csv"
    assert loaded("laos --format csv --province 57 -o", str(written)) == Output(0, "", "")
    assert written.read_bytes() == printed.out.encode()
    workbook = tmp_path / "list.xlsx"
    assert loaded("laos --format xlsx --province 57 -o", str(workbook)) == Output(0, "", "")
    book = openpyxl.load_workbook(workbook)
    cells = [[as_shown(cell) for cell in row] for row in book.active.values]
    assert cells == rows[:1] + rows[1:-1]
    title = "รายชื่อ อปท. · ข้อมูล ณ 14 ม.ค. 2565 10:30 น. · จังหวัด เชียงราย · ทุกประเภท · ทุกสถานะ"
    assert book.properties.title == title
    cover = dict(row[:2] for row in book.worksheets[0].values)
    assert cover["ข้อมูล ณ"] == "14 ม.ค. 2565 10:30 น."
    assert cover["เงื่อนไข"] == "จังหวัด เชียงราย · ทุกประเภท · ทุกสถานะ"
    assert cover["จำนวนแถว"] == 4


def as_shown(cell: object) -> str:
    if isinstance(cell, datetime):
        return format_date(cell.date())
    return "" if cell is None else str(cell)


def test_laos_by_their_history(loaded: Run) -> None:
    assert [r["lao_id"] for r in loaded("laos --new --format json").json["rows"]] == []
    outstanding = loaded("laos --since-days 1 --format json").json
    assert outstanding["filters"]["since_days"] == 1
    assert {row["state"] for row in outstanding["rows"]} <= set(STATES[1:-1])
    assert loaded("laos --since-days 100000 --format json").json["rows"] == []
    assert loaded("laos --regressed --search ท่าช้าง --region NORTH --format json").json["rows"] == []
    assert loaded("laos --since-days soon").code == 2


def test_laos_of_districts(loaded: Run) -> None:
    everything = loaded("laos --province 57 --format json").json["rows"]
    capital = [row["lao_id"] for row in everything if row["district_name_th"] == "เมืองเชียงราย"]
    output = loaded("laos --province 57 --district อ.เมือง --format json").json
    assert [row["lao_id"] for row in output["rows"]] == capital
    assert 0 < len(capital) < len(everything)
    assert output["filters"]["district"] == ["อ.เมือง"]
    unknown = loaded("laos --district ไม่มี")
    assert (unknown.code, unknown.out) == (1, "")
    assert "อำเภอ ไม่มี" in unknown.err and "กรุณา" in unknown.err


def test_laos_for_people(loaded: Run) -> None:
    output = loaded("laos --state complete --province เชียงราย")
    assert output.out.splitlines()[0] == "ข้อมูล ณ 14 ม.ค. 2565 10:30 น."
    assert "องค์การบริหารส่วนจังหวัดเชียงราย" in output.out
    nothing = loaded("laos --type CITY")
    assert nothing.out.splitlines()[1:] == ["ไม่มีข้อมูลตามเงื่อนไขที่เลือก"]


# --- verify and rebuild ------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["verify", "rebuild"])
def test_upkeep_of_a_sound_folder_finds_nothing(loaded: Run, words: str) -> None:
    output = loaded(f"{words} --json").json
    assert (output["sound"], output["faults"]) == (True, [])
    assert loaded(words).code == 0


def test_damaged_original_is_told_with_its_remedy(loaded: Run) -> None:
    original = next(data_folder().glob("originals/*"))
    original.write_bytes(original.read_bytes() + b" ")
    output = loaded("verify")
    assert output.code == 1
    assert original.name in output.err
    assert "กรุณา" in output.err
    assert loaded("verify --json").code == 1


# --- wrong usage -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "",
        "nonsense",
        "import",
        "register",
        "register a.csv b.csv",
        "import a.csv --as-of yesterday",
        "import a.csv --as-of latest",
        "import a.csv --as-of 2022-13-01T00:00",
        "import a.csv --list-means something",
        "rates --by village",
        "rates --json --csv",
        "rates --as-of 7/1/2565",
        "laos --state gone",
        "laos --province 99",
        "laos --province ๑๐๐",
        "laos --type ไม่รู้",
        "laos --format pdf",
        "laos --form csv",
        "register a.csv --effective someday",
        "snapshots --lang de",
        "--lang",
    ],
)
def test_wrong_usage_is_2_and_prints_nothing_on_stdout(run: Run, words: str) -> None:
    output = run(words)
    assert (output.code, output.out) == (2, "")
    assert output.err.startswith("usage: python -m itasdash")
    assert "Traceback" not in output.err


def test_wrong_usage_is_explained_in_the_language_asked_for(run: Run) -> None:
    assert "ไม่รู้จักจังหวัด “เชียงรัย”" in run("laos --province เชียงรัย").err
    assert "“เชียงรัย” is no known province" in run("laos --province เชียงรัย --lang en").err
    assert "กรุณาเขียนเช่น 2022-01-07T13:00" in run("rates --as-of เมื่อวาน").err


def test_help_is_in_the_language_asked_for(run: Run) -> None:
    assert "นำเข้าไฟล์ส่งออก" in run("--help").out
    assert "import exports" in run("--lang en --help").out
    assert "store nothing" in run("import --help --lang en").out


def several() -> list[tuple[str, argparse.Action]]:
    """Return every option that takes several values, with its command."""
    (commands,) = (a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction))
    return [
        (name, action)
        for name, parser in commands.choices.items()
        for action in parser._actions
        if action.option_strings and action.nargs in ("+", "*")
    ]


# What the options take that have no list of their values.
VALUES = {"province": ("57", "30", "81"), "type": ("SAO", "PAO", "CITY")}


@pytest.mark.parametrize(
    ("command", "option"), several(), ids=lambda each: getattr(each, "dest", each)
)
def test_a_repeated_option_adds_to_what_was_given(command: str, option: argparse.Action) -> None:
    values = [*(option.choices or VALUES.get(option.dest, ("one", "two", "three")))][:3]
    name, needed = option.option_strings[-1], []
    if command == "pack":
        needed = ["--as-of", "latest", "-o", "x.zip"]
    words = [command, name, *values[:2], *needed, name, values[2]]
    assert getattr(build_parser().parse_args(words), option.dest) == values
    # And nothing stays for the next command.
    assert getattr(build_parser().parse_args([command, *needed]), option.dest) == []


def test_a_repeated_state_lists_both(loaded: Run) -> None:
    once = loaded("laos --state complete incomplete --format json").json
    twice = loaded("laos --state complete --state incomplete --format json").json
    assert twice == once
    assert len(once["rows"]) > len(loaded("laos --state incomplete --format json").json["rows"])


# --- as a process ------------------------------------------------------------------------------


def process(words: list[str], files: Path, data: Path) -> Any:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    command = [sys.executable, "-m", "itasdash", "--data", str(data), *words]
    return subprocess.run(command, cwd=files, env=environment, capture_output=True, check=False)


@pytest.fixture(scope="module")
def january(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the register and the snapshot of 7 January."""
    data = tmp_path_factory.mktemp("january")
    for words in (
        ["register", "--effective", "2021-10-01", "register.csv"],
        ["import", "status.csv"],
    ):
        assert main(["--data", str(data), *words[:-1], str(files / words[-1])]) == 0
    return data


def test_commands_as_processes_in_a_locale_without_thai(files: Path, january: Path) -> None:
    people = process(["register", "register.csv", "--effective", "2021-10-01"], files, january)
    assert (people.returncode, people.stderr) == (0, b"")
    assert people.stdout.decode().startswith("ทะเบียน อปท. 4 แห่งนี้มีอยู่แล้ว")
    programs = process(["import", "--json", "status.csv", "empty.csv"], files, january)
    assert (programs.returncode, programs.stderr) == (1, b"")
    assert len(json.loads(programs.stdout)["files"]) == 2
    wrong = process(["rates", "--by", "village"], files, january)
    assert (wrong.returncode, wrong.stdout) == (2, b"")


@pytest.mark.skipif(os.name == "nt", reason="a closed pipe is another error there")
@pytest.mark.parametrize("words", [["laos", "--format", "json"], ["rates"]])
def test_reader_who_has_seen_enough_is_no_error(january: Path, words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "itasdash", "--data", str(january), *words]
    try:
        output = subprocess.run(
            command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writing)
    assert (output.returncode, output.stderr) == (0, b"")
