"""Names that a person confirms are kept in the words of the register, or refused."""

from datetime import date
from pathlib import Path

import pytest

from itasdash.cli import main
from itasdash.findings import Refusal
from itasdash.importing import Upload, confirm_alias, load_register
from itasdash.store import Store
from tests.kits.files import as_csv
from tests.kits.small_office import REGISTER, SECOND, WHEN, listing, office

WRITTEN = "บ้านแบะ"
ALIAS = {
    "written": WRITTEN,
    "province_code": "50",
    "district": "",
    "lao_id": "6500201",
    "valid_from": "",
    "valid_to": "",
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A folder with a list of 7 January 2022 in which one name is misspelt."""
    export = listing("b.csv", "7 ม.ค. 2565 เวลา 13.00 น.", SECOND)
    wrong = Upload(export.name, export.data.replace("บ้านแปะ".encode(), WRITTEN.encode()))
    return office(tmp_path / "store", wrong)


def confirm(store: Store, **how: str) -> int:
    """Confirm the misspelt name; return how many snapshots follow."""
    return len(confirm_alias(store, {**ALIAS, **how}, who="tester", when=WHEN))


def is_settled(store: Store) -> bool:
    return bool(store.read(store.snapshots()[0].as_of).status["lao_id"].notna().all())


@pytest.mark.parametrize("district", ["จอมทอง", "อ.จอมทอง", "อำเภอจอมทอง", "จอม ทอง"])
def test_a_district_is_kept_as_the_register_spells_it(store: Store, district: str) -> None:
    assert confirm(store, district=district) == 1
    assert store.aliases()[-1].district == "จอมทอง"
    assert is_settled(store)
    # However it is written, it is the same name.
    assert confirm(store, district="จอมทอง") == 0


def test_a_district_that_the_province_does_not_have_is_refused(store: Store) -> None:
    with pytest.raises(Refusal) as refused:
        confirm(store, district="จอมทองง")
    assert refused.value.code == "alias_district"
    sentence = refused.value.message("en")
    assert "จอมทองง" in sentence
    assert "the nearest in name are: จอมทอง, เมืองเชียงใหม่" in sentence
    assert store.aliases() == []
    with pytest.raises(Refusal):
        # Of another province.
        confirm(store, district="บ้านบึง")


def test_districts_of_every_register_are_known(store: Store) -> None:
    later = [(*row[:2], "ดอยหล่อ", *row[3:]) if row[2] == "จอมทอง" else row for row in REGISTER]
    header = ("รหัส อปท.", "จังหวัด", "อำเภอ", "ประเภท อปท.", "อปท.")
    upload = Upload("later.csv", as_csv([header, *later]))
    load_register(store, upload, date(2022, 6, 1), who="tester", when=WHEN)
    # The snapshot is of January.
    assert confirm(store, district="อ.ดอยหล่อ", valid_from="2022-06-01") == 0
    assert confirm(store, district="อ.จอมทอง", valid_to="2022-05-31") == 1
    assert is_settled(store)


@pytest.mark.parametrize("lao", ["6810201", "500201", "xx500201", "6500299", "", "เขาพนม"])
def test_an_lao_is_one_of_the_province(store: Store, lao: str) -> None:
    with pytest.raises(Refusal) as refused:
        confirm(store, lao_id=lao)
    assert refused.value.code == "alias_lao"
    assert store.aliases() == []


@pytest.mark.parametrize("lao", ["๖๕๐๐๒๐๑", " 6500201 ", "5500201"])
def test_an_lao_is_kept_by_the_code_of_the_register(store: Store, lao: str) -> None:
    confirm(store, lao_id=lao)
    assert store.aliases()[-1].lao_id == "6500201"
    assert is_settled(store)


@pytest.mark.parametrize(
    ("first", "last", "settled"),
    [
        ("2022-01-07", "2022-01-07", True),
        ("", "2022-01-06", False),
        ("2022-01-08", "", False),
        ("", "2022-01-07", True),
    ],
)
def test_a_name_holds_between_its_days(store: Store, first: str, last: str, settled: bool) -> None:
    confirm(store, valid_from=first, valid_to=last)
    assert is_settled(store) is settled


def test_a_name_that_would_end_before_it_begins_is_refused(store: Store) -> None:
    with pytest.raises(Refusal) as refused:
        confirm(store, valid_from="2022-01-08", valid_to="2022-01-07")
    assert refused.value.code == "alias_dates"


def test_the_command_says_from_when_until_when(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--data", str(store.root), "--lang", "en", "alias"]
    words = [WRITTEN, "--province", "50", "--district", "อ.จอมทอง", "--lao", "6500201"]
    # A Buddhist year is understood, as everywhere.
    assert main([*command, *words, "--valid-to", "2565-01-06"]) == 0
    [alias] = store.aliases()
    assert (alias.valid_from, alias.valid_to) == ("", "2022-01-06")
    assert not is_settled(store)
    assert main([*command, *words, "--valid-from", "2022-01-07"]) == 0
    assert is_settled(store)
    assert (store.aliases()[-1].valid_from, store.aliases()[-1].valid_to) == ("2022-01-07", "")
    capsys.readouterr()
    assert main([*command, *words[:3], "--district", "ไม่มี", *words[5:]]) == 1
    assert "ไม่มี" in capsys.readouterr().err


def test_without_a_register_of_the_office_names_are_held_against_the_one_of_the_app(
    tmp_path: Path,
) -> None:
    with pytest.raises(Refusal) as refused:
        confirm(Store(tmp_path / "empty"), lao_id="6810299")
    assert "6810299" in refused.value.message("en")
