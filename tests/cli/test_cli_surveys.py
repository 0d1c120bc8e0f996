"""``rates`` and ``laos`` with ``--measure``: numbers by hand, and nothing changed without it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from itasdash.cli import main
from itasdash.metrics.surveys import SURVEY_MEASURES
from tests.kits.survey_office import survey_office


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("surveys") / "store"
    survey_office(root)
    return root


@pytest.fixture
def run(data: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Any:
    def output(*arguments: str) -> tuple[int, str, str]:
        code = main(["--data", str(data), *arguments])
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8-sig"), err.decode()

    return output


def rows(run: Any, *arguments: str) -> list[dict[str, Any]]:
    code, out, _ = run(*arguments)
    assert code == 0
    found: list[dict[str, Any]] = json.loads(out)["rows"]
    return found


def test_rates_of_a_survey_by_hand(run: Any) -> None:
    code, out, _ = run("rates", "--measure", "iit", "--as-of", "2022-02-28T09:00", "--json")
    assert code == 0
    document = json.loads(out)
    assert (document["by"], document["measure"]) == ("country", "iit")
    (row,) = document["rows"]
    assert list(row) == ["country", "name_th", "expected", *SURVEY_MEASURES]
    # Seven LAOs have a quota above 0: 80 of 50, 10 of 40, 20 of 50, and four times 0 of 50.
    assert row["expected"] == 10
    assert (row["with_quota"], row["zero_quota"], row["without_quota"]) == (7, 1, 2)
    assert (row["met"], row["partly"], row["none"], row["above_quota"]) == (1, 2, 4, 1)
    assert (row["quota"], row["answered"], row["counted"]) == (340, 122, 80)
    assert row["missing"] == 260
    assert row["attainment"] == pytest.approx(80 / 340)
    assert row["raw_share"] == pytest.approx(110 / 340)


def test_rates_by_province_and_of_a_summary(run: Any) -> None:
    now = ("--as-of", "2022-02-14T09:00", "--json")
    found = {
        row["province_code"]: row
        for row in rows(run, "rates", "--measure", "iit", "--by", "province", *now)
    }
    assert (found["50"]["quota"], found["50"]["answered"]) == (190, 60)
    assert found["50"]["attainment"] is None
    assert found["50"]["met"] is None
    assert rows(run, "rates", "--measure", "iit", "--by", "type", *now) == []


def test_rates_as_csv_and_for_people(run: Any) -> None:
    _, out, _ = run("rates", "--measure", "eit", "--by", "type", "--csv")
    read = list(csv.DictReader(io.StringIO(out)))
    assert {row["lao_type"] for row in read} == {"PAO", "CITY", "TOWN", "SUBDISTRICT", "SAO"}
    code, out, _ = run("rates", "--measure", "eit", "--by", "district", "--lang", "en")
    assert code == 0
    assert "EIT per cent of quota" in out
    assert "EIT" in run("rates", "--measure", "eit")[1]


def test_registration_is_as_it_was(run: Any) -> None:
    plain = run("rates", "--by", "province", "--json")
    assert run("rates", "--by", "province", "--measure", "registration", "--json") == plain
    assert set(json.loads(plain[1])) == {"as_of", "by", "rows"}
    listed = run("laos", "--state", "none", "--format", "json")
    assert run("laos", "--state", "none", "--measure", "registration", "--format", "json") == listed
    assert set(json.loads(listed[1])["filters"]) == {"state", "province", "type"}


def test_laos_furthest_from_their_quota(run: Any) -> None:
    now = ("laos", "--as-of", "2022-02-28T09:00", "--measure", "iit", "--format")
    found = rows(run, *now, "json")
    assert len(found) == 10
    lacking = [row["iit_missing"] for row in found]
    assert lacking == [50, 50, 50, 50, 30, 30, 0, None, None, None]
    silent = rows(run, *now, "json", "--survey", "none")
    assert {row["iit_survey"] for row in silent} == {"none"}
    assert len(silent) == 4
    _, out, _ = run(*now, "csv", "--survey", "partly", "met")
    assert len(list(csv.DictReader(io.StringIO(out)))) == 3
    _, out, _ = run(*now, "table", "--survey", "no_quota")
    assert "IIT" in out


def test_a_survey_filter_needs_to_know_which(run: Any) -> None:
    code, out, err = run("laos", "--survey", "none")
    assert (code, out) == (1, "")
    assert "--measure" in err


def test_a_list_by_survey_is_no_list_of_the_unregistered(run: Any, tmp_path: Path) -> None:
    target = tmp_path / "list.xlsx"
    states = ("none", "admin_only", "executive_only", "incomplete")
    code, _, _ = run(
        "laos", "--state", *states, "--measure", "iit", "--format", "xlsx", "-o", str(target)
    )
    assert code == 0
    assert "ยังไม่ลงทะเบียน" not in target.name
    from openpyxl import load_workbook

    assert load_workbook(target).worksheets[0]["A1"].value == "อปท. กับแบบวัด IIT"
