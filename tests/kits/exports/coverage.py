"""Kinds of coverage: what the silence of a list means, and who stands on it."""

from random import Random

from tests.kits.exports.draft import LIST, STATUS, Case, Draft
from tests.kits.exports.kinds import kind
from tests.kits.exports.sheets import Row, Sheet
from tests.kits.exports.world import province_name

_ASKS = ("จังหวัด", "กรอง", "บางส่วน", "เฉพาะ")


def _draft(rng: Random, **world: object) -> Draft:
    return Draft(rng, LIST, forms=("xlsx", "csv", "html"), **world)


def _only(draft: Draft, *codes: str) -> None:
    """Keep the rows of some provinces; of the others nothing is known."""
    draft.subjects = [lao for lao in draft.subjects if lao.province_code in codes]
    for lao in draft.world.laos:
        if lao.province_code not in codes:
            draft.truth.laos[lao.lao_id] = None


@kind("coverage: every province has rows")
def every(rng: Random) -> Case:
    return _draft(rng, least=3).case()


@kind("coverage: a title that says all provinces")
def whole_country(rng: Random) -> Case:
    draft = _draft(rng, least=4, most=6)
    done = rng.sample(draft.world.provinces, rng.randint(1, 3))
    for lao in draft.world.laos:
        if lao.province_code in done:
            draft.world.admin[lao.lao_id] = draft.world.executive[lao.lao_id] = True
    draft.subjects = draft.world.outstanding()
    draft.truth = draft._truth()
    word = rng.choice(("ทุกจังหวัด", "ทั้งประเทศ", "76 จังหวัด", "ทั่วประเทศ"))
    if rng.random() < 0.6:
        draft.titles[0] += f" ({word})" if rng.random() < 0.5 else f" {word}"
    else:
        draft.titles.append(word)
    return draft.case()


@kind("coverage: one province is complete, nothing says a part")
def one_complete(rng: Random) -> Case:
    draft = _draft(rng, least=5, most=6, each=(5, 7))
    code = rng.choice(draft.world.provinces)
    for lao in draft.world.of(code):
        draft.world.admin[lao.lao_id] = draft.world.executive[lao.lao_id] = True
    draft.subjects = draft.world.outstanding()
    draft.truth = draft._truth()
    # It is complete, and a warning names it; or it is asked about.
    draft.truth.open = {lao.lao_id for lao in draft.world.of(code)}
    draft.truth.expect, draft.truth.words = "ask", (province_name(code),)
    return draft.case()


@kind("coverage: one province in the title")
def province_title(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    code = rng.choice(draft.world.provinces)
    _only(draft, code)
    name = province_name(code)
    form = rng.choice((" จังหวัด{}", " ในเขตจังหวัด{}", " จ.{}", " ของจังหวัด{}", "\nจังหวัด{}", " ({})"))
    draft.titles[0] += form.format(name)
    if rng.random() < 0.5:
        draft.without("province")
    draft.truth.expect, draft.truth.words = "ask", _ASKS
    return draft.case()


@kind("coverage: one province in a title of its own")
def province_line(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    code = rng.choice(draft.world.provinces)
    _only(draft, code)
    name = province_name(code)
    draft.titles.append(rng.choice(("จังหวัด{}", "จ.{}", "จังหวัด: {}", "จังหวัด {}")).format(name))
    if rng.random() < 0.5:
        draft.without("province")
    draft.truth.expect, draft.truth.words = "ask", _ASKS
    return draft.case()


@kind("coverage: one province, nothing says so")
def one_province(rng: Random) -> Case:
    draft = _draft(rng, least=3, most=5)
    _only(draft, rng.choice(draft.world.provinces))
    draft.truth.expect, draft.truth.words = "ask", _ASKS
    return draft.case()


@kind("coverage: one province in the sheet's or file's name")
def province_named(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=("xlsx",), least=3)
    code = rng.choice(draft.world.provinces)
    _only(draft, code)
    name = province_name(code)
    if rng.random() < 0.5:
        draft.sheet = name
    else:
        draft.stem = f"รายชื่อ จ.{name}"
    draft.truth.expect, draft.truth.words = "ask", _ASKS
    return draft.case()


@kind("coverage: a filter by province")
def filter_province(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    code = rng.choice(draft.world.provinces)
    _only(draft, code)
    name = province_name(code)
    line = rng.choice(
        (
            f"# Applied Filters: province = {name}",
            f"ตัวกรอง: จังหวัด = {name}",
            f"Applied filters:\nจังหวัด is {name}\nสถานะ is ยังไม่ลงทะเบียน",
            f"เงื่อนไข: จังหวัด{name}",
            f"กรองโดย จังหวัด: {name}",
            f"เฉพาะจังหวัด{name}",
            f"Filters: จังหวัด is {name}",
        )
    )
    if rng.random() < 0.4:
        draft.notes = [[], [line]]
    else:
        draft.titles.append(line)
    draft.truth.expect, draft.truth.words = "ask", (*_ASKS, "filter", "เงื่อนไข")
    return draft.case()


@kind("coverage: a filter by type or district")
def filter_other(rng: Random) -> Case:
    draft = _draft(rng, least=2, each=(7, 10))
    world = draft.world
    by_kind = rng.random() < 0.6
    if by_kind:
        draft.subjects = [lao for lao in draft.subjects if lao.lao_type == "SAO"]
        line = rng.choice(
            (
                "ตัวกรอง: ประเภท = อบต.",
                "เฉพาะ อบต.",
                "# Applied Filters: type = SAO",
                "เงื่อนไข: ประเภท อปท. เป็น องค์การบริหารส่วนตำบล",
                "Applied filters:\nประเภท is อบต.",
            )
        )
        inside = {lao.lao_id for lao in world.laos if lao.lao_type == "SAO"}
    else:
        district = rng.choice(draft.subjects)
        draft.subjects = [
            lao
            for lao in draft.subjects
            if (lao.province_code, lao.district_name_th)
            == (district.province_code, district.district_name_th)
        ]
        line = f"ตัวกรอง: อำเภอ = {district.district_name_th}"
        inside = {
            lao.lao_id
            for lao in world.of(district.province_code)
            if lao.district_name_th == district.district_name_th
        }
    for lao in world.laos:
        if lao.lao_id not in inside:
            draft.truth.laos[lao.lao_id] = None
    draft.truth.open = inside
    if not draft.subjects:
        return filter_province(rng)
    draft.titles.append(line)
    draft.truth.expect, draft.truth.words = "ask", (*_ASKS, "filter", "เงื่อนไข", "ประเภท")
    return draft.case()


@kind("coverage: a sheet of conditions")
def conditions(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=("xlsx", "xls"), least=3)
    code = rng.choice(draft.world.provinces)
    _only(draft, code)
    rows: list[Row] = [
        ["รายการ", "ค่า"],
        ["ปีงบประมาณ", "2565"],
        ["จังหวัด", province_name(code)],
        ["สถานะ", "ยังไม่ลงทะเบียน"],
    ]
    draft.truth.expect, draft.truth.words = "ask", (*_ASKS, "เงื่อนไข")
    sheets = [Sheet("เงื่อนไข", rows), draft.grid()]
    return draft.case(sheets if rng.random() < 0.6 else sheets[::-1])


@kind("coverage: a filter that leaves nothing out")
def harmless_filter(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    draft.titles.append(
        rng.choice(
            (
                "ตัวกรอง: ปีงบประมาณ = 2565",
                "# Applied Filters: fiscal_year = 2565",
                "จังหวัด: ทั้งหมด",
                "ตัวกรอง: จังหวัด = ทั้งหมด",
                "เงื่อนไข: สถานะ = ยังไม่ลงทะเบียน",
            )
        )
    )
    draft.truth.expect, draft.truth.words = "either", (*_ASKS, "เงื่อนไข", "filter")
    return draft.case()


@kind("coverage: fewer provinces than half")
def few_provinces(rng: Random) -> Case:
    draft = _draft(rng, least=6, most=6, each=(5, 6))
    _only(draft, *rng.sample(draft.world.provinces, 2))
    draft.truth.expect, draft.truth.words = "ask", _ASKS
    return draft.case()


@kind("coverage: some provinces in the title")
def some_provinces(rng: Random) -> Case:
    draft = _draft(rng, least=4, most=5)
    codes = rng.sample(draft.world.provinces, 2)
    _only(draft, *codes)
    first, second = (province_name(code) for code in codes)
    draft.titles.append(
        rng.choice(
            (
                f"จังหวัด{first} และจังหวัด{second}",
                f"เฉพาะจังหวัด{first} และ {second}",
                f"กลุ่มจังหวัด {first} {second}",
            )
        )
    )
    draft.truth.expect, draft.truth.words = "ask", _ASKS
    return draft.case()


@kind("coverage: a region in the title")
def region(rng: Random) -> Case:
    draft = _draft(rng, least=4, most=5)
    _only(draft, *rng.sample(draft.world.provinces, 2))
    draft.titles.append(
        rng.choice(("ภาคเหนือ", "เขตตรวจราชการที่ 15", "ภาคตะวันออกเฉียงเหนือ", "กลุ่มจังหวัดภาคใต้ตอนล่าง"))
    )
    draft.truth.expect, draft.truth.words = "ask", (*_ASKS, "ภาค", "เขต")
    return draft.case()


@kind("coverage: nobody has registered, says the title")
def both_people(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    world = draft.world
    for code in world.provinces:
        first = rng.choice(world.of(code))
        world.admin[first.lao_id] = world.executive[first.lao_id] = False
    # On it stand those of whom nobody is registered; of the others it says nothing.
    draft.subjects = [
        lao for lao in world.laos if not world.admin[lao.lao_id] and not world.executive[lao.lao_id]
    ]
    listed = {lao.lao_id for lao in draft.subjects}
    draft.truth.laos = {lao.lao_id: False if lao.lao_id in listed else None for lao in world.laos}
    draft.titles = [
        rng.choice(
            (
                "รายชื่อ อปท. ที่ผู้ดูแลระบบและผู้บริหารยังไม่ลงทะเบียนทั้งสองคน",
                "รายชื่อ อปท. ที่ยังไม่ลงทะเบียนทั้งสองคน",
                "รายชื่อ อปท. ที่ยังไม่มีผู้ใดลงทะเบียน",
                "รายชื่อ อปท. ที่ยังไม่ลงทะเบียน (ทั้งสองคน)",
            )
        )
    ]
    draft.truth.expect, draft.truth.words = "ask", ("ทั้งสอง", "ผู้ใด", "ใครเลย", "ไม่มีใคร")
    return draft.case()


@kind("coverage: one role, says the title")
def one_role(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    world = draft.world
    role, flags = rng.choice((("ผู้ดูแลระบบ", world.admin), ("ผู้บริหารท้องถิ่น", world.executive)))
    for code in world.provinces:
        flags[rng.choice(world.of(code)).lao_id] = False
    draft.subjects = [lao for lao in world.laos if not flags[lao.lao_id]]
    listed = {lao.lao_id for lao in draft.subjects}
    # Whoever is not on it lacks the other, perhaps.
    draft.truth.laos = {lao.lao_id: False if lao.lao_id in listed else None for lao in world.laos}
    draft.titles = [f"รายชื่อ อปท. ที่{role}ยังไม่ลงทะเบียนในระบบ ITAS"]
    draft.truth.expect, draft.truth.words = "ask", (role, "ผู้ดูแลระบบ", "ผู้บริหาร")
    return draft.case()


@kind("coverage: a status table of some provinces")
def status_part(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=("xlsx", "csv"), least=3)
    code = rng.choice(draft.world.provinces)
    draft.subjects = list(draft.world.of(code))
    for lao in draft.world.laos:
        if lao.province_code != code:
            draft.truth.laos[lao.lao_id] = None
            draft.truth.roles[lao.lao_id] = (None, None)
    draft.truth.expect, draft.truth.words = "ask", ("จังหวัด", "อปท.")
    return draft.case()


@kind("coverage: a list cut off")
def cut_off(rng: Random) -> Case:
    draft = _draft(rng, least=4, most=6)
    whole = len(draft.subjects)
    keep = draft.subjects[: max(2, whole // 3)]
    last = keep[-1].province_code
    codes = {lao.province_code for lao in keep}
    draft.subjects = keep
    for lao in draft.world.laos:
        if lao.province_code not in codes:
            draft.truth.laos[lao.lao_id] = None
        elif lao.province_code == last and lao not in keep:
            draft.truth.open.add(lao.lao_id)
            draft.truth.laos.pop(lao.lao_id)
    draft.titles.append(f"จำนวนทั้งสิ้น {whole} แห่ง")
    draft.truth.expect, draft.truth.words = "ask", (f"{whole}", *_ASKS)
    return draft.case()
