"""The command ``publish``, and the others over a copy."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from itasdash.cli import main, progress


@pytest.fixture
def target(small_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> str:
    monkeypatch.setenv("ITASDASH_CACHE", str(tmp_path / "cache"))
    address = (tmp_path / "copy").as_uri()
    assert main(["--data", str(small_data), "publish", address]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(f"เผยแพร่ไปที่ {address} แล้ว")
    assert "ส่งแล้ว" in said.err
    return address


def test_publishing_again_has_nothing_to_do_and_tells_programs_so(
    small_data: Path, target: str, capsys: Any
) -> None:
    assert main(["--data", str(small_data), "publish", target, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["address"], told["outcome"], told["bytes_sent"]) == (target, "unchanged", 0)
    assert told["files"]["sent"] == told["files"]["removed"] == 0 < told["files"]["all"]


@pytest.mark.parametrize(
    "words",
    ["rates --by province --json", "laos --format json", "laos --lang en --state none", "rates"],
)
def test_a_copy_answers_as_the_data_folder_does(
    small_data: Path, target: str, capsys: Any, words: str
) -> None:
    assert main(["--data", str(small_data), *words.split()]) == 0
    own = capsys.readouterr()
    assert main(["--data", target, *words.split()]) == 0
    assert capsys.readouterr() == own


def test_a_folder_that_was_published_to_is_a_copy_too(
    target: str, tmp_path: Path, capsys: Any
) -> None:
    assert main(["--data", str(tmp_path / "copy"), "snapshots", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["snapshots"]
    assert {source["imported_by"] for each in told for source in each["sources"]} == {""}


@pytest.mark.parametrize(
    "words",
    [
        "register x.csv",
        "import x.csv",
        "import x.csv --dry-run",
        "alias ก --province กระบี่ --lao 2810101",
        "layouts remove ก",
        "verify",
        "rebuild",
        "publish somewhere",
    ],
)
def test_a_command_that_changes_something_is_refused_in_one_sentence(
    target: str, capsys: Any, words: str
) -> None:
    before = sorted(Path(target.removeprefix("file://")).rglob("*"))
    assert main(["--data", target, "--lang", "en", *words.split()]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
    assert said.err.startswith("This is a published copy, which is only read")
    assert sorted(Path(target.removeprefix("file://")).rglob("*")) == before


def test_a_place_that_holds_something_else_is_refused(
    small_data: Path, tmp_path: Path, capsys: Any
) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    assert main(["--data", str(small_data), "publish", str(tmp_path), "--lang", "en"]) == 1
    assert "thesis.docx" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_publishing_tells_how_many_months_it_has_made_anew(
    small_data: Path, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    shutil.copytree(small_data, data)
    shutil.rmtree(data / "marts", ignore_errors=True)
    monkeypatch.setattr(progress, "_PAUSE", 0.0)
    copy = str(tmp_path / "copy")
    assert main(["--data", str(data), "publish", copy, "--lang", "en"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("Monthly summaries are made anew: 0 of ")
    assert said[-1].endswith("files sent")
    assert main(["--data", str(data), "publish", copy, "--lang", "en"]) == 0
    assert "0 of" not in capsys.readouterr().err
