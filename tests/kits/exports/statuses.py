"""Kinds of statuses: how a file says who has registered."""

from datetime import timedelta
from random import Random

from itasdash.ingest.matching.lao import Lao
from tests.kits.exports.draft import LIST, STATUS, Case, Column, Draft
from tests.kits.exports.kinds import kind
from tests.kits.exports.sheets import Painted, Row, Value

_BOTH = (("xlsx", "csv", "html"), ("xlsx", "xls"))


def _draft(rng: Random, *forms: str) -> Draft:
    return Draft(rng, STATUS, forms=forms or ("xlsx", "csv", "html", "ods"), most=3)


def _words(draft: Draft, yes: Value, no: Value) -> None:
    world = draft.world
    draft.put("admin", lambda lao, _: yes if world.admin[lao.lao_id] else no)
    draft.put("executive", lambda lao, _: yes if world.executive[lao.lao_id] else no)


@kind("status: plain")
def plain(rng: Random) -> Case:
    return _draft(rng).case()


@kind("status: one column for both")
def overall(rng: Random) -> Case:
    draft = _draft(rng)
    draft.overall_only()
    return draft.case()


@kind("status: ticks in two columns under each person")
def two_columns(rng: Random) -> Case:
    draft = _draft(rng, "xlsx", "xls", "html")
    world = draft.world
    tick = rng.choice(("/", "✓", "x", "1", "√", "●"))
    base = [c for c in draft.columns if c.field not in ("admin", "executive")]
    yes, no = rng.choice(
        (("ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"), ("ลงทะเบียน", "ไม่ลงทะเบียน"), ("แล้ว", "ยัง"))
    )
    columns = list(base)
    pairs = [("ผู้ดูแลระบบ", world.admin), ("ผู้บริหาร", world.executive)]
    order = (yes, no) if rng.random() < 0.7 else (no, yes)
    for _, flags in pairs:
        for word in order:
            wanted = word == yes
            columns.append(
                Column(
                    "", word, lambda lao, _, f=flags, w=wanted: tick if f[lao.lao_id] is w else None
                )
            )
    draft.columns = columns
    at = len(base)
    draft.header = [
        [*(c.heading for c in base), pairs[0][0], None, pairs[1][0], None],
        [*(None for _ in base), *order, *order],
    ]
    draft.header_merges = [(0, at, 0, at + 1), (0, at + 2, 0, at + 3)]
    draft.header_merges += [(0, n, 1, n) for n in range(at)]
    return draft.case()


@kind("status: ticks in two columns for both together")
def two_columns_overall(rng: Random) -> Case:
    draft = _draft(rng)
    draft.overall_only()
    draft.without("overall")
    tick = rng.choice(("/", "✓", "x", "1"))
    world = draft.world
    draft.columns += [
        Column("", "ลงทะเบียนแล้ว", lambda lao, _: tick if world.registered(lao) else None),
        Column("", "ยังไม่ลงทะเบียน", lambda lao, _: None if world.registered(lao) else tick),
    ]
    return draft.case()


@kind("status: slash and x, with a legend")
def slash_and_x(rng: Random) -> Case:
    draft = _draft(rng)
    yes, no = rng.choice((("/", "x"), ("/", "X"), ("✓", "x"), ("O", "X"), ("/", "-")))
    _words(draft, yes, no)
    legend = rng.choice(
        (
            f"หมายเหตุ: {yes} หมายถึง ลงทะเบียนแล้ว, {no} หมายถึง ยังไม่ลงทะเบียน",
            f"{yes} = ลงทะเบียนแล้ว   {no} = ยังไม่ลงทะเบียน",
        )
    )
    if rng.random() < 0.5:
        draft.notes = [[legend]]
    else:
        draft.titles.append(legend)
    return draft.case()


@kind("status: slash and x, without a legend")
def slash_without_legend(rng: Random) -> Case:
    draft = _draft(rng)
    _words(draft, "/", rng.choice(("x", "X", "×")))
    draft.truth.expect, draft.truth.words = "either", ("สถานะ", "x", "X", "×")
    return draft.case()


@kind("status: a legend that turns the signs round")
def inverted_legend(rng: Random) -> Case:
    draft = _draft(rng)
    # Whoever is still to do it is ticked off.
    yes, no = rng.choice((("x", "/"), ("-", "/"), ("0", "1")))
    _words(draft, yes, no)
    legend = f"{no} หมายถึง ยังไม่ลงทะเบียน   {yes} หมายถึง ลงทะเบียนแล้ว"
    draft.titles.append(legend)
    draft.truth.expect, draft.truth.words = "either", ("สถานะ", "หมายถึง", "เครื่องหมาย")
    return draft.case()


@kind("status: มี and ไม่มี")
def have(rng: Random) -> Case:
    draft = _draft(rng)
    _words(draft, "มี", "ไม่มี")
    if rng.random() < 0.5:
        draft.titles.append("มี = ลงทะเบียนแล้ว, ไม่มี = ยังไม่ลงทะเบียน")
    return draft.case()


@kind("status: ครบ and ไม่ครบ")
def complete(rng: Random) -> Case:
    draft = _draft(rng)
    draft.overall_only()
    world = draft.world
    yes, no = rng.choice((("ครบ", "ไม่ครบ"), ("ครบถ้วน", "ไม่ครบ"), ("ครบแล้ว", "ยังไม่ครบ")))
    draft.put("overall", lambda lao, _: yes if world.registered(lao) else no)
    return draft.case()


@kind("status: how many of the two")
def of_two(rng: Random) -> Case:
    draft = _draft(rng)
    draft.overall_only()
    world = draft.world
    form = rng.choice(("{}/2", "{} จาก 2", "{} จาก 2 คน", "{} คน", "{}", "{} ใน 2"))
    heading = None
    if form in ("{} คน", "{}"):
        heading = "ลงทะเบียนแล้ว (คน) ผู้ดูแลระบบและผู้บริหาร รวม 2 คน"
    draft.put(
        "overall",
        lambda lao, _: form.format(world.admin[lao.lao_id] + world.executive[lao.lao_id]),
        heading,
    )
    if form == "{}":
        draft.truth.expect, draft.truth.words = "either", ("สถานะ", "ลงทะเบียน")
    return draft.case()


@kind("status: states of accounts in English")
def accounts(rng: Random) -> Case:
    draft = _draft(rng)
    world = draft.world
    yes = rng.choice(("Active", "ACTIVE", "Registered", "Completed", "Verified"))
    no = rng.choice((("Inactive",), ("Pending",), ("Inactive", "Pending"), ("Not registered",)))
    draft.put("admin", lambda lao, n: yes if world.admin[lao.lao_id] else no[n % len(no)])
    draft.put("executive", lambda lao, n: yes if world.executive[lao.lao_id] else no[-1])
    draft.truth.expect, draft.truth.words = "either", ("สถานะ", "Pending", "Inactive", yes)
    return draft.case()


@kind("status: TRUE and FALSE")
def booleans(rng: Random) -> Case:
    draft = _draft(rng)
    yes, no = rng.choice(((True, False), ("TRUE", "FALSE"), (1, 0), ("Y", "N"), ("ใช่", "ไม่ใช่")))
    _words(draft, yes, no)
    return draft.case()


@kind("status: the moment when each registered, empty means not")
def times(rng: Random) -> Case:
    draft = _draft(rng, "xlsx", "csv")
    world = draft.world

    def when(flags: dict[str, bool]) -> object:
        def cell(lao: Lao, n: int) -> Value:
            if not flags[lao.lao_id]:
                return None
            back = timedelta(days=1 + n % 9, hours=n % 7, minutes=7 * n % 60)
            return (world.moment - back).replace(tzinfo=None)

        return cell

    draft.put("admin", when(world.admin), "ผู้ดูแลระบบ")  # type: ignore[arg-type]
    draft.put("executive", when(world.executive), "ผู้บริหาร")  # type: ignore[arg-type]
    if rng.random() < 0.6:
        at = draft.at("admin")
        own = [c.heading for c in draft.columns]
        group = rng.choice(("วันเวลาที่ลงทะเบียน", "วันที่ลงทะเบียน"))
        draft.header = [[*own[:at], group, None], [*(None for _ in own[:at]), *own[at:]]]
        draft.header_merges = [(0, at, 0, at + 1)]
    else:
        draft.columns[-2].heading = "วันที่ผู้ดูแลระบบลงทะเบียน"
        draft.columns[-1].heading = "วันที่ผู้บริหารลงทะเบียน"
    if rng.random() < 0.6:
        draft.titles.append("ช่องว่าง หมายถึง ยังไม่ลงทะเบียน")
    else:
        draft.truth.expect, draft.truth.words = "either", ("วันที่", "ว่าง", "สถานะ", "ผู้ดูแลระบบ")
    return draft.case()


@kind("status: blanks that a legend explains")
def blanks(rng: Random) -> Case:
    draft = _draft(rng)
    _words(draft, draft.yes, None)
    draft.titles.append(
        rng.choice(
            (
                "ช่องว่าง หมายถึง ยังไม่ลงทะเบียน",
                "หมายเหตุ: ช่องว่าง = ยังไม่ลงทะเบียน",
                "ช่องที่เว้นว่าง คือ ยังไม่ลงทะเบียน",
            )
        )
    )
    if rng.random() < 0.4:
        draft.notes = [[draft.titles.pop()]]
    return draft.case()


@kind("status: blanks that nothing explains")
def blanks_unexplained(rng: Random) -> Case:
    draft = _draft(rng)
    _words(draft, draft.yes, None)
    draft.truth.expect, draft.truth.words = "either", ("ว่าง", "สถานะ")
    return draft.case()


@kind("status: blanks beside both words are unknown")
def blanks_unknown(rng: Random) -> Case:
    draft = _draft(rng)
    world = draft.world
    blank = set(rng.sample([lao.lao_id for lao in world.laos], 3))
    draft.put(
        "admin", lambda lao, _: None if lao.lao_id in blank else draft.flag(world.admin[lao.lao_id])
    )
    draft.put(
        "executive",
        lambda lao, _: None if lao.lao_id in blank else draft.flag(world.executive[lao.lao_id]),
    )
    for lao_id in blank:
        draft.truth.laos[lao_id] = None
        draft.truth.roles[lao_id] = (None, None)
    draft.truth.expect, draft.truth.words = "either", ("ว่าง", "สถานะ")
    return draft.case()


@kind("status: colours only")
def colours(rng: Random) -> Case:
    draft = _draft(rng, "xlsx")
    world = draft.world
    draft.put("admin", lambda lao, _: Painted("green" if world.admin[lao.lao_id] else "red"))
    draft.put(
        "executive", lambda lao, _: Painted("green" if world.executive[lao.lao_id] else "red")
    )
    draft.titles.append("สีเขียว = ลงทะเบียนแล้ว   สีแดง = ยังไม่ลงทะเบียน")
    draft.truth.expect, draft.truth.words = "either", ("สี", "สถานะ", "ว่าง", "ผู้ดูแลระบบ")
    return draft.case()


@kind("status: the colour of the name only")
def painted_names(rng: Random) -> Case:
    draft = _draft(rng, "xlsx")
    world = draft.world
    draft.without("admin", "executive")
    draft.put(
        "name",
        lambda lao, n: Painted("green" if world.registered(lao) else "red", draft.written(lao, n)),
    )
    draft.titles.append("สีเขียว = ลงทะเบียนแล้ว   สีแดง = ยังไม่ลงทะเบียน")
    draft.truth.roles = {}
    draft.truth.expect, draft.truth.words = "either", ("สี", "สถานะ", "คอลัมน์", "ชนิด")
    return draft.case()


@kind("status: a column says who is missing")
def who_is_missing(rng: Random) -> Case:
    draft = _draft(rng)
    world = draft.world
    draft.without("admin", "executive")
    both = rng.choice(("ทั้งสองคน", "ทั้งสอง", "ผู้ดูแลระบบและผู้บริหาร", "ผู้ดูแลระบบ, ผู้บริหาร"))
    nobody = rng.choice(("-", "ไม่มี", "ครบแล้ว"))

    def cell(lao: Lao, _: int) -> Value:
        admin, executive = world.admin[lao.lao_id], world.executive[lao.lao_id]
        if admin and executive:
            return nobody
        return "ผู้บริหาร" if admin else "ผู้ดูแลระบบ" if executive else both

    heading = rng.choice(("ผู้ที่ยังไม่ลงทะเบียน", "ผู้ที่ยังขาด", "ยังไม่ลงทะเบียน (ใคร)"))
    draft.put("missing", cell, heading)
    draft.truth.expect, draft.truth.words = "either", ("ผู้ที่", "สถานะ", "คอลัมน์", "ลงทะเบียน")
    return draft.case()


@kind("list: a column says who is missing")
def list_who_is_missing(rng: Random) -> Case:
    draft = Draft(rng, LIST, most=3)
    world = draft.world
    both = rng.choice(("ทั้งสองคน", "ทั้งสอง", "ผู้ดูแลระบบและผู้บริหาร"))

    def cell(lao: Lao, _: int) -> Value:
        admin, executive = world.admin[lao.lao_id], world.executive[lao.lao_id]
        return "ผู้บริหาร" if admin else "ผู้ดูแลระบบ" if executive else both

    draft.put("missing", cell, rng.choice(("ผู้ที่ยังไม่ลงทะเบียน", "ผู้ที่ยังขาด")))
    draft.truth.roles = {
        lao.lao_id: (world.admin[lao.lao_id], world.executive[lao.lao_id])
        for lao in world.outstanding()
    }
    return draft.case()


@kind("status: a row for each person")
def row_per_person(rng: Random) -> Case:
    draft = _draft(rng)
    world = draft.world
    draft.overall_only()
    draft.put("overall", lambda lao, n: draft.flag(world.registered(lao)))
    at = draft.at("overall")
    role_heading = rng.choice(("บทบาท", "ตำแหน่ง", "ประเภทผู้ใช้"))
    draft.columns.insert(at, Column("role", role_heading, lambda _, n: None))
    rows: list[Row] = []
    roles = [("ผู้ดูแลระบบ", world.admin), ("ผู้บริหาร", world.executive)]
    if rng.random() < 0.3:
        roles.reverse()
    if rng.random() < 0.3:
        order = [(lao, role) for role in roles for lao in draft.subjects]
    else:
        order = [(lao, role) for lao in draft.subjects for role in roles]
    for n, (lao, (word, flags)) in enumerate(order):
        row = draft.row(lao, n)
        row[at], row[at + 1] = word, draft.flag(flags[lao.lao_id])
        rows.append(row)
    draft.truth.roles = draft._truth().roles
    return draft.case(draft.grid(rows))


@kind("status: words with blanks, breaks and remarks around them")
def noisy_words(rng: Random) -> Case:
    draft = _draft(rng)
    world = draft.world
    yes = ("ลงทะเบียนแล้ว", " ลงทะเบียนแล้ว ", "ลงทะเบียน แล้ว", "ลงทะเบียนเเล้ว", "ลงทะเบียนแล้ว\n")
    no = ("ยังไม่ลงทะเบียน", "ยังไม่ ลงทะเบียน", "ยังไม่ได้ลงทะเบียน", "ยังไม่ลงทะเบียน ")
    draft.put("admin", lambda lao, n: (yes if world.admin[lao.lao_id] else no)[n % 4])
    draft.put("executive", lambda lao, n: (yes if world.executive[lao.lao_id] else no)[-1 - n % 4])
    return draft.case()


@kind("status: a word that nobody knows")
def strange_word(rng: Random) -> Case:
    draft = _draft(rng)
    world = draft.world
    strange = set(rng.sample([lao.lao_id for lao in world.laos], 2))
    word = rng.choice(("รอตรวจสอบ", "อยู่ระหว่างดำเนินการ", "ลงทะเบียนไม่สำเร็จ", "รออนุมัติ", "ยกเลิก"))
    draft.put(
        "admin",
        lambda lao, _: word if lao.lao_id in strange else draft.flag(world.admin[lao.lao_id]),
    )
    for lao_id in strange:
        executive = world.executive[lao_id]
        draft.truth.laos[lao_id] = None if executive else False
        draft.truth.roles[lao_id] = (None, executive)
        draft.truth.open.add(lao_id)
        if not executive:
            world.admin[lao_id] = True
    draft.truth.expect, draft.truth.words = "either", ("สถานะ", word)
    return draft.case()


@kind("status: overall contradicts the roles")
def contradicts(rng: Random) -> Case:
    draft = _draft(rng)
    world = draft.world
    strange = set(rng.sample([lao.lao_id for lao in world.laos], 2))
    heading = rng.choice(("สถานะรวม", "สถานะการลงทะเบียน"))
    draft.put(
        "overall",
        lambda lao, _: draft.flag(world.registered(lao) is not (lao.lao_id in strange)),
        heading,
    )
    draft.truth.open |= strange
    draft.truth.expect, draft.truth.words = "either", ("สถานะ", "ขัด", "ไม่ตรง")
    return draft.case()


@kind("status: a legend under the table")
def legend_below(rng: Random) -> Case:
    draft = _draft(rng)
    draft.notes = [
        [],
        ["หมายเหตุ: ยังไม่ลงทะเบียน หมายถึง ยังไม่เปิดเข้าใช้งานในระบบ ITAS"],
        ["ลงทะเบียนแล้ว หมายถึง เปิดเข้าใช้งานแล้ว"],
    ]
    if rng.random() < 0.4:
        draft.titles.append("แสดงทั้ง อปท. ที่ลงทะเบียนแล้วและที่ยังไม่ลงทะเบียน")
    return draft.case()


@kind("status: a file name or sheet that speaks of the unregistered")
def misleading_name(rng: Random) -> Case:
    draft = _draft(rng, "xlsx")
    if rng.random() < 0.5:
        draft.stem = rng.choice(("อปท ที่ยังไม่ลงทะเบียน", "unregistered", "ติดตาม อปท. ยังไม่ลงทะเบียน"))
    else:
        draft.sheet = "ยังไม่ลงทะเบียน"
    return draft.case()


@kind("status: rows under sections of registered and not")
def status_sections(rng: Random) -> Case:
    draft = _draft(rng, "xlsx", "csv")
    world = draft.world
    draft.without("admin", "executive")
    draft.truth.roles = {}
    rows: list[Row] = []
    parts = [("ลงทะเบียนแล้ว", True), ("ยังไม่ลงทะเบียน", False)]
    if rng.random() < 0.5:
        parts.reverse()
    for word, wanted in parts:
        laos = [lao for lao in world.laos if world.registered(lao) is wanted]
        counted = f" จำนวน {len(laos)} แห่ง" if rng.random() < 0.5 else ""
        rows.append(draft.told(0, f"อปท. ที่{word}{counted}"))
        rows += [draft.row(lao, n) for n, lao in enumerate(laos)]
    draft.truth.kinds = (LIST,)
    draft.truth.expect, draft.truth.words = "either", ("ลงทะเบียน", "ซ้ำ")
    return draft.case(draft.grid(rows))


@kind("status: two sheets, the registered and the others")
def status_sheets(rng: Random) -> Case:
    draft = _draft(rng, "xlsx", "xls")
    world = draft.world
    draft.without("admin", "executive")
    draft.truth.roles = {}
    draft.titles = ["ข้อมูลการลงทะเบียน ITAS"]
    sheets = []
    parts = [("ลงทะเบียนแล้ว", True), ("ยังไม่ลงทะเบียน", False)]
    if rng.random() < 0.5:
        parts.reverse()
    for word, wanted in parts:
        draft.sheet = word
        laos = [lao for lao in world.laos if world.registered(lao) is wanted]
        sheets.append(draft.grid([draft.row(lao, n) for n, lao in enumerate(laos)]))
    draft.truth.kinds = (LIST,)
    draft.truth.expect, draft.truth.words = "either", ("ลงทะเบียน", "ชีต", "แผ่น")
    return draft.case(sheets)


@kind("status: a list of the registered")
def list_of_registered(rng: Random) -> Case:
    draft = _draft(rng, "xlsx", "csv")
    world = draft.world
    draft.without("admin", "executive")
    draft.truth.roles = {}
    draft.titles = [rng.choice(("รายชื่อ อปท. ที่ลงทะเบียนในระบบ ITAS แล้ว", "รายชื่อ อปท. ที่ลงทะเบียนแล้ว"))]
    draft.subjects = [lao for lao in world.laos if world.registered(lao)]
    draft.truth.laos = {lao.lao_id: True if world.registered(lao) else None for lao in world.laos}
    # Whoever does not stand on it may be read as not registered, where it speaks for all.
    for lao in world.outstanding():
        del draft.truth.laos[lao.lao_id]
    draft.truth.expect, draft.truth.words = "either", ("ลงทะเบียนแล้ว", "ชนิด", "คอลัมน์", "สถานะ")
    return draft.case()


@kind("status: a word with its day")
def word_with_day(rng: Random) -> Case:
    draft = _draft(rng)
    world = draft.world
    form = rng.choice(("ลงทะเบียนแล้ว (5 ม.ค. 65)", "ลงทะเบียนแล้ว 5/1/2565", "แล้ว (05/01/65)"))
    _words(draft, form, "ยังไม่ลงทะเบียน")
    draft.truth.laos = {lao.lao_id: world.registered(lao) for lao in world.laos}
    draft.truth.expect, draft.truth.words = "either", ("สถานะ", form)
    return draft.case()


@kind("status: one of the two people only")
def one_person(rng: Random) -> Case:
    draft = _draft(rng)
    world = draft.world
    left, flags = rng.choice((("admin", world.admin), ("executive", world.executive)))
    draft.without("executive" if left == "admin" else "admin")
    for lao in world.laos:
        done = flags[lao.lao_id]
        # Of the other nothing is told: whoever lacks this one is not registered.
        draft.truth.laos[lao.lao_id] = None if done else False
        draft.truth.roles[lao.lao_id] = (done, None) if left == "admin" else (None, done)
        draft.truth.open.add(lao.lao_id)
    draft.truth.expect = "either"
    draft.truth.words = ("ผู้ดูแลระบบ", "ผู้บริหาร")
    return draft.case()


@kind("status: both people in one cell")
def both_in_one(rng: Random) -> Case:
    draft = _draft(rng)
    world = draft.world
    draft.without("admin", "executive")
    form = rng.choice(("{} / {}", "{}/{}", "ผู้ดูแลระบบ: {}\nผู้บริหาร: {}"))
    draft.put(
        "overall",
        lambda lao, _: form.format(
            draft.flag(world.admin[lao.lao_id]), draft.flag(world.executive[lao.lao_id])
        ),
        "ผู้ดูแลระบบ/ผู้บริหาร",
    )
    draft.truth.expect, draft.truth.words = "either", ("สถานะ", "ผู้ดูแลระบบ", "คอลัมน์")
    return draft.case()


@kind("status: both people and a column for both")
def with_overall(rng: Random) -> Case:
    draft = _draft(rng)
    world = draft.world
    heading = rng.choice(("สถานะรวม", "ภาพรวม", "สรุป", "ครบทั้งสองคน", "สถานะการลงทะเบียน"))
    yes, no = rng.choice(((draft.yes, draft.no), ("ครบ", "ไม่ครบ"), ("ครบถ้วน", "ยังไม่ครบ")))
    draft.put("overall", lambda lao, _: yes if world.registered(lao) else no, heading)
    return draft.case()


@kind("status: shares of the two")
def share_of_two(rng: Random) -> Case:
    draft = _draft(rng)
    world = draft.world
    draft.overall_only()
    form = rng.choice(("{}%", "{}", "{}.00"))
    heading = rng.choice(("ความคืบหน้า (ร้อยละ)", "ร้อยละการลงทะเบียน", "สถานะการลงทะเบียน"))
    draft.put(
        "overall",
        lambda lao, _: form.format(50 * (world.admin[lao.lao_id] + world.executive[lao.lao_id])),
        heading,
    )
    draft.truth.expect, draft.truth.words = "either", ("สถานะ", "ร้อยละ", "คอลัมน์", "ชนิด")
    return draft.case()
