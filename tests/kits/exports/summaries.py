"""Kinds of summaries whose rows, columns or titles count a part of what they seem to count."""

from random import Random

from tests.kits.exports.draft import LIST, STATUS, SUMMARY, Case, Draft, Row, Value
from tests.kits.exports.kinds import kind
from tests.kits.exports.sheets import Sheet
from tests.kits.exports.world import LONG, SHORT, province_name

_MERGING = ("xlsx", "xls", "html")
_FORMS = (*_MERGING, "csv", "ods")
# What stands below "ลงทะเบียนแล้ว", the last of them what counts.
_DIVISIONS = (
    ("สัปดาห์ที่ 1", "สัปดาห์ที่ 2", "สัปดาห์ที่ 3"),
    ("ธ.ค. 64", "ม.ค. 65"),
    ("รอบแรก", "รอบสอง"),
    ("ครั้งที่ 1", "ครั้งที่ 2"),
    ("เดิม", "ปรับปรุง"),
    ("เดือนนี้", "สะสม"),
    ("ยอดยกมา", "เพิ่มขึ้น", "สะสม"),
)


def _divided(draft: Draft, under: str, words: tuple[str, ...]) -> None:
    """Put a heading over several columns at the end of the table."""
    own: list[Value] = [c.heading for c in draft.columns]
    at, more = len(own), len(words) - 1
    draft.header = [[*own, under, *[None] * more], [*(None for _ in own), *words]]
    if draft.form in _MERGING:
        draft.header_merges = [(0, at, 0, at + more)]


@kind("rival: counts divided under one heading in invented words")
def divided_counts(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_FORMS)
    world = draft.world
    draft.without("registered", "outstanding", "percent")
    words = rng.choice(_DIVISIONS)
    _divided(draft, "ลงทะเบียนแล้ว", words)
    rows = []
    for n, lao in enumerate(draft.subjects):
        done = world.counts(lao.province_code)[1]
        rows.append([*draft.row(lao, n), *(min(k, done) for k in range(len(words) - 1)), done])
    draft.truth.expect, draft.truth.words = "either", ("คอลัมน์",)
    draft.truth.provinces = {c: (e, r, None) for c, (e, r, _) in draft.truth.provinces.items()}
    return draft.case(draft.grid(rows))


@kind("rival: states divided under one heading in invented words")
def divided_states(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=_FORMS)
    world = draft.world
    draft.without("admin", "executive")
    draft.truth.roles = {}
    words = rng.choice(_DIVISIONS[:5])
    _divided(draft, rng.choice(("การลงทะเบียน", "สถานะการลงทะเบียน", "สถานะ")), words)
    rows = []
    for n, lao in enumerate(draft.subjects):
        before = [draft.flag(rng.random() < 0.4) for _ in words[1:]]
        rows.append([*draft.row(lao, n), *before, draft.flag(world.registered(lao))])
    draft.truth.expect, draft.truth.words = "either", ("คอลัมน์",)
    return draft.case(draft.grid(rows))


@kind("rival: a heading merged over columns without headings of their own")
def merged_over(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=("xlsx", "xls"))
    world = draft.world
    draft.without("registered", "outstanding", "percent")
    own: list[Value] = [c.heading for c in draft.columns]
    draft.header = [[*own, "ลงทะเบียนแล้ว", None]]
    draft.header_merges = [(0, len(own), 0, len(own) + 1)]
    rows = []
    for n, lao in enumerate(draft.subjects):
        done = world.counts(lao.province_code)[1]
        rows.append([*draft.row(lao, n), max(0, done - 1), done])
    draft.truth.expect, draft.truth.words = "either", ("คอลัมน์",)
    return draft.case(draft.grid(rows))


@kind("table: a count and its share under each state")
def count_and_share(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_MERGING)
    world = draft.world
    draft.without("registered", "outstanding", "percent")
    own: list[Value] = [c.heading for c in draft.columns]
    parts: list[Value] = rng.choice((["จำนวน", "ร้อยละ"], ["ร้อยละ", "จำนวน"], ["แห่ง", "ร้อยละ"]))
    draft.header = [
        [*own, "ลงทะเบียนแล้ว", None, "ยังไม่ลงทะเบียน", None],
        [*(None for _ in own), *parts, *parts],
    ]
    at = len(own)
    draft.header_merges = [(0, at, 0, at + 1), (0, at + 2, 0, at + 3)]
    rows = []
    for n, lao in enumerate(draft.subjects):
        expected, *counts = world.counts(lao.province_code)
        row = draft.row(lao, n)
        for count in counts:
            share = round(100 * count / expected, 2)
            row += [share, count] if parts[0] == "ร้อยละ" else [count, share]
        rows.append(row)
    return draft.case(draft.grid(rows))


@kind("rival: rows of types below the province that names them")
def type_rows(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_FORMS)
    world = draft.world
    rows: list[Row] = []
    whole = rng.choice(("first", "last", "none"))
    for code in world.provinces:
        counts: list[Row] = []
        for lao_type in ("PAO", "TOWN", "CITY", "SUBDISTRICT", "SAO"):
            of_it = [lao for lao in world.of(code) if lao.lao_type == lao_type]
            done = sum(map(world.registered, of_it))
            if of_it:
                counts.append([LONG[lao_type], len(of_it), done, len(of_it) - done])
        if whole == "first":
            counts.insert(0, ["รวม", *world.counts(code)])
        if whole == "last":
            counts.append(["รวม", *world.counts(code)])
        rows += [[None, *part] for part in counts]
        rows[-len(counts)][0] = province_name(code)
    heads: Row = ["จังหวัด", "ประเภท", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
    draft.truth.expect, draft.truth.words = "either", ("จังหวัด",)
    return draft.case(Sheet(draft.sheet, [*draft.above(), heads, *rows]))


@kind("rival: rows of the two people below their province")
def role_rows(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_FORMS)
    world = draft.world
    rows: list[Row] = []
    for code in world.provinces:
        laos = world.of(code)
        for word, flags in (("ผู้ดูแลระบบ", world.admin), ("ผู้บริหาร", world.executive)):
            done = sum(flags[lao.lao_id] for lao in laos)
            named = province_name(code) if flags is world.admin else None
            rows.append([named, word, len(laos), done, len(laos) - done])
    heads: Row = ["จังหวัด", "บทบาท", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
    draft.truth.expect, draft.truth.words = "ask", ("จังหวัด",)
    draft.truth.provinces = {c: (e, None, None) for c, (e, _, _) in draft.truth.provinces.items()}
    return draft.case(Sheet(draft.sheet, [*draft.above(), heads, *rows]))


@kind("rival: counts of one person, says the title")
def one_person(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_FORMS)
    world = draft.world
    draft.without("percent")
    role, flags = rng.choice((("ผู้ดูแลระบบ", world.admin), ("ผู้บริหารท้องถิ่น", world.executive)))
    if rng.random() < 0.5:
        draft.titles[0] = f"สรุปการลงทะเบียน{role}ในระบบ ITAS รายจังหวัด"
    else:
        draft.titles.append(f"(เฉพาะ{role})")

    def done(code: str) -> int:
        return sum(flags[lao.lao_id] for lao in world.of(code))

    draft.put("registered", lambda lao, _: done(lao.province_code))
    draft.put(
        "outstanding",
        lambda lao, _: world.counts(lao.province_code)[0] - done(lao.province_code),
    )
    draft.truth.provinces = {c: (e, None, None) for c, (e, _, _) in draft.truth.provinces.items()}
    draft.truth.expect, draft.truth.words = "ask", (role,)
    return draft.case()


@kind("status: one column for one person, says the title")
def one_person_of_each(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((STATUS, STATUS, LIST)), forms=_FORMS)
    world = draft.world
    role, flags = rng.choice((("ผู้ดูแลระบบ", world.admin), ("ผู้บริหารท้องถิ่น", world.executive)))
    other = world.executive if flags is world.admin else world.admin
    if draft.kind == LIST:
        draft.subjects = [lao for lao in world.laos if not flags[lao.lao_id]]
        draft.titles = [f"รายชื่อ อปท. ที่{role}ยังไม่ลงทะเบียนในระบบ ITAS"]
        draft.truth.laos = {i: None if flag else False for i, flag in flags.items()}
        draft.truth.open = set(flags)
        draft.truth.expect, draft.truth.words = "ask", (role,)
        return draft.case()
    draft.without("admin", "executive")
    draft.titles[0] = f"สถานะการลงทะเบียน{role}ในระบบ ITAS"
    draft.columns.append(draft.column("overall", lambda lao, _: draft.flag(flags[lao.lao_id])))
    draft.truth.laos = {i: None if flag else False for i, flag in flags.items()}
    draft.truth.roles = {
        i: (flag, None) if other is world.executive else (None, flag) for i, flag in flags.items()
    }
    return draft.case()


@kind("rival: counts of some types, says the title")
def some_types(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_FORMS)
    world = draft.world
    draft.without("percent")
    word, types = rng.choice(
        (
            ("องค์การบริหารส่วนตำบล", ("SAO",)),
            ("เทศบาล", ("CITY", "TOWN", "SUBDISTRICT")),
            (SHORT["SAO"], ("SAO",)),
        )
    )
    draft.titles[0] = rng.choice(
        (f"สรุปการลงทะเบียน ITAS ของ{word} รายจังหวัด", f"สรุปการลงทะเบียน ITAS ({word})")
    )
    if rng.random() < 0.4:
        draft.without("expected")

    def count(code: str) -> tuple[int, int]:
        laos = [lao for lao in world.of(code) if lao.lao_type in types]
        return len(laos), sum(map(world.registered, laos))

    if any(c.field == "expected" for c in draft.columns):
        draft.put("expected", lambda lao, _: count(lao.province_code)[0])
    draft.put("registered", lambda lao, _: count(lao.province_code)[1])

    def missing(code: str) -> int:
        every, done = count(code)
        return every - done

    draft.put("outstanding", lambda lao, _: missing(lao.province_code))
    draft.truth.provinces = dict.fromkeys(world.provinces, (None, None, None))
    draft.truth.expect, draft.truth.words = "ask", ("ประเภท", "ทะเบียน")
    return draft.case()


@kind("rival: counts of people, says the title")
def people(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_FORMS)
    world = draft.world
    draft.without("percent")
    if rng.random() < 0.5:
        draft.titles.append(rng.choice(("หน่วย : คน", "(หน่วย: คน)", "หน่วยนับ : ราย")))
    else:
        draft.titles[0] = "จำนวนผู้ลงทะเบียนระบบ ITAS รายจังหวัด"

    def count(code: str) -> int:
        laos = world.of(code)
        return sum(world.admin[lao.lao_id] + world.executive[lao.lao_id] for lao in laos)

    draft.put("expected", lambda lao, _: 2 * world.counts(lao.province_code)[0])
    draft.put("registered", lambda lao, _: count(lao.province_code))
    draft.put(
        "outstanding",
        lambda lao, _: 2 * world.counts(lao.province_code)[0] - count(lao.province_code),
    )
    draft.truth.provinces = dict.fromkeys(world.provinces, (None, None, None))
    draft.truth.expect, draft.truth.words = "ask", ("คน",)
    return draft.case()
