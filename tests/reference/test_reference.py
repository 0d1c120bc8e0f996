"""The reference tables: complete, unambiguous, and read as they are written."""

import csv
from pathlib import Path

import pytest

from itasdash import reference
from itasdash.findings import SEVERITIES
from itasdash.reference import (
    all_provinces,
    lao_types,
    province_codes,
    provinces,
    regions,
    table,
    words,
)
from itasdash.schema import KINDS, LAO_TYPES
from itasdash.thai import tables
from itasdash.thai.tables import read_table
from itasdash.thai.text import bare_key, key

FOLDER = Path(reference.__file__).parent
TABLES = sorted(path.stem for path in FOLDER.glob("*.csv"))
LAO_COLUMNS = ["lao_pao", "lao_city", "lao_town", "lao_subdistrict", "lao_sao", "lao_special"]


def test_there_are_76_provinces_and_bangkok() -> None:
    assert len(all_provinces()) == len(table("provinces")) == 77
    assert len(provinces()) == 76
    assert set(all_provinces()) - set(provinces()) == {"10"}
    assert list(all_provinces()) == sorted(all_provinces())
    for field in ("name_th", "name_en", "abbreviation_th", "abbreviation_en"):
        assert len({getattr(p, field) for p in all_provinces().values()}) == 77


def test_counts_of_laos_add_up_to_those_of_the_department() -> None:
    sums = [sum(int(row[name]) for row in table("provinces")) for name in LAO_COLUMNS]
    assert sum(sums) == 7849
    assert sums[0] == 76  # one อบจ. a province
    assert sums[-1] == 1  # Pattaya
    assert sum(int(row[name]) for row in table("provinces")[:1] for name in LAO_COLUMNS) == 0


def test_provinces_stand_in_known_regions() -> None:
    assert {p.region for p in all_provinces().values()} == set(regions())
    assert len(regions()) == 6
    assert all_provinces()["57"].region == "NORTH"
    assert all_provinces()["57"].name("th") == "เชียงราย"
    assert all_provinces()["57"].name("en") == "Chiang Rai"
    assert regions()["NORTH"].short("th") == "เหนือ"
    assert regions()["NORTH"].short("en") == "North"


def test_every_province_has_a_tile_of_its_own() -> None:
    tiles = {row["province_code"]: (row["column"], row["row"]) for row in table("tiles")}
    assert set(tiles) == set(all_provinces())
    assert len(table("tiles")) == len(set(tiles.values())) == 77


def test_types_of_the_tables_are_those_of_the_schema() -> None:
    assert tuple(lao_types()) == LAO_TYPES
    assert {row["lao_type"] for row in table("lao_type_words")} == set(LAO_TYPES)
    assert {row["kind"] for row in table("kind_words")} <= set(KINDS)
    values = {row["registered"] for row in table("status_words")}
    assert values == {"true", "false", "unknown"}
    assert {row["severity"] for row in table("finding_severities")} == set(SEVERITIES)


def test_names_of_provinces_lead_to_their_codes() -> None:
    codes = province_codes()
    for province in all_provinces().values():
        assert codes[key(province.name_th)] == province.code
        assert codes[key(province.name_en)] == province.code
    assert codes[key("อยุธยา")] == "14"
    assert {row["province_code"] for row in table("province_aliases")} <= set(all_provinces())


# What must be the same in every row of a table that means the same, and what it then says.
MEANINGS = {
    "lao_type_words": (("word",), "lao_type"),
    "kind_words": (("word",), "kind"),
    "status_words": (("word",), "registered"),
    "header_words": (("parent", "header"), "field"),
    "row_words": (("word",), "role"),
    "month_words": (("word",), "month"),
    "province_aliases": (("written",), "province_code"),
    "finding_severities": (("code",), "severity"),
}


@pytest.mark.parametrize("name", MEANINGS)
def test_no_word_stands_twice_or_means_two_things(name: str) -> None:
    columns, meaning = MEANINGS[name]
    meanings: dict[tuple[str, ...], str] = {}
    rows = read_table("itasdash.thai", name) if name == "month_words" else table(name)
    for row in rows:
        word = tuple(key(row[column]) for column in columns)
        assert any(word), row
        assert row[meaning], row
        assert meanings.setdefault(word, row[meaning]) == row[meaning], row
    assert len(meanings) == len(rows), "the same word is written twice"


def test_names_and_aliases_of_provinces_do_not_contradict_each_other() -> None:
    codes: dict[str, str] = {}
    written = [(p.name_th, p.code) for p in all_provinces().values()]
    written += [(row["written"], row["province_code"]) for row in table("province_aliases")]
    for name, code in written:
        assert codes.setdefault(bare_key(name), code) == code, name


@pytest.mark.parametrize("name", TABLES)
def test_table_is_plain_utf8_without_blanks_around_its_cells(name: str) -> None:
    data = (FOLDER / f"{name}.csv").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\n")
    for row in csv.reader(data.decode().splitlines()):
        assert row == [cell.strip() for cell in row]
    assert table(name)


def test_row_with_too_many_or_too_few_cells_is_an_error_that_names_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "files", lambda _: tmp_path)
    for number, text in enumerate(["a,b\n1,2\n3\n", "a,b\n1,2\n3,4,5\n"]):
        (tmp_path / f"broken{number}.csv").write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=rf"reference/broken{number}\.csv, line 3"):
            table(f"broken{number}")


def test_words_are_found_by_their_comparison_key() -> None:
    known = words("status_words", "registered", "word")
    assert known[key("ลง ทะเบียนแล้ว")] == "true"
    assert known[key("ยังไม่ลงทะเบียน")] == "false"
