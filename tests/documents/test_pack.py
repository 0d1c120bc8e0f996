"""The pack: what is in it, its manifest, the same bytes again, and the command that makes it."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from itasdash.cli import main
from itasdash.documents.letters.letter import Template, letter_text
from itasdash.documents.letters.pack import LetterWriter, chosen_content, make_pack
from itasdash.findings import Refusal
from itasdash.schema import LetterEvent, Office
from itasdash.store import Store
from tests.kits.small_office import FIRST, WHEN, office, status

DOCUMENTS = {
    "หนังสือ.docx",
    "หนังสือ.pdf",
    "สิ่งที่ส่งมาด้วย 1.xlsx",
    "สิ่งที่ส่งมาด้วย 1.pdf",
    "สิ่งที่ส่งมาด้วย 2.xlsx",
    "สิ่งที่ส่งมาด้วย 2.pdf",
}
FOLDERS = {"50 เชียงใหม่", "81 กระบี่", "20 ชลบุรี"}


@pytest.fixture(scope="module")
def store(small_data: Path) -> Store:
    return Store(small_data)


def pack_of(
    store: Store, number: int = -1, provinces: tuple[str, ...] = (), sample: bool = False
) -> bytes:
    info = store.snapshots()[number]
    content = chosen_content(store.read(info.as_of), provinces, open_errors=(), outdated=False)
    return make_pack(content, LetterWriter(Office(), Template(), sample=sample))


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {info.filename: archive.read(info) for info in archive.infolist()}


def test_pack_has_a_folder_per_province_and_a_manifest_of_all(store: Store) -> None:
    found = members(pack_of(store, 0))
    assert set(found) == {
        *DOCUMENTS,
        *(f"{folder}/{name}" for folder in FOLDERS for name in DOCUMENTS),
        "manifest.json",
    }
    manifest = json.loads(found.pop("manifest.json"))
    listed = {entry["file"]: entry for entry in manifest["files"]}
    assert set(listed) == set(found)
    for name, data in found.items():
        assert listed[name]["sha256"] == hashlib.sha256(data).hexdigest()
    rows = {name: entry["rows"] for name, entry in listed.items() if name.endswith("xlsx")}
    assert rows["สิ่งที่ส่งมาด้วย 1.xlsx"] == 3
    assert rows["สิ่งที่ส่งมาด้วย 2.xlsx"] == 8
    assert sum(n for name, n in rows.items() if "/" in name and "วย 2" in name) == 8
    assert (manifest["expected"], manifest["registered"], manifest["outstanding"]) == (10, 2, 8)
    assert manifest["as_of"] == "2021-12-24T09:00:00+07:00"
    assert [source["file"] for source in manifest["sources"]] == ["a.csv"]


def test_a_complete_province_gets_its_letter_and_figures_but_no_list(store: Store) -> None:
    found = members(pack_of(store))
    of_krabi = {name.partition("/")[2] for name in found if name.startswith("81 ")}
    assert of_krabi == {name for name in DOCUMENTS if "2" not in name}
    assert "ครบถ้วนแล้วทุกแห่ง" in " ".join(letter_text(found["81 กระบี่/หนังสือ.docx"]))


def test_pack_of_chosen_provinces_is_about_them_only(store: Store) -> None:
    found = members(pack_of(store, 0, ("81",)))
    assert {name.partition("/")[0] for name in found if "/" in name} == {"81 กระบี่"}
    assert "ในจังหวัดกระบี่ จาก ๓ แห่ง" in " ".join(letter_text(found["หนังสือ.docx"]))
    assert json.loads(found["manifest.json"])["all_provinces"] is False


def test_the_same_snapshot_gives_the_same_bytes(store: Store, tmp_path: Path) -> None:
    first = pack_of(store)
    assert first == pack_of(store)
    assert first == pack_of(Store(office(tmp_path / "other").root))
    assert first != pack_of(store, 0)


def test_progress_is_told_folder_by_folder(store: Store) -> None:
    told: list[tuple[int, int, str]] = []
    content = chosen_content(
        store.read(store.snapshots()[0].as_of), (), open_errors=(), outdated=False
    )
    make_pack(content, LetterWriter(Office(), Template()), lambda *at: told.append(at))
    assert [(done, everything) for done, everything, _ in told] == [
        (0, 4), (1, 4), (2, 4), (3, 4), (4, 4),
    ]  # fmt: skip
    assert {at for _, _, at in told} == {"", *FOLDERS}


def test_pack_of_the_sample_warns_in_every_document(store: Store) -> None:
    for name, data in members(pack_of(store, 0, ("81",), sample=True)).items():
        if name.endswith("docx"):
            assert "ห้ามใช้เป็นหนังสือราชการ" in letter_text(data)[0]
        elif name.endswith("xlsx"):
            page = openpyxl.load_workbook(io.BytesIO(data)).active
            assert "ห้ามใช้เป็นหนังสือราชการ" in page["A1"].value


def test_no_pack_of_errors_that_nobody_acknowledged(store: Store) -> None:
    snapshot = store.read(store.snapshots()[1].as_of)
    with pytest.raises(Refusal) as refused:
        chosen_content(snapshot, (), open_errors=store.open_errors(snapshot.info), outdated=False)
    assert refused.value.code == "letter_errors"


# --- the command --------------------------------------------------------------------------------


def test_command_writes_the_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, out = office(tmp_path / "office"), tmp_path / "a.zip"
    arguments = ["pack", "--data", str(store.root), "--as-of", "latest", "-o", str(out)]
    assert main(arguments) == 0
    assert "23 ไฟล์ 3 จังหวัด" in capsys.readouterr().out
    assert out.read_bytes() == pack_of(store)
    # And the register of letters knows of it.
    assert [each.file for each in store.events(LetterEvent)] == ["a.zip"]
    assert main([*arguments, "--province", "กระบี่", "--arabic-digits"]) == 0
    assert json.loads(members(out.read_bytes())["manifest.json"])["thai_digits"] is False


def test_command_refuses_errors_until_they_are_acknowledged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, out = office(tmp_path / "office"), tmp_path / "a.zip"
    when = "2022-01-07T13:00"
    arguments = ["pack", "--data", str(store.root), "--as-of", when, "-o", str(out)]
    assert main(arguments) == 1
    assert "ยังไม่มีผู้รับทราบ" in capsys.readouterr().err
    assert not out.exists()
    with store.writing() as writer:
        writer.acknowledge(store.snapshots()[1].as_of, "ตรวจแล้ว", "tester", WHEN)
    assert main(arguments) == 0
    assert set(DOCUMENTS) < set(members(out.read_bytes()))


def test_command_refuses_what_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = office(tmp_path / "office", status("a.csv", "24 ธ.ค. 2564", FIRST))
    arguments = ["pack", "--data", str(store.root), "--as-of", "latest"]
    assert main([*arguments, "--province", "ตราด", "-o", str(tmp_path / "a.zip")]) == 1
    assert "จังหวัดตราด" in capsys.readouterr().err
    assert main([*arguments, "-o", str(tmp_path / "no" / "a.zip")]) == 1
    assert "a.zip" in capsys.readouterr().err
    (store.root / "office.toml").write_text("x = 1")
    assert main([*arguments, "-o", str(tmp_path / "a.zip")]) == 1
    assert "office.toml" in capsys.readouterr().err
    with pytest.raises(SystemExit) as usage:
        main(arguments)
    assert usage.value.code == 2
