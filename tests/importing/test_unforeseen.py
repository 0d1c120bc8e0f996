"""An error that nobody foresaw ends one file of a batch, never the others, and is ours to read."""

import json
from pathlib import Path

import pytest

from itasdash.cli import main
from itasdash.importing import derive
from itasdash.store import Store
from tests.kits.files import as_csv
from tests.kits.small_office import FIRST, SECOND, listing, office, register, status

JANUARY = "7 ม.ค. 2565 เวลา 13.00 น."
BANGKOK = ("1100001", "กรุงเทพมหานคร", "พระนคร", "ท้องถิ่นรูปแบบพิเศษ", "กรุงเทพมหานคร")


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Three exports, in the order of their names, and a data folder with a register."""
    office(tmp_path / "store", status("0.csv", "1 พ.ย. 2564", FIRST))
    exports = (
        status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST),
        listing("b.csv", JANUARY, SECOND),
        status("c.csv", "31 ม.ค. 2565 เวลา 16.30 น.", SECOND),
    )
    for upload in exports:
        (tmp_path / upload.name).write_bytes(upload.data)
    return tmp_path


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the reading of one of the files meet a fault of the program."""
    read = derive.read_export

    def faulty(data: bytes, file: str, *more: object, **options: bool) -> object:
        if file == "b.csv":
            raise KeyError("10")
        return read(data, file, *more, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(derive, "read_export", faulty)


@pytest.mark.usefixtures("broken")
def test_the_others_of_a_batch_are_imported(
    files: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    names = [str(files / name) for name in ("a.csv", "b.csv", "c.csv")]
    assert main(["--data", str(files / "store"), "import", "--json", *names]) == 1
    printed = capsys.readouterr()
    reports = json.loads(printed.out)["files"]
    assert [report["outcome"] for report in reports] == ["imported", "rejected", "imported"]
    assert reports[1]["error"]["code"] == "unforeseen"
    assert reports[1]["error"]["message"].startswith("b.csv: ")
    assert printed.err == ""
    assert "Traceback" in caplog.text
    assert [info.as_of.day for info in Store(files / "store").snapshots()] == [1, 24, 31]


@pytest.mark.usefixtures("broken")
def test_its_traceback_goes_to_the_log_that_is_named(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ITASDASH_LOG", str(files / "errors.log"))
    assert main(["--data", str(files / "store"), "import", str(files / "b.csv")]) == 1
    assert "Traceback" not in capsys.readouterr().err
    assert "KeyError: '10'" in (files / "errors.log").read_text(encoding="utf-8")


def test_a_command_that_meets_one_says_so_in_a_sentence(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ITASDASH_LIMIT_FINDINGS", "many")
    assert main(["--data", str(files / "store"), "import", str(files / "b.csv")]) == 1
    assert "ITASDASH_LIMIT_FINDINGS" in capsys.readouterr().err


def test_bangkok_in_the_register_is_no_lao_of_the_department(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "register.csv").write_bytes(register().data + as_csv([BANGKOK]))
    exported = listing("b.csv", JANUARY, SECOND)
    (tmp_path / "b.csv").write_bytes(exported.data)
    command = ["--data", str(tmp_path / "store"), "--lang", "en"]
    assert main([*command, "register", str(tmp_path / "register.csv")]) == 0
    printed = capsys.readouterr().out
    assert "10 LAOs" in printed
    assert "Bangkok is not under the department" in printed
    assert main([*command, "import", str(tmp_path / "b.csv")]) == 0
    [info] = Store(tmp_path / "store").snapshots()
    assert info.counts["expected"] == 10
