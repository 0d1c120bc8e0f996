"""``alias``: a name that was settled once is settled for good."""

import json
from pathlib import Path

import pytest

from itasdash.cli import main
from itasdash.importing import Upload
from itasdash.store import Store
from tests.kits.small_office import SECOND, listing, office

WRITTEN = "บ้านแบะ"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    export = listing("b.csv", "7 ม.ค. 2565 เวลา 13.00 น.", SECOND)
    wrong = Upload(export.name, export.data.replace("บ้านแปะ".encode(), WRITTEN.encode()))
    office(tmp_path / "store", wrong)
    return tmp_path / "store"


def alias(data: Path, *words: str) -> int:
    return main(["--data", str(data), "--lang", "en", "alias", *words])


def test_a_confirmed_name_settles_the_snapshot(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert alias(data, WRITTEN, "--province", "เชียงใหม่", "--lao", "6500201") == 0
    assert "1 snapshot derived again" in capsys.readouterr().out
    status = Store(data).read(Store(data).snapshots()[0].as_of).status
    assert status.loc[status["lao_id"] == "6500201", "match"].item() == "alias"
    assert status["lao_id"].notna().all()
    assert alias(data, WRITTEN, "--province", "50", "--lao", "6500201") == 0
    assert "0 snapshots" in capsys.readouterr().out


def test_a_row_that_is_no_lao_is_left_out(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert alias(data, WRITTEN, "--province", "50", "--district", "จอมทอง", "--lao", "-") == 0
    capsys.readouterr()
    assert main(["--data", str(data), "rates", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["outstanding"] == 5


def test_a_code_of_another_province_is_refused(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert alias(data, WRITTEN, "--province", "50", "--lao", "6810201") == 1
    assert "no code 6810201 in that province" in capsys.readouterr().err
    assert Store(data).aliases() == []


def test_wrong_usage_is_told_apart(data: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        alias(data, WRITTEN, "--lao", "6500201")
    assert ended.value.code == 2
