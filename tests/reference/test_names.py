"""Names of LAOs, districts and provinces: what a written one can be read as."""

import csv
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itasdash.reference import all_provinces, names, province_codes, provinces, table
from itasdash.reference.names import (
    province_within,
    read_district,
    read_lao_name,
    read_lao_type,
    read_place,
    read_province,
)
from itasdash.reference.written_names import official_name, short_name, shortened
from itasdash.thai.text import bare_key, key

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
OWN_REGISTER = ROOT / "data" / "sample" / "register.csv"
REAL_REGISTER = SHARED / "register" / "dla_lao_register.csv"
REGISTERS = [
    pytest.param(OWN_REGISTER, id="sample"),
    pytest.param(
        REAL_REGISTER,
        id="department",
        marks=pytest.mark.skipif(not REAL_REGISTER.exists(), reason="../shared is not here"),
    ),
]
Entry = tuple[str, str, str, str, str]


def entries(path: Path) -> list[Entry]:
    """Return (code, province code, district, type, name) of every LAO of a register."""
    found: dict[str, Entry] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            code, province = row["รหัส อปท."], province_codes()[key(row["จังหวัด"])]
            lao_type = read_lao_type(row["ประเภท อปท."])
            assert lao_type is not None
            found.setdefault(code, (code, province, row["อำเภอ"], lao_type, row["อปท."]))
    return list(found.values())


# --- the type in front of a name ---

PREFIXES = [(row["word"], row["lao_type"]) for row in table("lao_type_words")]


@pytest.mark.parametrize(
    ("written", "lao_type"),
    [
        ("อบต.คลองยาง", "SAO"),
        ("อบต คลองยาง", "SAO"),
        ("อบตคลองยาง", "SAO"),
        ("อ.บ.ต.คลองยาง", "SAO"),
        ("อ.บ.ต คลองยาง", "SAO"),
        ("องค์การบริหารส่วนตำบลคลองยาง", "SAO"),
        ("องค์การบริหารส่วนตําบล คลองยาง", "SAO"),
        ("องค์การบริหารส่วน ตำบล คลองยาง", "SAO"),
        ("องค์การบริหารส่วนต าบลคลองยาง", "SAO"),
        ("องค์กรบริหารส่วนตำบลคลองยาง", "SAO"),
        ("\ufeffอบต.\u00a0คลองยาง ", "SAO"),
        ("อบต.\nคลองยาง", "SAO"),
        ("ทต.คลองยาง", "SUBDISTRICT"),
        ("ท.ต.คลองยาง", "SUBDISTRICT"),
        ("เทศบาลตำบลคลองยาง", "SUBDISTRICT"),
        ("เทศบาล ตำบล คลองยาง", "SUBDISTRICT"),
        ("เทศบาลตําบลคลองยาง", "SUBDISTRICT"),
        ("เทศบาลต.คลองยาง", "SUBDISTRICT"),
        ("ทม.คลองยาง", "TOWN"),
        ("เทศบาลเมืองคลองยาง", "TOWN"),
        ("ทน.คลองยาง", "CITY"),
        ("เทศบาลนครคลองยาง", "CITY"),
        ("อบจ.คลองยาง", "PAO"),
        ("องค์การบริหารส่วน จังหวัด คลองยาง", "PAO"),
        ("SAO คลองยาง", "SAO"),
    ],
)
def test_every_spelling_of_a_type_leaves_the_same_name(written: str, lao_type: str) -> None:
    name = read_lao_name(written)
    assert name.readings[0] == (lao_type, "คลองยาง")
    assert name.lao_type == lao_type
    assert (name.district, name.province) == (None, None)


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_every_variant_of_the_reference_is_read() -> None:
    text = (SHARED / "reference" / "lao_types.md").read_text(encoding="utf-8")
    block = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert block is not None
    wanted = json.loads(block[1])
    types = {
        "pao": "PAO",
        "city": "CITY",
        "town": "TOWN",
        "subdistrict_mun": "SUBDISTRICT",
        "sao": "SAO",
    }
    for group, lao_type in types.items():
        for word in wanted[group]:
            assert read_lao_name(f"{word} คลองยาง").readings[0] == (lao_type, "คลองยาง"), word
    for word in wanted["special"]:
        assert read_lao_name(word).readings[0] == ("SPECIAL", "เมืองพัทยา")
    for word in wanted["bma"]:
        assert read_province(word) == "10"
    # A bare เทศบาล does not say which class.
    assert read_lao_name("เทศบาลคลองยาง").readings[0] == (None, "คลองยาง")


@pytest.mark.parametrize(
    "written", ["เมืองพัทยา", "พัทยา", "อปท. รูปแบบพิเศษ เมืองพัทยา", "เมือง พัทยา จ.ชลบุรี"]
)
def test_pattaya_is_itself(written: str) -> None:
    assert read_lao_name(written).readings[0] == ("SPECIAL", "เมืองพัทยา")


def test_exactly_one_prefix_is_taken_off() -> None:
    assert read_lao_name("เทศบาลเมืองเมืองพล").readings[0] == ("TOWN", "เมืองพล")
    assert read_lao_name("เทศบาลนครนครสวรรค์").readings[0] == ("CITY", "นครสวรรค์")
    # The sloppy form keeps its literal reading first; the syllable put back comes second.
    assert read_lao_name("เทศบาลเมืองพล").readings[:2] == (("TOWN", "พล"), ("TOWN", "เมืองพล"))


def test_a_name_may_begin_like_an_abbreviation() -> None:
    assert (None, "ทมนางาม") in read_lao_name("ทมนางาม").readings
    # With its dot it is one.
    assert read_lao_name("ทม.นางาม").readings == (("TOWN", "นางาม"),)


@pytest.mark.parametrize(
    ("written", "name", "district", "province"),
    [
        ("ทต.เลาขวัญ ต.เลาขวัญ อ.เลาขวัญ จ.กาญจนบุรี", "เลาขวัญ", "เลาขวัญ", "กาญจนบุรี"),
        ("ทต.เลาขวัญ\nต.เลาขวัญ\nอ.เลาขวัญ\nจ.กาญจนบุรี", "เลาขวัญ", "เลาขวัญ", "กาญจนบุรี"),
        ("อบต.คลองใหญ่ (อ.แหลมงอบ)", "คลองใหญ่", "แหลมงอบ", None),
        ("อบต. จ.ป.ร. อ.กระบุรี", "จ.ป.ร.", "กระบุรี", None),
        ("อบต.กม.๕", "กม.5", None, None),
    ],
)
def test_a_place_behind_the_name_is_no_part_of_it(
    written: str, name: str, district: str | None, province: str | None
) -> None:
    read = read_lao_name(written)
    assert (read.readings[0][1], read.district, read.province) == (name, district, province)


@given(st.sampled_from(PREFIXES), st.sampled_from(["คลองยาง", "จ.ป.ร.", "กม.5", "สุไหงโก-ลก"]))
def test_every_prefix_of_the_table_is_taken_off(prefix: tuple[str, str], name: str) -> None:
    word, lao_type = prefix
    if lao_type == "SPECIAL":
        return
    for written in (f"{word}{name}", f" {word} {name}"):
        assert read_lao_name(written).readings[0] == (lao_type, name)


@given(st.text(max_size=30))
def test_any_text_has_a_reading(text: str) -> None:
    assert read_lao_name(text).readings


# --- the whole register ---


@pytest.mark.parametrize("path", REGISTERS)
def test_official_and_short_names_read_back(path: Path) -> None:
    for _, _, _, lao_type, name in entries(path):
        assert shortened(official_name(lao_type, name)) == short_name(lao_type, name)
        for written in (official_name(lao_type, name), short_name(lao_type, name)):
            assert read_lao_name(written).readings[0] == (lao_type, key(name)), written


@pytest.mark.parametrize("path", REGISTERS)
def test_different_laos_never_share_a_key(path: Path) -> None:
    """Within province and type two LAOs share a key only where they truly bear one name."""
    shared = defaultdict(set)
    for code, province, district, lao_type, name in entries(path):
        shared[province, lao_type, key(name)].add((name, district, code))
    for who, laos in shared.items():
        assert len({name for name, _, _ in laos}) == 1, (who, laos)
        # And then the district tells them apart.
        assert len({district for _, district, _ in laos}) == len(laos), (who, laos)


@pytest.mark.parametrize("path", REGISTERS)
def test_the_tolerant_key_keeps_the_laos_of_a_district_apart(path: Path) -> None:
    shared = defaultdict(set)
    for code, province, district, lao_type, name in entries(path):
        shared[province, district, lao_type, bare_key(name)].add(code)
    assert {who: laos for who, laos in shared.items() if len(laos) > 1} == {}


@pytest.mark.skipif(not REAL_REGISTER.exists(), reason="../shared is not here")
def test_the_tolerant_key_adds_no_collision_to_the_real_register() -> None:
    strict, tolerant = defaultdict(set), defaultdict(set)
    for code, province, _, lao_type, name in entries(REAL_REGISTER):
        strict[province, lao_type, key(name)].add(code)
        tolerant[province, lao_type, bare_key(name)].add(code)
    collisions = [laos for laos in strict.values() if len(laos) > 1]
    assert (len(collisions), sum(map(len, collisions))) == (79, 161)
    assert sorted(map(sorted, collisions)) == sorted(
        sorted(laos) for laos in tolerant.values() if len(laos) > 1
    )


@pytest.mark.parametrize("path", REGISTERS)
def test_every_misspelling_of_an_office_reaches_the_same_key(path: Path) -> None:
    """What DESIGN met in the wild, done to every name of the register."""
    for _, _, _, _, name in entries(path):
        damaged = (
            name.replace("แ", "เเ"),
            name.replace("ำ", "ํา"),
            name.replace("-", "–"),
            name.replace("-", " - "),
            f"\u200b{name}\u00a0",
            name.replace("5", "๕"),
        )
        assert {key(text) for text in damaged} == {key(name)}, name


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_near_pairs_have_different_keys() -> None:
    with (SHARED / "reference" / "near_pairs.csv").open(encoding="utf-8-sig", newline="") as file:
        pairs = [(row["name_a"], row["name_b"]) for row in csv.DictReader(file)]
    assert len(pairs) == 93
    for first, second in pairs:
        assert key(first) != key(second)
        assert bare_key(first) != bare_key(second)


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_true_variants_are_solved_as_the_reference_says() -> None:
    text = (SHARED / "reference" / "name_traps.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S+) \| ([^|]+?) \| \d \| [\d.]+ \| (yes|no)", text, re.MULTILINE)
    assert len(rows) == 14
    for ours, theirs, solved in rows:
        assert (bare_key(ours) == bare_key(theirs)) == (solved == "yes"), (ours, theirs)


# --- provinces and districts ---


@pytest.mark.parametrize("code", list(provinces()))
def test_a_province_is_known_in_all_its_dress(code: str) -> None:
    province = all_provinces()[code]
    for written in (
        province.name_th,
        f"จ.{province.name_th}",
        f"จ. {province.name_th} ",
        f"จังหวัด {province.name_th}",
        f"12. {province.name_th}",
        f"๗ {province.name_th}",
        f"\u200b{province.name_th}\u00a0",
        province.name_en.upper(),
    ):
        assert read_province(written) == code, written


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("อยุธยา", "14"),
        ("จ.อยุธยา", "14"),
        ("พระนครศรีฯ", "14"),
        ("นครศรีฯ", "80"),
        ("สุราษฏร์ธานี", "84"),
        ("สุราษฎรธานี", "84"),
        ("กาฬสินธ์ุ", "46"),
        ("กทม.", "10"),
        ("กรุงเทพฯ", "10"),
        ("โคราช", "30"),
        ("กระบี่ใต้", None),
        ("ภาคใต้", None),
        ("", None),
        ("32", None),
    ],
)
def test_province_aliases(written: str, code: str | None) -> None:
    assert read_province(written) == code


def test_no_two_provinces_share_a_tolerant_key() -> None:
    keys = defaultdict(set)
    for name, code in province_codes().items():
        keys[bare_key(name)].add(code)
    assert {name: codes for name, codes in keys.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("รายชื่อ อปท. ที่ยังไม่เปิดเข้าใช้งานในระบบ ITAS จังหวัดกระบี่", "81"),
        ("อปท. ในเขตจังหวัดกระบี่ที่ยังไม่ลงทะเบียน", "81"),
        ("จังหวัดตาก ปีงบประมาณ 2565", "63"),
        ("อปท. จ.กระบี่", "81"),
        ("จังหวัดกระบี่ และจังหวัดตราด", None),
        ("สถานะการตอบแบบวัดการรับรู้ รายจังหวัด", None),
        ("องค์กรปกครองส่วนท้องถิ่น ทุกจังหวัด", None),
        ("อบต.ขอนแก่น", None),
    ],
)
def test_a_title_names_at_most_one_province(title: str, code: str | None) -> None:
    assert province_within(title) == code


KRABI = ("เมืองกระบี่", "คลองท่อม", "เกาะลันตา")


@pytest.mark.parametrize(
    ("written", "district"),
    [
        ("คลองท่อม", "คลองท่อม"),
        ("อ.คลองท่อม", "คลองท่อม"),
        ("อ. คลองท่อม ", "คลองท่อม"),
        ("อำเภอคลองท่อม", "คลองท่อม"),
        ("อ.เมือง", "เมืองกระบี่"),
        ("เมืองฯ", "เมืองกระบี่"),
        ("อ.เมืองฯ", "เมืองกระบี่"),
        ("อ.เมืองกระบี่", "เมืองกระบี่"),
        ("คลองทอม", "คลองท่อม"),
        ("คลองใหญ่", None),
        ("", None),
    ],
)
def test_districts(written: str, district: str | None) -> None:
    assert read_district(written, "กระบี่", KRABI) == district


def test_the_capital_district_may_bear_the_bare_name_of_its_province() -> None:
    districts = ("พระนครศรีอยุธยา", "บางไทร")
    assert read_district("อ.เมือง", "พระนครศรีอยุธยา", districts) == "พระนครศรีอยุธยา"


def test_another_district_that_begins_with_mueang_is_not_the_capital() -> None:
    districts = ("เมืองนครราชสีมา", "เมืองยาง")
    assert read_district("อ.เมืองยาง", "นครราชสีมา", districts) == "เมืองยาง"
    assert read_district("อ.เมือง", "นครราชสีมา", districts) == "เมืองนครราชสีมา"


@pytest.mark.parametrize(
    ("written", "reading"),
    [
        ("อบต. ถนนหัก", ("SAO", "ถนนหัก")),
        ("ทต. ถนนใหญ่", ("SUBDISTRICT", "ถนนใหญ่")),
        ("อบต.คลองพน ถนนเพชรเกษม", ("SAO", "คลองพน")),
        ("ทต.เทศบาลตำบลคลองพน", ("SUBDISTRICT", "คลองพน")),
        ("อบต.ตำบลคลองพน", ("SAO", "คลองพน")),
        ("อบจ.จังหวัดกระบี่", ("PAO", "กระบี่")),
        ("คลองพน (อบต.)", ("SAO", "คลองพน")),
        ("คลองพน อบต.", ("SAO", "คลองพน")),
        ("สำนักงานเทศบาลตำบลคลองพน", ("SUBDISTRICT", "คลองพน")),
        ("ที่ทำการ อบต.คลองพน", ("SAO", "คลองพน")),
        ("12. อบต.คลองพน **", ("SAO", "คลองพน")),
        ("อบต.คลองพน 1/", ("SAO", "คลองพน")),
        ("อบต.คลองพน²", ("SAO", "คลองพน")),
        ("อบต.คลองพน 99/1 หมู่ 5 ต.คลองพน อ.คลองท่อม", ("SAO", "คลองพน")),
        ("องค์การบริหารส่วนต าบลคลองพน", ("SAO", "คลองพน")),
    ],
)
def test_a_name_however_it_is_dressed(written: str, reading: tuple[str, str]) -> None:
    assert read_lao_name(written).readings[0] == reading


@pytest.mark.parametrize(
    "written", ["คลองท่อม/กระบี่", "จ.กระบี่ อ.คลองท่อม", "กระบี่ - คลองท่อม", "อำเภอคลองท่อมจังหวัดกระบี่"]
)
def test_district_and_province_in_one_cell(written: str) -> None:
    district, province = read_place(written)
    assert (read_district(district, "กระบี่", ["คลองท่อม"]), read_province(province)) == (
        "คลองท่อม",
        "81",
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [("กาแพงเพชร", "62"), ("ล าปาง", "52"), ("บรุรีัมย", "31"), ("หนองบวัลาภู", "39"), ("สงขลำ", "90")],
)
def test_provinces_that_lost_marks(written: str, code: str) -> None:
    assert read_province(written) == code


def test_a_name_of_letters_alone_is_read_as_one_with_all_that_may_stand_around_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What has no sign but letters and dots is looked at for fewer things."""
    written = [
        f"{before}{row['word']}{name}"
        for row in table("lao_type_words")
        for before in ("", "สำนักงาน", "ที่ทำการ", "สนง.")
        for name in ("เมืองพล", "ตำบลคลองพน", "ทมอ", "จ.ป.ร.", "ถนนหัก", "หมู่สี", "")
    ]
    short = list(map(read_lao_name, written))
    read_lao_name.cache_clear()  # type: ignore[attr-defined]
    monkeypatch.setattr(names, "_ONE_WORD", re.compile("(?!)"))
    assert short == list(map(read_lao_name, written))
    read_lao_name.cache_clear()  # type: ignore[attr-defined]
