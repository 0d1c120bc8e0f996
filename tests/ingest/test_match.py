"""Which LAO a row is about: the rules of docs/matching.md, in their order."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itasdash.ingest.matching.confirmed import Alias
from itasdash.ingest.matching.lao import Lao
from itasdash.ingest.matching.match import Match, Register
from itasdash.ingest.matching.settle import settle
from itasdash.ingest.register import read_register
from itasdash.reference.written_names import official_name, short_name
from itasdash.thai.text import bare_key
from tests.kits.tiny import LAOS, codes, names, read, register

DAY = date(2022, 1, 7)
SHARED = Path(__file__).resolve().parents[3] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")

PHON, PHON_SAO = "5810402", "6810404"
YANG, YA = "6810305", "6810508"
YAI, YAI_NGOP = "6230203", "6230503"


def match(
    name: str,
    *,
    province: str = "กระบี่",
    district: str = "",
    lao_type: str = "",
    code: str = "",
    aliases: tuple[Alias, ...] = (),
    laos: Register | None = None,
    sure: bool = True,
    day: date = DAY,
) -> Match:
    cells = {"name": name, "province": province, "district": district, "type": lao_type}
    chosen = laos or register()
    place = chosen.place(lambda field: {**cells, "code": code}.get(field, ""), None, sure)
    return chosen.match(place, aliases, day)


def outcome(found: Match) -> tuple[str | None, str]:
    return found.lao.lao_id if found.lao else None, found.rule


OPEN = (None, "unresolved")


# --- rule 1: the code, if the name agrees ---


@pytest.mark.parametrize("code", ["5810402", " 5810402", "'5810402", "๕๘๑๐๔๐๒", "5-81-04-02"])
def test_1_the_code_if_the_name_agrees(code: str) -> None:
    assert outcome(match("ทต.คลองพน", code=code)) == (PHON, "code")


def test_1_the_code_comes_before_a_district_that_is_a_slip() -> None:
    assert outcome(match("ทต.คลองพน", district="อ.เกาะลันตา", code=PHON)) == (PHON, "code")


def test_1_the_tolerant_name_agrees_too() -> None:
    assert outcome(match("เทศบาลตำบลหวยนำขาว", code="5810407")) == ("5810407", "code")
    assert outcome(match("เทศบาลตำบลห้วยขาว", code="5810407")) == OPEN


def test_1_an_upgrade_keeps_the_last_six_digits() -> None:
    """อบต.คลองยาง has become a municipality; the register still has the old type."""
    found = match("ทต.คลองยาง", code="5810305")
    assert outcome(found) == (YANG, "code")
    assert [(f.code, f.expected, f.found) for f in found.findings] == [
        ("type_differs", "SAO", "SUBDISTRICT")
    ]


def test_1_code_and_name_of_different_laos_go_to_a_person() -> None:
    found = match("อบต.คลองยาง", code=YA)
    assert outcome(found) == OPEN
    assert [(f.code, f.expected, f.subject) for f in found.findings] == [
        ("code_name_disagree", "องค์การบริหารส่วนตำบลคลองยา", YA)
    ]


def test_1_the_same_name_of_another_type_is_another_lao() -> None:
    # Both bear the name คลองพน: the code says the municipality, the type says the SAO.
    assert outcome(match("อบต.คลองพน", district="คลองท่อม", code=PHON)) == OPEN
    assert outcome(match("คลองพน", lao_type="อบต.", code=PHON)) == OPEN


def test_1_the_same_name_of_another_district_is_another_lao() -> None:
    place = {"province": "ตราด", "district": "แหลมงอบ"}
    assert outcome(match("อบต.คลองใหญ่", code=YAI, **place)) == OPEN
    assert outcome(match("อบต.คลองใหญ่", code=YAI_NGOP, **place)) == (YAI_NGOP, "code")
    # Without a district nothing contradicts the code.
    assert outcome(match("อบต.คลองใหญ่", province="ตราด", code=YAI)) == (YAI, "code")


def test_1_the_province_must_agree() -> None:
    assert outcome(match("อบต.คลองใหญ่", province="กระบี่", code=YAI)) == OPEN


@pytest.mark.parametrize("code", ["6810999", "12345", "06810402", "81040212"])
def test_1_a_code_of_no_lao_leaves_it_to_the_name(code: str) -> None:
    found = match("ทต.คลองพน", code=code)
    assert outcome(found) == (PHON, "name")
    assert [f.code for f in found.findings] == ["code_unknown"]


# --- rule 2: type, district and name ---


def test_2_type_district_and_name() -> None:
    assert outcome(match("อบต.คลองใหญ่", province="ตราด", district="อ.คลองใหญ่")) == (YAI, "name")
    assert outcome(match("อบต.คลองใหญ่", province="ตราด", district="แหลมงอบ")) == (YAI_NGOP, "name")
    assert outcome(match("คลองพน", district="คลองท่อม", lao_type="อบต.")) == (PHON_SAO, "name")
    assert outcome(match("คลองพน", district="คลองท่อม", lao_type="เทศบาลตำบล")) == (PHON, "name")


def test_2_another_district_of_the_province_goes_to_a_person() -> None:
    """The name may be a slip for one of that district."""
    assert outcome(match("อบต.คลองยาง", district="อ่าวลึก")) == OPEN


def test_2_a_district_that_was_only_carried_down_does_not_contradict() -> None:
    assert outcome(match("อบต.คลองยาง", district="อ่าวลึก", sure=False)) == (YANG, "name")


def test_2_a_pao_covers_every_district() -> None:
    assert outcome(match("อบจ.กระบี่", district="คลองท่อม")) == ("2810101", "name")


# --- rule 3: type and name, one in the province ---


def test_3_type_and_name_where_one_lao_of_the_province_has_them() -> None:
    assert outcome(match("อบต.คลองยาง")) == (YANG, "name")
    assert outcome(match("ทม.กระบี่")) == ("4810102", "name")


def test_3_a_collision_needs_its_district() -> None:
    assert outcome(match("อบต.คลองใหญ่", province="ตราด")) == OPEN


def test_3_not_in_another_province() -> None:
    assert outcome(match("อบต.คลองยาง", province="ตราด")) == OPEN


def test_3_a_name_without_its_type_is_open() -> None:
    assert outcome(match("คลองพน")) == OPEN
    assert outcome(match("เทศบาลคลองพน")) == OPEN


def test_3_type_column_and_name_that_disagree_are_open() -> None:
    found = match("อบต.คลองพน", lao_type="เทศบาลตำบล", district="คลองท่อม")
    assert outcome(found) == OPEN
    assert [(f.code, f.expected, f.found) for f in found.findings] == [
        ("type_differs", "SUBDISTRICT", "SAO")
    ]


# --- rule 4: the same without marks, hyphens and dots ---


@pytest.mark.parametrize(
    "written", ["อบต.คลองยาง", "อบต.คลองย่าง", "อบต.คลอง-ยาง", "อบต.คล้องยาง", "อ.บ.ต. คลอง ยาง"]
)
def test_4_marks_hyphens_and_dots_are_forgiven(written: str) -> None:
    assert outcome(match(written)) == (YANG, "name")


def test_4_the_exact_name_comes_first() -> None:
    twins = Register(
        [
            Lao("6330307", "33", "กันทรารมย์", "SAO", "ดู่"),
            Lao("6330308", "33", "กันทรารมย์", "SAO", "ดู"),
        ]
    )
    for code, name in (("6330307", "ดู่"), ("6330308", "ดู")):
        assert outcome(match(f"อบต.{name}", province="ศรีสะเกษ", laos=twins)) == (code, "name")
    # Neither exactly, both without marks: nobody knows.
    assert outcome(match("อบต.ดู้", province="ศรีสะเกษ", laos=twins)) == OPEN


# --- rule 5: a confirmed alias, valid at that date ---

OLD = Alias("อบต.คลองเก่า", "81", "", YANG, date(2021, 1, 1), date(2022, 1, 7))


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2020, 12, 31), OPEN),
        (date(2021, 1, 1), (YANG, "alias")),
        (date(2022, 1, 7), (YANG, "alias")),
        (date(2022, 1, 8), OPEN),
    ],
)
def test_5_an_alias_counts_on_its_days(day: date, found: tuple[str | None, str]) -> None:
    assert outcome(match("อบต. คลองเก่า", aliases=(OLD,), day=day)) == found


def test_5_an_alias_is_of_its_province_and_district() -> None:
    assert outcome(match("อบต.คลองเก่า", province="ตราด", aliases=(OLD,))) == OPEN
    narrow = Alias("อบต.คลองเก่า", "81", "คลองท่อม", YANG)
    assert outcome(match("อบต.คลองเก่า", district="คลองท่อม", aliases=(narrow,))) == (YANG, "alias")
    assert outcome(match("อบต.คลองเก่า", district="อ่าวลึก", aliases=(narrow,))) == OPEN


def test_5_a_name_of_the_register_comes_before_an_alias() -> None:
    """Old names are borne by others today."""
    poisoned = Alias("อบต.คลองยา", "81", "", YANG)
    assert outcome(match("อบต.คลองยา", aliases=(poisoned,))) == (YA, "name")


def test_5_an_alias_follows_its_lao_through_a_change_of_type() -> None:
    assert outcome(match("อบต.คลองเก่า", aliases=(Alias("อบต.คลองเก่า", "81", "", "5810305"),))) == (
        YANG,
        "alias",
    )


def test_5_a_person_settles_a_code_that_disagrees() -> None:
    found = match("อบต.คลองเก่า", code=YANG, aliases=(OLD,))
    assert outcome(found) == (YANG, "alias")
    assert [f.code for f in found.findings] == ["code_name_disagree"]


def test_5_a_person_settles_a_type_column_that_disagrees() -> None:
    alias = Alias("อบต.คลองพน", "81", "", PHON)
    assert outcome(match("อบต.คลองพน", lao_type="เทศบาลตำบล", aliases=(alias,))) == (PHON, "alias")


# --- names that begin like a type ---


def test_a_syllable_may_have_been_swallowed_by_the_prefix() -> None:
    khon_kaen = Register([Lao("4401201", "40", "พล", "TOWN", "เมืองพล")])
    for written in ("เทศบาลเมืองพล", "เทศบาลเมืองเมืองพล", "ทม.เมืองพล"):
        assert outcome(match(written, province="ขอนแก่น", laos=khon_kaen)) == ("4401201", "name")


def test_a_swallowed_syllable_that_fits_two_laos_is_open() -> None:
    pathom = Register(
        [
            Lao("3730102", "73", "เมืองนครปฐม", "CITY", "นครปฐม"),
            Lao("4730116", "73", "เมืองนครปฐม", "TOWN", "นครปฐม"),
        ]
    )
    assert outcome(match("เทศบาลนครนครปฐม", province="นครปฐม", laos=pathom)) == ("3730102", "name")
    assert outcome(match("เทศบาลเมืองนครปฐม", province="นครปฐม", laos=pathom)) == ("4730116", "name")
    assert outcome(match("เทศบาลนครปฐม", province="นครปฐม", laos=pathom)) == OPEN


def test_a_name_that_begins_like_an_abbreviation_beside_its_type() -> None:
    surin = Register([Lao("6320110", "32", "เมืองสุรินทร์", "SAO", "ทมอ")])
    for written, lao_type in (("ทมอ", "อบต."), ("อบต.ทมอ", ""), ("อบต.ทมอ", "อบต.")):
        found = match(written, lao_type=lao_type, province="สุรินทร์", laos=surin)
        assert outcome(found) == ("6320110", "name")
        assert found.findings == ()


def test_pattaya_in_its_ways() -> None:
    chonburi = Register([Lao("3200408", "20", "บางละมุง", "SPECIAL", "เมืองพัทยา")])
    for written, lao_type in (
        ("เมืองพัทยา", ""),
        ("เมืองพัทยา", "ท้องถิ่นรูปแบบพิเศษ"),
        ("พัทยา", "อปท. รูปแบบพิเศษ"),
    ):
        found = match(written, lao_type=lao_type, province="ชลบุรี", laos=chonburi)
        assert outcome(found) == ("3200408", "name")


# --- never by likeness ---


def test_one_letter_off_is_never_matched_but_suggested_first() -> None:
    for written, right in (("อบต.คลองยาน", None), ("ทต.หวยน้ำขาวว", "5810407")):
        assert outcome(match(written)) == OPEN
        if right:
            assert suggestions(written)[0][0] == right


def suggestions(
    written: str, taken: set[str] | None = None, **cells: str
) -> list[tuple[str, float]]:
    values = {"name": written, "province": "กระบี่", **cells}
    place = register().place(lambda field: values.get(field, ""), None, True)
    return [(s.lao_id, s.score) for s in register().suggest(place, taken or set())]


def test_suggestions_come_with_their_rivals_the_best_first() -> None:
    found = suggestions("อบต.คลองยาน")
    assert {lao_id for lao_id, _ in found[:2]} == {YANG, YA}
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)


def test_type_and_district_order_the_suggestions() -> None:
    assert suggestions("อบต.คลองพล")[0][0] == PHON_SAO
    assert suggestions("ทต.คลองพล")[0][0] == PHON
    assert suggestions("อบต.คลองยาน", district="อ่าวลึก")[0][0] == YA
    assert suggestions("อบต.คลองยาน", district="เกาะลันตา")[0][0] == YANG


def test_an_lao_that_another_row_is_about_comes_later() -> None:
    assert suggestions("อบต.คลองยาน", {YANG}, district="เกาะลันตา")[0][0] == YA


def test_the_lao_of_the_code_is_suggested_first() -> None:
    assert suggestions("อบต.อื่น", code="5810407")[0] == ("5810407", 100.0)


def test_without_a_province_the_whole_country_is_suggested() -> None:
    assert suggestions("อบต.คลองยางง", province="กระเบื้อง")[0][0] == YANG


@given(st.text(max_size=20), st.sampled_from(LAOS))
def test_no_text_is_matched_by_name_to_an_lao_of_another_name(text: str, lao: Lao) -> None:
    found = match(text)
    if found.lao is not None:
        assert bare_key(found.lao.name_th) in bare_key(text)


# --- the whole register, where it is here ---


@pytest.fixture(scope="module")
def real() -> Register:
    path = SHARED / "register" / "dla_lao_register.csv"
    return Register(read_register(path.read_bytes()))


def reference(name: str) -> list[dict[str, str]]:
    with (SHARED / "reference" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@needs_shared
@pytest.mark.parametrize("every", [17, pytest.param(1, marks=pytest.mark.slow)])
def test_every_lao_is_found_by_its_official_and_its_short_name(real: Register, every: int) -> None:
    same = defaultdict(list)
    for lao in real.laos:
        same[lao.province_code, lao.lao_type, lao.name_th].append(lao)
    assert sum(len(laos) == 1 for laos in same.values()) == 7849 - 161
    for lao in real.laos[::every]:
        names = (official_name(lao.lao_type, lao.name_th), short_name(lao.lao_type, lao.name_th))
        for written in names:
            cells = {"name": written, "district": lao.district_name_th}
            place = real.place(lambda f, c=cells: c.get(f, ""), lao.province_code, True)
            assert real.match(place, (), DAY).lao == lao
            cells = {"name": written}
            place = real.place(lambda f, c=cells: c.get(f, ""), lao.province_code, True)
            unique = len(same[lao.province_code, lao.lao_type, lao.name_th]) == 1
            assert real.match(place, (), DAY).lao == (lao if unique else None)


@needs_shared
def test_near_pairs_are_never_taken_for_each_other(real: Register) -> None:
    for pair in reference("near_pairs.csv"):
        for side in "ab":
            cells = {"name": f"{pair['type']}{pair[f'name_{side}']}"}
            place = real.place(lambda f, c=cells: c.get(f, ""), pair["province_code"], True)
            found = real.match(place, (), DAY).lao
            # The name may be that of two LAOs, and is open then.
            assert found is None or found.lao_id == pair[f"code_{side}"]


@needs_shared
def test_collisions_need_their_district(real: Register) -> None:
    rows = reference("name_collisions.csv")
    assert len(rows) == 161
    for row in rows:
        cells = {"name": f"{row['type']}{row['name']}"}
        place = real.place(lambda f, c=cells: c.get(f, ""), row["province_code"], True)
        assert outcome(real.match(place, (), DAY)) == OPEN
        cells = {**cells, "district": row["district"]}
        place = real.place(lambda f, c=cells: c.get(f, ""), row["province_code"], True)
        assert outcome(real.match(place, (), DAY)) == (row["dla_code"], "name")


# --- names that begin like a type, names that several bear ---

THAMO = Lao("6320501", "32", "ปราสาท", "SAO", "ทมอ")
NANGAM = Lao("6330604", "33", "ขุขันธ์", "SAO", "ทมนางาม")


@pytest.mark.parametrize("lao", [THAMO, NANGAM])
@pytest.mark.parametrize("column", ["อบต.", "องค์การบริหารส่วนตำบล", ""])
def test_a_name_that_begins_like_a_type_is_of_no_other_type(lao: Lao, column: str) -> None:
    province = {"32": "สุรินทร์", "33": "ศรีสะเกษ"}[lao.province_code]
    both = Register([THAMO, NANGAM])
    by_code = match(lao.name_th, province=province, lao_type=column, code=lao.lao_id, laos=both)
    assert (outcome(by_code), by_code.findings) == ((lao.lao_id, "code"), ())
    if column:
        by_name = match(lao.name_th, province=province, lao_type=column, laos=both)
        assert (outcome(by_name), by_name.findings) == ((lao.lao_id, "name"), ())


def test_a_name_that_begins_like_a_type_and_is_not_known_differs_from_no_type() -> None:
    assert (
        match("ทมนาไม่มี", province="สุรินทร์", lao_type="อบต.", laos=Register([THAMO])).findings == ()
    )


def test_another_type_than_that_of_the_code_is_still_said() -> None:
    for name, column in (("ทต.ทมอ", ""), ("ทมอ", "เทศบาลตำบล"), ("อบต.ทมอ", "ทต.")):
        found = match(
            name, province="สุรินทร์", lao_type=column, code=THAMO.lao_id, laos=Register([THAMO])
        )
        assert [(f.code, f.found) for f in found.findings] == [("type_differs", "SUBDISTRICT")]


def test_a_name_of_two_laos_says_so_and_what_tells_them_apart() -> None:
    found = match("อบต.คลองใหญ่", province="ตราด")
    assert outcome(found) == OPEN
    assert [lao.lao_id for lao in found.several] == [YAI, YAI_NGOP]
    export = read([LIST, ["ตราด", "อบต.คลองใหญ่"]], file="รายชื่อยังไม่ลงทะเบียน.xlsx")
    assert codes(export) == ["name_of_several", *codes(export)[1:]]
    assert "unmatched_name" not in codes(export)
    message = export.findings[0].message("th")
    assert all(word in message for word in ("อบต.คลองใหญ่", "2 แห่ง", "แหลมงอบ", YAI, YAI_NGOP))
    assert {s.lao_id for s in export.unresolved[0].suggestions[:2]} == {YAI, YAI_NGOP}


LIST = ["จังหวัด", "ชื่อ อปท."]
TWICE = [["ตราด", "อบต.คลองใหญ่"], ["ตราด", "อบต.คลองใหญ่"]]


def test_where_all_that_bear_a_name_are_there_and_say_the_same_nobody_decides() -> None:
    export = read([LIST, *TWICE], file="รายชื่อยังไม่ลงทะเบียน.xlsx")
    assert sorted(map(str, names(export))) == [YAI, YAI_NGOP]
    assert (export.unresolved, export.rows.unresolved) == ([], 0)
    assert not {"name_of_several", "duplicate_lao_same"} & set(codes(export))


def test_where_they_say_different_things_a_person_decides() -> None:
    rows = [[*row, told] for row, told in zip(TWICE, ("แล้ว", "ยัง"), strict=True)]
    export = read([[*LIST, "สถานะ"], *rows])
    assert names(export) == [None, None]
    assert codes(export).count("name_of_several") == 2


def test_a_row_that_names_its_district_leaves_the_other_for_the_row_that_does_not() -> None:
    rows = [["ตราด", "แหลมงอบ", "อบต.คลองใหญ่"], ["ตราด", "", "อบต.คลองใหญ่"]]
    export = read([["จังหวัด", "อำเภอ", "ชื่อ อปท."], *rows], file="รายชื่อยังไม่ลงทะเบียน.xlsx")
    # One row may as well be there twice.
    assert names(export)[0] == YAI_NGOP


def settled(laos: Register, cells: dict[str, str], *aliases: Alias, day: date = DAY) -> object:
    place, match = settle(laos, lambda name: cells.get(name, ""), None, True, aliases, day)
    return place.province_code, place.written, match.lao and match.lao.lao_id, match.rule


def test_what_is_remembered_of_a_row_is_what_the_rules_say() -> None:
    """Of each kind of row twice: the second time it is remembered, if it ever is."""
    laos = Register(LAOS)
    by_code = {"code": "6810305", "name": "อบต.คลองยาง"}
    by_name = {"province": "กระบี่", "name": "ทต.คลองพน", "district": "คลองท่อม"}
    for cells, expected in (
        (by_code, ("81", "อบต.คลองยาง", "6810305", "code")),
        (by_code | {"name": "อบต.คลองยา"}, (None, "อบต.คลองยา", None, "unresolved")),
        (by_name, ("81", "ทต.คลองพน", "5810402", "name")),
        (by_name | {"name": "อบต.คลองพน"}, ("81", "อบต.คลองพน", "6810404", "name")),
        (by_name | {"type": "อบต."}, ("81", "ทต.คลองพน", None, "unresolved")),
        (by_name | {"district": "เกาะลันตา"}, ("81", "ทต.คลองพน", None, "unresolved")),
    ):
        assert settled(laos, cells) == expected
        assert settled(laos, cells) == expected


def test_a_name_that_is_confirmed_or_taken_back_later_counts_at_once() -> None:
    laos = Register(LAOS)
    cells = {"province": "กระบี่", "name": "ทต.คลองพล"}
    alias = Alias("ทต.คลองพล", "81", "", "5810402", date(2022, 1, 1), date(2022, 1, 31))
    open_ = ("81", "ทต.คลองพล", None, "unresolved")
    for _ in range(2):
        assert settled(laos, cells) == open_
        assert settled(laos, cells, alias) == ("81", "ทต.คลองพล", "5810402", "alias")
        assert settled(laos, cells, alias, day=date(2022, 2, 1)) == open_
