"""Kinds that can be read in a second way, which gives other numbers.

Where the file itself decides between the two it is read; else it has to be refused or asked about.
"""

from datetime import timedelta
from random import Random

from tests.kits.exports.draft import LIST, STATUS, SUMMARY, Case, Column, Draft, thai_date
from tests.kits.exports.kinds import kind
from tests.kits.exports.sheets import Row, Sheet
from tests.kits.exports.world import province_name

_FORMS = ("xlsx", "csv", "xls", "html", "ods", "csv cp874")
_SHEETS = ("xlsx", "xls", "ods")
_YES = ("ลงทะเบียนแล้ว", "ลงทะเบียนเรียบร้อยแล้ว", "เปิดใช้งานแล้ว")
_NO = ("ยังไม่ลงทะเบียน", "ยังไม่ได้ลงทะเบียน", "ยังไม่เปิดใช้งาน")


def _unknown_elsewhere(draft: Draft) -> None:
    """Of LAOs that the list does not name nothing may be told."""
    for lao in draft.world.laos:
        if draft.world.registered(lao):
            draft.truth.laos[lao.lao_id] = None


@kind("rival: names under a row for each state")
def states_as_sections(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=_FORMS)
    draft.without("admin", "executive")
    draft.truth.roles = {}
    if rng.random() < 0.4:
        # What the title speaks of is one of the two.
        draft.titles = [f"รายชื่อ อปท. ที่{rng.choice(_NO)}และที่{rng.choice(_YES)}"]
    parts = [
        (word, [x for x in draft.subjects if draft.world.registered(x) is flag])
        for word, flag in ((rng.choice(_YES), True), (rng.choice(_NO), False))
    ]
    rng.shuffle(parts)
    lead = rng.choice(("{}", "{n}. {}", "อปท. ที่{}", "{n}) หน่วยงานที่{}"))
    tail = rng.choice(("", " จำนวน {} แห่ง", " ({} แห่ง)"))
    rows: list[Row] = []
    for n, (word, laos) in enumerate(parts, start=1):
        rows.append([lead.format(word, n=n) + tail.format(len(laos))])
        rows += [draft.row(lao, at) for at, lao in enumerate(laos)]
    return draft.case(draft.grid(rows))


@kind("rival: counts of both states above the names of one")
def counts_above(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=_FORMS)
    draft.without("province")
    rows: list[Row] = []
    for code in draft.world.provinces:
        laos = [lao for lao in draft.subjects if lao.province_code == code]
        _, done, missing = draft.world.counts(code)
        rows.append([f"จังหวัด{province_name(code)}"])
        rows.append([f"ลงทะเบียนแล้ว {done} แห่ง"])
        rows.append([f"ยังไม่ลงทะเบียน {missing} แห่ง"])
        rows += [draft.row(lao, n) for n, lao in enumerate(laos)]
    return draft.case(draft.grid(rows))


@kind("rival: titles or names that speak of both")
def both_titles(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=_FORMS)
    yes, no = rng.choice(_YES), rng.choice(_NO)
    form = rng.randrange(3)
    if form == 0:
        draft.titles = [f"รายชื่อ อปท. ที่{yes}และที่{no}"]
    elif form == 1:
        draft.titles, draft.stem = [f"รายชื่อ อปท. ที่{yes}"], f"อปท. ที่{no}"
    else:
        draft.titles = [f"รายชื่อ อปท. {rng.choice(('ยกเว้นที่', 'นอกจากที่', 'ที่เคย', 'ไม่รวมที่'))}{no}"]
    draft.truth.expect, draft.truth.words = "ask", ("ชนิดใด", "แห่งใด")
    return draft.case()


@kind("rival: a remark says that one of the list has registered")
def remark_registered(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=_FORMS)
    odd = rng.choice(draft.subjects)
    day = draft.world.moment + timedelta(days=1)
    remark = f"{rng.choice(_YES)} {thai_date(day, style=rng.choice((0, 2, 4)))}"
    draft.put("remark", lambda lao, _: remark if lao is odd else None)
    draft.truth.expect, draft.truth.words = "error", ("หมายเหตุ",)
    draft.truth.open = {odd.lao_id}
    return draft.case()


@kind("rival: a list of some of those that have not registered")
def qualified(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=_FORMS)
    no = rng.choice(_NO)
    draft.titles = [
        rng.choice(
            (
                f"รายชื่อ อปท. ขนาด{rng.choice(('เล็ก', 'กลาง', 'ใหญ่'))}ที่{no}",
                f"รายชื่อ อปท. ที่{no}และ{rng.choice(('ติดต่อไม่ได้', 'ขอขยายเวลา', 'มีผู้บริหารใหม่'))}",
                f"รายชื่อ อปท. ที่{no}เกิน {rng.choice((15, 30, 45))} วัน",
                f"รายชื่อ อปท. ที่{no} {rng.choice((5, 10))} อันดับแรก",
                f"ตัวอย่างรายชื่อ อปท. ที่{no}",
                f"รายชื่อ อปท. {rng.choice(('นำร่อง', 'ต้นแบบ', 'ชายฝั่งทะเล', 'ในพื้นที่เกาะ'))}ที่{no}",
                f"รายชื่อ อปท. ที่{no} (เพิ่มเติม)",
            )
        )
    ]
    _unknown_elsewhere(draft)
    draft.truth.expect, draft.truth.words = "ask", ("ไม่ได้ระบุทุกแห่ง", "บุคคลเดียว")
    return draft.case()


@kind("rival: a list that says below that it goes on")
def goes_on(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=_FORMS)
    below = rng.choice(
        (
            "(มีต่อ)",
            "มีต่อหน้าถัดไป",
            f"และอีก {rng.randint(2, 40)} แห่ง",
            "ฯลฯ",
            "...",
            "(to be continued)",
        )
    )
    draft.notes = [draft.told(rng.choice((0, draft.at("name"))), below)]
    _unknown_elsewhere(draft)
    draft.truth.expect, draft.truth.words = "ask", ("ไม่ได้ระบุทุกแห่ง",)
    return draft.case()


@kind("rival: running numbers with a gap")
def gap(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=_FORMS, least=3, most=4, each=(7, 9), rate=(0.2, 0.4))
    draft.without("sequence")
    draft.columns.insert(0, Column("sequence", draft.heading("sequence"), lambda _, n: n + 1))
    rows = draft.body()
    if rng.random() < 0.5:
        lost = rows[: rng.randint(3, 5)]
    else:
        at = rng.randint(2, len(rows) - 5)
        lost = rows[at : at + 2]
    kept = [row for row in rows if row not in lost]
    laos = [lao for lao, row in zip(draft.subjects, rows, strict=True) if row in kept]
    gone = {lao.lao_id for lao in draft.subjects} - {lao.lao_id for lao in laos}
    for lao in draft.world.laos:
        if draft.world.registered(lao) or lao.lao_id in gone:
            draft.truth.open.add(lao.lao_id)
    draft.truth.expect, draft.truth.words = "ask", ("ลำดับ",)
    return draft.case(draft.grid(kept))


@kind("rival: a title that states another count than there are rows")
def stated_in_title(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=_FORMS)
    told = len(draft.subjects) + rng.randint(1, 30)
    draft.titles[0] += rng.choice((" จำนวน {} แห่ง", " รวม {} แห่ง", " ({} แห่ง)")).format(told)
    draft.truth.expect, draft.truth.words = "error", (f"{told}",)
    return draft.case()


@kind("rival: columns of before and of now in invented words")
def before_and_now(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=_FORMS)
    draft.overall_only()
    world = draft.world
    before, now = rng.choice(
        (
            ("สถานะเดิม", "สถานะปัจจุบัน"),
            ("เดือนที่แล้ว", "เดือนนี้"),
            ("การลงทะเบียน รอบก่อน", "การลงทะเบียน รอบนี้"),
            ("ผลการลงทะเบียน (สัปดาห์ก่อน)", "ผลการลงทะเบียน (สัปดาห์นี้)"),
            ("สถานะ ครั้งที่ 1", "สถานะ ครั้งที่ 2"),
        )
    )
    draft.put("overall", lambda lao, _: draft.flag(world.registered(lao)), now)
    odd = set(rng.sample([lao.lao_id for lao in world.laos], 3))
    column = Column(
        "before",
        before,
        lambda lao, _: draft.flag(world.registered(lao) is (lao.lao_id not in odd)),
    )
    draft.columns.insert(draft.at("overall") + rng.choice((0, 1)), column)
    draft.truth.expect, draft.truth.words = "either", ("คอลัมน์", "ชนิดใด")
    return draft.case()


@kind("rival: counts of before and of now in invented words")
def counts_before_and_now(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_FORMS)
    world = draft.world
    draft.without("outstanding", "percent")
    before, now = rng.choice(
        (
            ("ลงทะเบียนแล้ว เดือนก่อน", "ลงทะเบียนแล้ว เดือนนี้"),
            ("ลงทะเบียนแล้ว (ครั้งก่อน)", "ลงทะเบียนแล้ว (ครั้งนี้)"),
            ("ลงทะเบียนสัปดาห์ที่แล้ว", "ลงทะเบียนสัปดาห์นี้"),
            ("ยอดยกมา", "ลงทะเบียนแล้ว"),
        )
    )
    draft.put("registered", lambda lao, _: world.counts(lao.province_code)[1], now)
    column = Column("before", before, lambda lao, _: max(0, world.counts(lao.province_code)[1] - 1))
    draft.columns.insert(draft.at("registered") + rng.choice((0, 1)), column)
    draft.truth.expect, draft.truth.words = "either", ("คอลัมน์",)
    draft.truth.provinces = {c: (e, r, None) for c, (e, r, _) in draft.truth.provinces.items()}
    return draft.case()


@kind("rival: a plan beside what was reached")
def plan(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_FORMS)
    world = draft.world
    heading = rng.choice(
        ("แผนการลงทะเบียน", "เป้าหมายการลงทะเบียน", "คาดว่าจะลงทะเบียน", "เป้าหมาย", "แผน (แห่ง)")
    )
    column = Column("plan", heading, lambda lao, _: world.counts(lao.province_code)[0] - 1)
    draft.columns.insert(draft.at("registered") + rng.choice((0, 1)), column)
    draft.truth.expect, draft.truth.words = "either", ("คอลัมน์",)
    return draft.case()


@kind("rival: shares only")
def shares_only(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_FORMS)
    draft.without("expected", "registered", "outstanding", "percent")
    heading = rng.choice(("ร้อยละการลงทะเบียน", "ลงทะเบียน (ร้อยละ)", "% ลงทะเบียนแล้ว", "ลงทะเบียนแล้ว %"))
    draft.columns.append(Column("percent", heading, lambda lao, _: draft.percent(lao)))
    draft.truth.provinces = dict.fromkeys(draft.truth.provinces, (None, None, None))
    draft.truth.expect, draft.truth.words = "either", ("คอลัมน์", "ตาราง", "ชนิด")
    return draft.case()


@kind("rival: a row for each type of a province")
def row_for_each_type(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_FORMS)
    world = draft.world
    rows: list[Row] = []
    for code in world.provinces:
        expected, done, missing = world.counts(code)
        cut = max(1, done // 2)
        for word, part in (("อบต.", (expected - 1, done - cut, missing)), ("เทศบาล", (1, cut, 0))):
            rows.append([province_name(code), word, *part])
    heads = ["จังหวัด", "ประเภท", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
    draft.truth.expect, draft.truth.words = "error", ("จังหวัด",)
    draft.truth.any_claims = set(world.provinces)
    return draft.case(Sheet(draft.sheet, [*draft.above(), heads, *rows]))


@kind("rival: two sheets that sum up the same with other numbers")
def two_summaries(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_SHEETS)
    first = draft.grid()
    body = draft.body()
    at = draft.at("registered")
    body[0][at] = int(str(body[0][at])) + 1
    second = draft.grid(body)
    second.name = "สรุป 2" if first.name != "สรุป 2" else "สรุป"
    draft.truth.expect, draft.truth.words = "error", ("จังหวัด",)
    draft.truth.any_claims = set(draft.world.provinces[:1])
    return draft.case([first, second])


@kind("rival: a list and a summary that disagree")
def list_and_summary(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=_SHEETS)
    first = draft.grid()
    rows: list[Row] = [["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]]
    for n, code in enumerate(draft.world.provinces):
        expected, done, missing = draft.world.counts(code)
        off = 1 if n == 0 else 0
        rows.append([province_name(code), expected, done - off, missing + off])
    second = Sheet("สรุป", rows)
    draft.truth.expect, draft.truth.words = "error", ("จังหวัด",)
    return draft.case([first, second] if rng.random() < 0.5 else [second, first])


@kind("rival: those registered and those not, side by side")
def opposite_sides(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=_FORMS)
    draft.without("admin", "executive", "sequence", "code")
    draft.truth.roles = {}
    parts = [
        [x for x in draft.subjects if draft.world.registered(x) is flag] for flag in (True, False)
    ]
    words = [rng.choice(_YES), rng.choice(_NO)]
    if rng.random() < 0.5:
        parts.reverse()
        words.reverse()
    width = len(draft.columns)
    titles: Row = [f"อปท. ที่{words[0]}", *[None] * width, f"อปท. ที่{words[1]}"]
    heads = [c.heading for c in draft.columns]
    rows: list[Row] = []
    for n in range(max(map(len, parts))):
        halves = [draft.row(p[n], n) if n < len(p) else [None] * width for p in parts]
        rows.append([*halves[0], None, *halves[1]])
    draft.truth.expect = "either"
    draft.truth.words = ("ชนิด", "ประเภท", "รายชื่อ", "ชีต")
    draft.truth.kinds = (LIST,)
    return draft.case(Sheet(draft.sheet, [*draft.above(), titles, [*heads, None, *heads], *rows]))


@kind("rival: the title, the sheet and the file are of three days")
def three_days(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((STATUS, LIST, SUMMARY)), forms=_SHEETS)
    moment = draft.world.moment
    other, third = moment - timedelta(days=3), moment - timedelta(days=9)
    draft.sheet = f"{other.day}-{other.month}-{(other.year + 543) % 100}"
    draft.stem = f"ITAS_{third.year + 543}{third:%m%d}"
    draft.truth.expect, draft.truth.words = "ask", ("วัน",)
    return draft.case()


@kind("rival: a list of municipalities only")
def municipalities(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=_FORMS)
    draft.titles = [f"รายชื่อเทศบาลที่{rng.choice(_NO)}ในระบบ ITAS"]
    town = ("CITY", "TOWN", "SUBDISTRICT")
    draft.subjects = [lao for lao in draft.subjects if lao.lao_type in town]
    if not draft.subjects:
        return municipalities(rng)
    for lao in draft.world.laos:
        if lao.lao_type not in town:
            draft.truth.laos[lao.lao_id] = None
    draft.truth.open = {lao.lao_id for lao in draft.world.laos if lao.lao_type in town}
    draft.truth.expect, draft.truth.words = "ask", ("ประเภท", "เทศบาล", "จังหวัด")
    return draft.case()
