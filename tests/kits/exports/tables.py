"""Kinds of tables: blocks, headings, groups, sections, totals and what else stands in the way."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from itasdash.ingest.matching.lao import Lao
from tests.kits.exports.draft import LIST, STATUS, SUMMARY, Case, Column, Draft, thai_date
from tests.kits.exports.kinds import kind
from tests.kits.exports.sheets import Row, Sheet, Value
from tests.kits.exports.world import by_district, province_name

_SHEETS = ("xlsx", "csv", "html", "xls")


def _list(rng: Random, *forms: str, **world: object) -> Draft:
    return Draft(rng, LIST, forms=forms or _SHEETS, **world)


def _lao_kind(rng: Random) -> str:
    return rng.choice((LIST, LIST, STATUS))


def _province_title(rng: Random, code: str) -> str:
    name = province_name(code)
    return rng.choice((f"จังหวัด{name}", f"จ.{name}", name))


# --- blocks -----------------------------------------------------------------------------------


@kind("table: the list goes on beside itself")
def halves(rng: Random) -> Case:
    draft = _list(rng, least=3)
    draft.without("code")
    parts = rng.choice((2, 2, 3))
    gap = rng.choice((0, 1))
    rows = draft.body()
    size = -(-len(rows) // parts)
    width = len(draft.columns)
    body: list[Row] = []
    for n in range(size):
        line: Row = []
        for part in range(parts):
            at = n + part * size
            line += (rows[at] if at < len(rows) else [None] * width) + [None] * gap
        body.append(line)
    own = [c.heading for c in draft.columns]
    draft.header = [(own + [None] * gap) * parts]
    return draft.case(draft.grid(body))


@kind("table: provinces in newspaper columns")
def newspaper(rng: Random) -> Case:
    draft = _list(rng, least=3, most=5)
    draft.without("province", "code", "type")
    own = [c.heading for c in draft.columns]
    width = len(own)
    blocks: list[list[Row]] = []
    for code in draft.world.provinces:
        laos = [lao for lao in draft.subjects if lao.province_code == code]
        title = [f"จังหวัด{province_name(code)}"] + [None] * (width - 1)
        rows: list[Row] = [draft.row(lao, n) for n, lao in enumerate(laos)]
        blocks.append([title, list(own), *rows])
    columns: list[list[Row]] = [[], []]
    for block in blocks:
        shortest = min(columns, key=len)
        shortest += [*block, [None] * width]
    height = max(map(len, columns))
    body: list[Row] = []
    for n in range(height):
        line: Row = []
        for column in columns:
            line += (column[n] if n < len(column) else [None] * width) + [None]
        body.append(line)
    sheet = Sheet(draft.sheet, [*draft.above(), *body])
    return draft.case(sheet)


@kind("table: a block for each province, one below the other")
def stacked(rng: Random) -> Case:
    draft = Draft(rng, _lao_kind(rng), forms=_SHEETS)
    draft.without("province")
    own = [c.heading for c in draft.columns]
    rows: list[Row] = []
    for code in draft.world.provinces:
        laos = [lao for lao in draft.subjects if lao.province_code == code]
        counted = f" จำนวน {len(laos)} แห่ง" if rng.random() < 0.4 else ""
        rows.append([f"จังหวัด{province_name(code)}{counted}"])
        rows.append(list(own))
        rows += [draft.row(lao, n) for n, lao in enumerate(laos)]
        rows.append([])
    return draft.case(Sheet(draft.sheet, [*draft.above(), *rows]))


@kind("table: a summary above the list")
def summary_above(rng: Random) -> Case:
    draft = _list(rng, "xlsx", "csv")
    world = draft.world
    rows: list[Row] = [["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]]
    rows += [[province_name(code), *world.counts(code)] for code in world.provinces]
    sheet = draft.grid()
    above = len(draft.above())
    below = rng.random() < 0.4
    if below:
        sheet.rows = [*sheet.rows, [], *rows]
    else:
        sheet.rows = [*sheet.rows[:above], *rows, [], *sheet.rows[above:]]
    sheet.merges = []
    draft.truth.provinces = {code: world.counts(code) for code in world.provinces}
    draft.truth.expect, draft.truth.words = "either", ("ตาราง", "สรุป")
    return draft.case(sheet)


@kind("table: a sheet for each province")
def sheet_per_province(rng: Random) -> Case:
    draft = Draft(rng, _lao_kind(rng), forms=("xlsx", "xls", "ods"))
    draft.without("province")
    sheets = []
    for n, code in enumerate(draft.world.provinces, start=1):
        name = province_name(code)
        draft.sheet = rng.choice((name, f"{n}.{name}", f"จ.{name}"))
        laos = [lao for lao in draft.subjects if lao.province_code == code]
        sheets.append(draft.grid([draft.row(lao, n) for n, lao in enumerate(laos)]))
    return draft.case(sheets)


@kind("table: an older copy on a second sheet, with its day")
def older_copy(rng: Random) -> Case:
    draft = Draft(rng, _lao_kind(rng), forms=("xlsx", "xls"))
    sheet = draft.grid()
    world = draft.world
    older = world.moment - timedelta(days=rng.choice((7, 14)))
    copy = Sheet("ครั้งก่อน", [list(row) for row in sheet.rows], list(sheet.merges))
    copy.rows[len(draft.titles)] = [f"ข้อมูล ณ วันที่ {thai_date(older, style=0)} เวลา {older:%H.%M} น."]
    if draft.kind == STATUS:
        start = len(copy.rows) - len(draft.subjects)
        for n, row in enumerate(copy.rows[start:], start=start):
            copy.rows[n] = [draft.no if cell == draft.yes else cell for cell in row]
    else:
        more = [lao for lao in world.laos if world.registered(lao)][:2]
        copy.rows += [draft.row(lao, 90 + n) for n, lao in enumerate(more)]
    draft.truth.expect, draft.truth.words = "either", ("วันที่", "ชีต", "แผ่นงาน")
    return draft.case([sheet, copy] if rng.random() < 0.6 else [copy, sheet])


@kind("table: an older copy on a second sheet, without a day")
def older_copy_silent(rng: Random) -> Case:
    draft = _list(rng, "xlsx", "xls")
    world = draft.world
    sheet = draft.grid()
    copy = Sheet(f"{draft.sheet} (2)", [list(row) for row in sheet.rows], list(sheet.merges))
    more = [lao for lao in world.laos if world.registered(lao)][: rng.randint(1, 4)]
    copy.rows += [draft.row(lao, len(draft.subjects) + n) for n, lao in enumerate(more)]
    # Which of the two holds only a person can tell: whatever is stored of these, an error says so.
    for lao in more:
        del draft.truth.laos[lao.lao_id]
    draft.truth.expect, draft.truth.words = "error", ("ซ้ำ", "สองครั้ง", "ชีต", "แผ่นงาน")
    return draft.case([sheet, copy])


@kind("table: a hidden sheet with an older copy")
def hidden_copy(rng: Random) -> Case:
    draft = Draft(rng, _lao_kind(rng), forms=("xlsx",))
    world = draft.world
    sheet = draft.grid()
    old = Sheet("เดิม", [list(row) for row in sheet.rows], list(sheet.merges), hidden=True)
    if draft.kind == LIST:
        more = [lao for lao in world.laos if world.registered(lao)][:3]
        old.rows += [draft.row(lao, 90 + n) for n, lao in enumerate(more)]
    else:
        old.rows = [[draft.no if cell == draft.yes else cell for cell in row] for row in old.rows]
    return draft.case([old, sheet] if rng.random() < 0.5 else [sheet, old])


@kind("table: a cover sheet and an empty one")
def cover(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((STATUS, LIST, SUMMARY)), forms=("xlsx", "xls"))
    rows: list[Row] = [
        ["รายงานการติดตาม ITAS"],
        ["สำนักงานศูนย์ปฏิบัติการต่อต้านการทุจริต"],
        ["ผู้จัดทำ", "นายสมชาย ใจดี"],
        ["คำอธิบาย", "ยังไม่ลงทะเบียน หมายถึง ยังไม่เปิดเข้าใช้งาน"],
    ]
    sheets = [Sheet("ปก", rows), draft.grid()]
    if rng.random() < 0.5:
        sheets.append(Sheet("Sheet3", []))
    return draft.case(sheets)


@kind("table: a second table to the right")
def table_to_the_right(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=("xlsx", "csv"))
    world = draft.world
    sheet = draft.grid()
    above = len(draft.above())
    width = max(map(len, sheet.rows)) + 1
    beside: list[Row] = [["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]]
    beside += [[province_name(code), *world.counts(code)] for code in world.provinces]
    while len(sheet.rows) < above + len(beside):
        sheet.rows.append([])
    for n, more in enumerate(beside):
        row = sheet.rows[above + n]
        sheet.rows[above + n] = [*row, *[None] * (width - len(row)), *more]
    sheet.merges = []
    draft.truth.provinces = {code: world.counts(code) for code in world.provinces}
    draft.truth.expect, draft.truth.words = "either", ("ตาราง", "คอลัมน์", "สรุป")
    return draft.case(sheet)


# --- headings ---------------------------------------------------------------------------------


@kind("table: a heading of two merged rows")
def two_rows(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=("xlsx", "xls", "html"))
    at = draft.at("admin")
    own: Row = [c.heading for c in draft.columns]
    draft.header = [
        [*own[:at], "การลงทะเบียน", None],
        [*(None for _ in own[:at]), "ผู้ดูแลระบบ", "ผู้บริหาร"],
    ]
    draft.header_merges = [(0, at, 0, at + 1), *((0, n, 1, n) for n in range(at))]
    return draft.case()


@kind("table: a heading of three rows")
def three_rows(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((STATUS, SUMMARY)), forms=("xlsx", "xls", "html"))
    names = ("admin", "executive") if draft.kind == STATUS else ("registered", "outstanding")
    draft.without("percent")
    at = draft.at(names[0])
    own: Row = [c.heading for c in draft.columns]
    unders: Row = (
        ["ผู้ดูแลระบบ", "ผู้บริหาร"] if draft.kind == STATUS else ["ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
    )
    nothing: Row = [None for _ in own[:at]]
    middle = rng.choice(("สถานะ", "การลงทะเบียน", "ระบบ ITAS"))
    draft.header = [
        [*own[:at], "การลงทะเบียนเข้าใช้งานระบบ ITAS ประจำปี 2565", None],
        [*nothing, middle, None],
        [*nothing, *unders],
    ]
    draft.header_merges = [
        (0, at, 0, at + 1),
        (1, at, 1, at + 1),
        *((0, n, 2, n) for n in range(at)),
    ]
    return draft.case()


@kind("table: units and column numbers below the heading")
def units_row(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((STATUS, SUMMARY, LIST)), forms=_SHEETS)
    own: Row = [c.heading for c in draft.columns]
    if draft.kind == SUMMARY and rng.random() < 0.5:
        counted = ("expected", "registered", "outstanding")
        units: Row = ["(แห่ง)" if c.field in counted else None for c in draft.columns]
    else:
        units = [f"({n})" for n in range(1, len(own) + 1)]
    draft.header = [own, units]
    return draft.case()


@kind("table: the heading again after each page")
def repeated(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((STATUS, LIST)), forms=_SHEETS, each=(7, 11))
    rows: list[Row] = []
    size = rng.randint(5, 9)
    for n, row in enumerate(draft.body()):
        if n and n % size == 0:
            if rng.random() < 0.5:
                rows.append([rng.choice((f"หน้า {n // size + 1}", f"- {n // size + 1} -"))])
            if rng.random() < 0.4:
                rows.append([draft.titles[0] + " (ต่อ)"])
            rows += draft.headings()
        rows.append(row)
    return draft.case(draft.grid(rows))


@kind("table: columns nobody asked for")
def more_columns(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((STATUS, LIST)), forms=_SHEETS)
    more = [
        Column("", "โทรศัพท์", lambda lao, n: f"0{rng.randint(30, 79)}-{100 + n}{n % 9}00"),
        Column("", "หมายเหตุ", lambda lao, n: "อยู่ระหว่างสรรหาผู้บริหาร" if n % 5 == 0 else None),
        Column("", "นายก อบต./เทศมนตรี", lambda lao, n: f"นายสมชาย ใจดี{n}"),
        Column("", "อีเมล", lambda lao, n: f"office{n}@example.go.th"),
        Column("", "ตำบล", lambda lao, n: lao.name_th),
        Column("", "จำนวนประชากร", lambda lao, n: f"{4000 + 37 * n:,}"),
    ]
    for column in rng.sample(more, rng.randint(1, 3)):
        draft.columns.insert(rng.randint(1, len(draft.columns)), column)
    return draft.case()


@kind("table: columns in any order")
def any_order(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((STATUS, LIST, SUMMARY)), forms=_SHEETS)
    rng.shuffle(draft.columns)
    return draft.case()


@kind("table: empty rows and columns between")
def gaps(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((STATUS, LIST, SUMMARY)), forms=("xlsx", "csv"))
    sheet = draft.grid()
    sheet.merges = []
    at = rng.randint(0, len(draft.columns))
    above = len(draft.above())
    for n, row in enumerate(sheet.rows):
        if n >= above:
            sheet.rows[n] = [*row[:at], None, *row[at:]]
    body = above + len(draft.headings())
    for _ in range(rng.randint(1, 3)):
        sheet.rows.insert(rng.randint(body, len(sheet.rows)), [])
    if rng.random() < 0.5:
        sheet.rows = [[None, *row] for row in sheet.rows]
    return draft.case(sheet)


# --- groups of columns ------------------------------------------------------------------------

_TYPES = (("อบจ.", ("PAO",)), ("เทศบาล", ("CITY", "TOWN", "SUBDISTRICT")), ("อบต.", ("SAO",)))


def _by_type(rng: Random, draft: Draft, *, total: bool) -> Case:
    world = draft.world
    draft.without("expected", "registered", "outstanding", "percent", "sequence")
    groups: list[tuple[str, tuple[str, ...]]] = list(_TYPES)
    if total:
        whole = ("รวม", tuple(kind for _, kinds in _TYPES for kind in kinds))
        groups = [whole, *groups] if rng.random() < 0.3 else [*groups, whole]
    measures = ["ทั้งหมด", "ลงทะเบียนแล้ว"] + (["ยังไม่ลงทะเบียน"] if rng.random() < 0.5 else [])
    if not total and len(measures) == 2:
        measures.append("ยังไม่ลงทะเบียน")
    draft.truth.two_tell_the_third = len(measures) == 2

    def count(code: str, kinds: tuple[str, ...], measure: str) -> Value:
        laos = [lao for lao in world.of(code) if lao.lao_type in kinds]
        registered = sum(map(world.registered, laos))
        number = {"ทั้งหมด": len(laos), "ลงทะเบียนแล้ว": registered}.get(
            measure, len(laos) - registered
        )
        return number or (0 if rng.random() < 0.5 else "-")

    top: Row = [c.heading for c in draft.columns]
    under: Row = [None for _ in top]
    merges = [(0, n, 1, n) for n in range(len(top))]
    order: list[tuple[tuple[str, ...], str]] = []
    if rng.random() < 0.5:
        for word, kinds in groups:
            merges.append((0, len(top), 0, len(top) + len(measures) - 1))
            top += [word, *[None] * (len(measures) - 1)]
            under += measures
            order += [(kinds, measure) for measure in measures]
    else:
        for measure in measures:
            word = "จำนวน อปท." if measure == "ทั้งหมด" else measure
            merges.append((0, len(top), 0, len(top) + len(groups) - 1))
            top += [word, *[None] * (len(groups) - 1)]
            under += [word for word, _ in groups]
            order += [(kinds, measure) for _, kinds in groups]
    draft.header, draft.header_merges = [top, under], merges
    rows = [
        draft.row(lao, n) + [count(lao.province_code, kinds, measure) for kinds, measure in order]
        for n, lao in enumerate(draft.subjects)
    ]
    return draft.case(draft.grid(rows))


@kind("table: groups of columns by type, with a total")
def by_type(rng: Random) -> Case:
    return _by_type(rng, Draft(rng, SUMMARY, forms=("xlsx", "xls", "html")), total=True)


@kind("table: groups of columns by type, without a total")
def by_type_silent(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=("xlsx", "xls", "html"))
    draft.truth.expect, draft.truth.words = "either", ("รวม", "คอลัมน์", "ประเภท", "ซ้ำ")
    return _by_type(rng, draft, total=False)


@kind("table: counts for each role, none for both")
def by_role(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=("xlsx", "xls", "html"))
    world = draft.world
    draft.without("registered", "outstanding", "percent")
    own: Row = [c.heading for c in draft.columns]
    words: list[Value] = ["ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
    draft.header = [
        [*own, "ผู้ดูแลระบบ", None, "ผู้บริหาร", None],
        [*(None for _ in own), *words, *words],
    ]
    at = len(own)
    draft.header_merges = [(0, at, 0, at + 1), (0, at + 2, 0, at + 3)]
    draft.header_merges += [(0, n, 1, n) for n in range(at)]
    rows = []
    for n, lao in enumerate(draft.subjects):
        laos = world.of(lao.province_code)
        counts: Row = []
        for flags in (world.admin, world.executive):
            done = sum(flags[each.lao_id] for each in laos)
            counts += [done, len(laos) - done]
        rows.append(draft.row(lao, n) + counts)
    draft.truth.provinces = {c: (e, None, None) for c, (e, _, _) in draft.truth.provinces.items()}
    draft.truth.expect = "ask"
    draft.truth.words = ("ผู้ดูแลระบบ", "ผู้บริหาร", "ทั้งสอง")
    return draft.case(draft.grid(rows))


@kind("table: two moments side by side")
def by_date(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=("xlsx", "xls"))
    world = draft.world
    older = world.moment - timedelta(days=7)
    with_expected = rng.random() < 0.5
    draft.without("registered", "outstanding", "percent", *(() if with_expected else ("expected",)))
    own: Row = [c.heading for c in draft.columns]
    measures: list[Value] = ["ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
    if not with_expected:
        measures.insert(0, "ทั้งหมด")
    dates = [older, world.moment] if rng.random() < 0.7 else [world.moment, older]
    top, under = [*own], [None for _ in own]
    for moment in dates:
        top += [f"ณ วันที่ {thai_date(moment, style=2)}", *[None] * (len(measures) - 1)]
        under = [*under, *measures]
    draft.header = [top, under]
    at, size = len(own), len(measures)
    draft.header_merges = [(0, at, 0, at + size - 1), (0, at + size, 0, at + 2 * size - 1)]
    rows = []
    for n, lao in enumerate(draft.subjects):
        counts: Row = []
        expected, registered, _ = world.counts(lao.province_code)
        for moment in dates:
            done = registered if moment == world.moment else registered // 2
            counts += [expected, done, expected - done][0 if not with_expected else 1 :]
        rows.append(draft.row(lao, n) + counts)
    # Read as the later moment is right; anything else needs a question.
    draft.truth.expect, draft.truth.words = "either", ("วันที่", "ซ้ำ", "คอลัมน์")
    return draft.case(draft.grid(rows))


# --- sections ---------------------------------------------------------------------------------


@kind("table: a section for each province")
def sections(rng: Random) -> Case:
    draft = Draft(rng, _lao_kind(rng), forms=_SHEETS)
    draft.without("province")
    rows: list[Row] = []
    form = rng.choice(("", " จำนวน {} แห่ง", " ({} แห่ง)", " {} แห่ง", " {} ราย", " ({})"))
    prefix = rng.choice(("จังหวัด", "จ.", "")) if form in ("", " {} แห่ง", " ({} แห่ง)") else "จังหวัด"
    at = rng.choice((0, draft.at("name")))
    again = 0
    for code in draft.world.provinces:
        laos = [lao for lao in draft.subjects if lao.province_code == code]
        rows.append(draft.told(at, f"{prefix}{province_name(code)}{form.format(len(laos))}"))
        start = 0 if rng.random() < 0.5 else again
        rows += [draft.row(lao, start + n) for n, lao in enumerate(laos)]
        again += len(laos)
    return draft.case(draft.grid(rows))


@kind("table: sections of provinces and districts")
def nested_sections(rng: Random) -> Case:
    draft = Draft(rng, _lao_kind(rng), forms=_SHEETS)
    draft.without("province", "district")
    rows: list[Row] = []
    counted = rng.random() < 0.5
    for code in draft.world.provinces:
        laos = [lao for lao in draft.subjects if lao.province_code == code]
        end = f" จำนวน {len(laos)} แห่ง" if counted else ""
        rows.append(draft.told(0, f"จังหวัด{province_name(code)}{end}"))
        for (_, district), group in by_district(laos).items():
            end = f" ({len(group)} แห่ง)" if counted else ""
            rows.append(draft.told(0, f"อำเภอ{district}{end}"))
            rows += [draft.row(lao, n) for n, lao in enumerate(group)]
    return draft.case(draft.grid(rows))


@kind("table: sections that go on over the page")
def continued(rng: Random) -> Case:
    draft = Draft(rng, _lao_kind(rng), forms=_SHEETS, each=(7, 10))
    draft.without("province")
    rows: list[Row] = []
    word = rng.choice(("(ต่อ)", " (ต่อ)", " ต่อ"))
    for code in draft.world.provinces:
        laos = [lao for lao in draft.subjects if lao.province_code == code]
        rows.append(draft.told(0, f"จังหวัด{province_name(code)}"))
        cut = rng.randint(1, len(laos))
        for n, lao in enumerate(laos):
            if n == cut:
                if rng.random() < 0.6:
                    rows += draft.headings()
                rows.append(draft.told(0, f"จังหวัด{province_name(code)}{word}"))
            rows.append(draft.row(lao, n))
    return draft.case(draft.grid(rows))


@kind("table: the province once per block")
def once_per_block(rng: Random) -> Case:
    draft = Draft(rng, _lao_kind(rng), forms=("xlsx", "xls", "html", "csv"))
    at = draft.at("province")
    ditto = rng.choice((None, None, '"', "〃"))
    rows = draft.body()
    merges = []
    above = len(draft.above()) + 1
    last = 0
    for n in range(1, len(rows) + 1):
        same = n < len(rows) and (
            draft.subjects[n].province_code == draft.subjects[last].province_code
        )
        if not same:
            if n - 1 > last and ditto is None:
                merges.append((above + last, at, above + n - 1, at))
            last = n
    previous = None
    for row, lao in zip(rows, draft.subjects, strict=True):
        if lao.province_code == previous:
            row[at] = ditto
        previous = lao.province_code
    sheet = draft.grid(rows)
    if draft.form != "csv" and (ditto is None or rng.random() < 0.5):
        sheet.merges += merges
    return draft.case(sheet)


# --- totals and other rows that are about no LAO -----------------------------------------------


@kind("table: totals of provinces and of all")
def totals(rng: Random) -> Case:
    draft = Draft(rng, _lao_kind(rng), forms=_SHEETS)
    at = rng.choice((0, draft.at("province"), draft.at("name")))
    above = rng.random() < 0.3
    rows: list[Row] = []
    for code in draft.world.provinces:
        laos = [lao for lao in draft.subjects if lao.province_code == code]
        name = province_name(code)
        form = rng.choice(
            (
                "รวม {n} แห่ง",
                "รวมจังหวัด{p} {n} แห่ง",
                "รวม จ.{p} จำนวน {n} แห่ง",
                "{p} ผลรวม {n}",
                "รวม{p} {n} แห่ง",
            )
        )
        total = draft.told(at, form.format(n=len(laos), p=name))
        body = [draft.row(lao, n) for n, lao in enumerate(laos)]
        rows += [total, *body] if above else [*body, total]
    count = len(draft.subjects)
    rows.append(
        draft.told(
            at,
            rng.choice(("รวมทั้งสิ้น {} แห่ง", "รวมทั้งหมด {} แห่ง", "รวมทั้งประเทศ {} แห่ง")).format(count),
        )
    )
    if above:
        draft.truth.expect, draft.truth.words = "either", ("รวม",)
    return draft.case(draft.grid(rows))


@kind("table: totals whose count stands in a cell of its own")
def totals_apart(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=_SHEETS)
    draft.columns.append(Column("", "จำนวน", lambda lao, n: 1))
    words = rng.choice(
        (
            ("{} ผลรวม", "ผลรวมทั้งหมด"),
            ("{} Total", "Grand Total"),
            ("{} จำนวน", "จำนวนทั้งหมด"),
            ("รวม{}", "รวมทั้งสิ้น"),
        )
    )
    rows: list[Row] = []
    for code in draft.world.provinces:
        laos = [lao for lao in draft.subjects if lao.province_code == code]
        rows += [draft.row(lao, n) for n, lao in enumerate(laos)]
        rows.append(
            draft.told(
                draft.at("province"),
                words[0].format(province_name(code)),
                (len(draft.columns) - 1, len(laos)),
            )
        )
    rows.append(
        draft.told(draft.at("province"), words[1], (len(draft.columns) - 1, len(draft.subjects)))
    )
    return draft.case(draft.grid(rows))


@kind("table: totals of pages")
def page_totals(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=_SHEETS, each=(8, 12), rate=(0.2, 0.5))
    rows: list[Row] = []
    size = rng.randint(5, 8)
    done = 0
    for n, row in enumerate(draft.body()):
        if n and n % size == 0:
            rows.append(draft.told(0, f"รวมหน้านี้ {size} แห่ง"))
            done += size
            rows.append(draft.told(0, rng.choice((f"ยอดยกมา {done} แห่ง", f"ยอดยกไป {done} แห่ง"))))
            if rng.random() < 0.5:
                rows += draft.headings()
        rows.append(row)
    rows.append(draft.told(0, f"รวมหน้านี้ {len(draft.subjects) - done} แห่ง"))
    rows.append(draft.told(0, f"รวมทั้งสิ้น {len(draft.subjects)} แห่ง"))
    return draft.case(draft.grid(rows))


@kind("table: several counts in one total row")
def several_counts(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=_SHEETS)
    world = draft.world
    done = sum(map(world.registered, world.laos))
    total = len(world.laos)
    line = rng.choice(
        (
            f"รวมทั้งสิ้น {total} แห่ง ลงทะเบียนแล้ว {done} แห่ง ยังไม่ลงทะเบียน {total - done} แห่ง",
            f"รวม {total} แห่ง (ลงทะเบียนแล้ว {done} ยังไม่ลงทะเบียน {total - done})",
            f"จำนวนทั้งหมด {total} แห่ง ลงทะเบียนครบ {done} แห่ง คงเหลือ {total - done} แห่ง",
        )
    )
    return draft.case(draft.grid([*draft.body(), draft.told(0, line)]))


@kind("table: the total in words")
def total_in_words(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=_SHEETS, least=2, most=2, each=(6, 8))
    units = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ")
    count = len(draft.subjects)
    word = units[count] if count <= 10 else "สิบ" + ("เอ็ด" if count == 11 else units[count - 10])
    line = rng.choice((f"รวม {count} แห่ง ({word}แห่ง)", f"รวมทั้งสิ้น {word}แห่ง", f"รวม ({word}) แห่ง"))
    return draft.case(draft.grid([*draft.body(), draft.told(0, line)]))


@kind("table: a total that is not so")
def wrong_total(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=_SHEETS)
    count = len(draft.subjects) + rng.choice((-2, -1, 1, 3))
    line = rng.choice((f"รวม {count} แห่ง", f"รวมทั้งสิ้น {count} แห่ง", f"รวมทั้งหมด จำนวน {count} แห่ง"))
    draft.truth.expect, draft.truth.words = "error", (f"{count}",)
    if rng.random() < 0.3:
        # The number of rows that the program says it wrote.
        draft.titles.append(f"จำนวน {count} แห่ง")
        return draft.case()
    return draft.case(draft.grid([*draft.body(), draft.told(0, line)]))


@kind("table: signatures, printing and pages below")
def signatures(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((LIST, STATUS, SUMMARY)), forms=_SHEETS)
    at = rng.choice((0, min(2, len(draft.columns) - 1), len(draft.columns) - 1))
    printed = draft.world.moment + timedelta(days=1)
    lines = [
        "ลงชื่อ ....................................",
        "(ลงชื่อ)                               ผู้รายงาน",
        "(นางสาวสมหญิง รักดี)",
        "นักส่งเสริมการปกครองท้องถิ่นชำนาญการ",
        "ท้องถิ่นจังหวัด",
        f"พิมพ์เมื่อ {thai_date(printed, style=4)} {printed:%H:%M} น.",
        "หน้า 1/1",
        "โทร. 0-2241-9000 ต่อ 1234",
        "ผู้รายงาน: สำนักงานส่งเสริมการปกครองท้องถิ่น",
        "ตรวจแล้วถูกต้อง",
    ]
    draft.notes = [[], *[draft.told(at, line) for line in rng.sample(lines, rng.randint(2, 5))]]
    return draft.case()


@kind("table: rows for provinces where nobody is left")
def none_left(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=_SHEETS, least=3, most=5)
    world = draft.world
    done = set(rng.sample(world.provinces, rng.randint(1, len(world.provinces) - 1)))
    for lao in world.laos:
        if lao.province_code in done:
            world.admin[lao.lao_id] = world.executive[lao.lao_id] = True
    draft.truth = draft._truth()
    words = rng.choice(
        ("- ไม่มี -", "ไม่มี", "-", "ลงทะเบียนครบทุกแห่งแล้ว", "ไม่มี (ลงทะเบียนครบทุกแห่งแล้ว)", "ครบทุกแห่ง")
    )
    rows: list[Row] = []
    n = 0
    for code in world.provinces:
        if code in done:
            row = draft.told(draft.at("name"), words, (draft.at("province"), province_name(code)))
            if rng.random() < 0.5 and "district" in [c.field for c in draft.columns]:
                row[draft.at("district")] = "-"
            rows.append(row)
            continue
        for lao in world.of(code):
            if not world.registered(lao):
                rows.append(draft.row(lao, n))
                n += 1
    return draft.case(draft.grid(rows))


@kind("table: legends and notes with the words of the list")
def legends(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((SUMMARY, STATUS)), forms=_SHEETS)
    lines = [
        "หมายเหตุ: อปท. ที่ยังไม่ลงทะเบียน ขอให้ดำเนินการโดยด่วน",
        "ยังไม่ลงทะเบียน = ผู้ดูแลระบบหรือผู้บริหารยังไม่เปิดเข้าใช้งาน",
        "ที่มา: ระบบ ITAS สำนักงาน ป.ป.ช.",
        "* ข้อมูลอาจเปลี่ยนแปลงได้",
        "รายชื่อ อปท. ที่ยังไม่ลงทะเบียนปรากฏตามสิ่งที่ส่งมาด้วย 2",
    ]
    chosen = rng.sample(lines, rng.randint(1, 3))
    if rng.random() < 0.5:
        draft.notes = [[line] for line in chosen]
    else:
        draft.titles += chosen
    return draft.case()


@kind("table: rows hidden by a filter")
def filtered(rng: Random) -> Case:
    kind = rng.choice((STATUS, SUMMARY))
    draft = Draft(rng, kind, forms=("xlsx",), least=3)
    sheet = draft.grid()
    start = len(draft.above()) + len(draft.headings())
    count = len(sheet.rows) - start
    sheet.hidden_rows = set(rng.sample(range(start, start + count), count // 3))
    sheet.filtered = (start - 1, len(sheet.rows) - 1)
    draft.truth.expect, draft.truth.words = "either", ("ซ่อน", "กรอง")
    return draft.case(sheet)


@kind("table: a list made by hiding the others")
def filtered_list(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=("xlsx",), least=3)
    world = draft.world
    draft.subjects = list(world.laos)
    sheet = draft.grid()
    start = len(draft.above()) + len(draft.headings())
    sheet.hidden_rows = {start + n for n, lao in enumerate(world.laos) if world.registered(lao)}
    sheet.filtered = (start - 1, len(sheet.rows) - 1)
    draft.truth.expect, draft.truth.words = "either", ("ซ่อน", "กรอง")
    return draft.case(sheet)


@kind("table: a hidden column of an earlier week")
def hidden_column(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=("xlsx",))
    world = draft.world
    at = draft.at("admin")
    draft.columns[at:at] = [
        Column("", "ผู้ดูแลระบบ", lambda lao, n: draft.no),
        Column("", "ผู้บริหาร", lambda lao, n: draft.no),
    ]
    draft.columns[-2].heading, draft.columns[-1].heading = "ผู้ดูแลระบบ", "ผู้บริหาร"
    sheet = draft.grid()
    sheet.hidden_columns = {at, at + 1}
    draft.truth.laos = {lao.lao_id: world.registered(lao) for lao in world.laos}
    draft.truth.expect, draft.truth.words = "either", ("ซ่อน", "ผู้ดูแลระบบ", "ซ้ำ")
    return draft.case(sheet)


@kind("table: hidden rows that are notes")
def hidden_notes(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((STATUS, LIST)), forms=("xlsx",))
    sheet = draft.grid()
    sheet.hidden_columns = {0} if draft.columns[0].field == "sequence" else set()
    sheet.hidden_rows = {len(draft.above()) - 1} if draft.blank_line else set()
    return draft.case(sheet)


# --- pivots -----------------------------------------------------------------------------------


@kind("table: a pivot of provinces, districts and LAOs")
def nested_pivot(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=("xlsx", "xls"))
    world = draft.world
    label, grand = rng.choice((("ป้ายชื่อแถว", "ผลรวมทั้งหมด"), ("Row Labels", "Grand Total")))
    of = rng.choice(("ผลรวม ของ {}", "Sum of {}"))
    heads = ["ผู้ดูแลระบบลงทะเบียนแล้ว", "ผู้บริหารลงทะเบียนแล้ว"]
    header: Row = [label, *(of.format(head) for head in heads)]

    def sums(laos: Sequence[Lao]) -> Row:
        return [sum(flags[lao.lao_id] for lao in laos) for flags in (world.admin, world.executive)]

    body: list[Row] = []
    for code in world.provinces:
        body.append([province_name(code), *sums(world.of(code))])
        for (_, district), laos in by_district(world.of(code)).items():
            body.append([district, *sums(laos)])
            body += [[draft.written(lao, n), *sums([lao])] for n, lao in enumerate(laos)]
    body.append([grand, *sums(world.laos)])
    draft.header = [header]
    return draft.case(draft.grid(body))


@kind("table: a pivot of counts by province")
def pivot_counts(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=("xlsx", "xls", "csv"))
    world = draft.world
    label, columns, grand, of = rng.choice(
        (
            ("ป้ายชื่อแถว", "ป้ายชื่อคอลัมน์", "ผลรวมทั้งหมด", "นับจำนวน ของ ชื่อ อปท."),
            ("Row Labels", "Column Labels", "Grand Total", "Count of ชื่อ อปท."),
        )
    )
    header: list[Row] = [
        [of, columns, None, None],
        [label, "ยังไม่ลงทะเบียน", "ลงทะเบียนแล้ว", grand],
    ]
    body: list[Row] = []
    total = [0, 0, 0]
    for code in world.provinces:
        expected, registered, outstanding = world.counts(code)
        counts = [outstanding, registered, expected]
        total = [a + b for a, b in zip(total, counts, strict=True)]
        body.append([province_name(code), *counts])
    body.append([grand, *total])
    draft.header = header
    return draft.case(draft.grid(body))


@kind("table: a pivot of provinces and types")
def pivot_types(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=("xlsx", "xls"))
    world = draft.world
    header: list[Row] = [["ป้ายชื่อแถว", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]]
    body: list[Row] = []
    for code in world.provinces:
        body.append([province_name(code), *world.counts(code)])
        for word, kinds in _TYPES:
            laos = [lao for lao in world.of(code) if lao.lao_type in kinds]
            if laos:
                done = sum(map(world.registered, laos))
                body.append([word, len(laos), done, len(laos) - done])
    done = sum(map(world.registered, world.laos))
    body.append(["ผลรวมทั้งหมด", len(world.laos), done, len(world.laos) - done])
    draft.header = header
    draft.truth.expect, draft.truth.words = "either", ("จังหวัด", "แถว", "อบจ")
    return draft.case(draft.grid(body))


# --- what else stands in summaries and status tables ------------------------------------------


@kind("table: surveys in groups beside the registration")
def surveys(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((SUMMARY, STATUS)), forms=("xlsx", "xls", "html"))
    draft.without("percent")
    own: Row = [c.heading for c in draft.columns]
    words: Row = list(rng.choice((["เป้าหมาย", "ตอบแล้ว"], ["เป้าหมาย", "ผู้ตอบ", "ร้อยละ"])))
    size = len(words)
    draft.header = [
        [*own, "IIT", *[None] * (size - 1), "EIT", *[None] * (size - 1)],
        [*(None for _ in own), *words, *words],
    ]
    at = len(own)
    draft.header_merges = [(0, at, 0, at + size - 1), (0, at + size, 0, at + 2 * size - 1)]
    draft.header_merges += [(0, n, 1, n) for n in range(at)]
    rows = []
    for n, row in enumerate(draft.body()):
        counts: Row = []
        for more in (30 + n, 60 + n):
            counts += [2 * more, more, 50.0][:size]
        rows.append([*row, *counts])
    return draft.case(draft.grid(rows))


@kind("table: two years side by side")
def two_years(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=("xlsx", "xls", "html"))
    world = draft.world
    draft.without("registered", "outstanding", "percent", "expected")
    own: Row = [c.heading for c in draft.columns]
    words: Row = ["จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
    years = ["ปี 2564", "ปี 2565"]
    draft.header = [
        [*own, years[0], None, None, years[1], None, None],
        [*(None for _ in own), *words, *words],
    ]
    at = len(own)
    draft.header_merges = [(0, at, 0, at + 2), (0, at + 3, 0, at + 5)]
    rows = []
    for n, lao in enumerate(draft.subjects):
        expected, registered, outstanding = world.counts(lao.province_code)
        before: Row = [expected, registered // 2, expected - registered // 2]
        rows.append([*draft.row(lao, n), *before, expected, registered, outstanding])
    draft.truth.expect, draft.truth.words = "either", ("ปี", "ซ้ำ", "คอลัมน์")
    return draft.case(draft.grid(rows))


@kind("table: gains beside the counts")
def gains(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_SHEETS)
    heading = rng.choice(("เพิ่มขึ้นจากครั้งก่อน", "เพิ่มขึ้น (แห่ง)", "ลงทะเบียนเพิ่มวันนี้"))
    column = Column("", heading, lambda lao, n: n % 3)
    draft.columns.insert(draft.at("registered") + rng.choice((0, 1)), column)
    return draft.case()


@kind("table: regions over the provinces")
def regions(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_SHEETS, least=4, most=6)
    body = draft.body()
    cut = rng.randint(1, len(body) - 1)
    words = rng.choice((("ภาคเหนือ", "ภาคใต้"), ("เขตตรวจราชการที่ 1", "เขตตรวจราชการที่ 2")))
    rows = [draft.told(0, words[0]), *body[:cut], draft.told(0, words[1]), *body[cut:]]
    return draft.case(draft.grid(rows))


@kind("table: a column of regions")
def region_column(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((SUMMARY, LIST)), forms=_SHEETS)
    draft.columns.insert(0, Column("", "ภาค", lambda lao, n: "ภาคเหนือ" if n % 2 else "ภาคใต้"))
    return draft.case()


@kind("table: Bangkok in a summary")
def bangkok_row(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_SHEETS)
    draft.without("percent")
    row = draft.told(draft.at("province"), "กรุงเทพมหานคร")
    for name, count in (("expected", 1), ("registered", 1), ("outstanding", 0)):
        row[draft.at(name)] = count
    return draft.case(draft.grid([row, *draft.body()]))


@kind("table: a list's title over statuses of all")
def title_of_a_list(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=_SHEETS)
    draft.titles = [rng.choice(("รายชื่อ อปท. ที่ยังไม่ลงทะเบียนในระบบ ITAS", "ติดตาม อปท. ที่ยังไม่ลงทะเบียน"))]
    if rng.random() < 0.4:
        draft.overall_only()
    draft.truth.expect, draft.truth.words = "either", ("รายชื่อ", "สถานะ", "ลงทะเบียนแล้ว")
    return draft.case()


@kind("table: a sheet for each day, named after it")
def sheet_per_day(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=("xlsx", "xls"))
    draft.when = None
    moment = draft.world.moment.replace(hour=0, minute=0)
    older = moment - timedelta(days=rng.choice((1, 7, 14)))
    sheets = []
    for day in (older, moment):
        draft.sheet = f"{day:%d-%m}-{day.year + 543}"
        sheet = draft.grid()
        if day is older:
            sheet.rows = [
                [draft.no if cell == draft.yes else cell for cell in row] for row in sheet.rows
            ]
        sheets.append(sheet)
    draft.truth.as_of = (moment,)
    draft.truth.expect, draft.truth.words = "either", ("วันที่", "ชีต", "แผ่นงาน")
    return draft.case(sheets if rng.random() < 0.7 else sheets[::-1])


@kind("table: totals of districts")
def district_totals(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=_SHEETS, each=(7, 10), rate=(0.2, 0.5))
    if "district" not in [c.field for c in draft.columns]:
        draft.columns.insert(
            draft.at("province") + 1, draft.column("district", lambda lao, _: lao.district_name_th)
        )
    rows: list[Row] = []
    form = rng.choice(("รวมอำเภอ{} {} แห่ง", "รวม อ.{} {} แห่ง", "รวม{} {} แห่ง"))
    n = 0
    for (_, district), laos in by_district(draft.subjects).items():
        for lao in laos:
            rows.append(draft.row(lao, n))
            n += 1
        rows.append(draft.told(draft.at("district"), form.format(district, len(laos))))
    rows.append(draft.told(0, f"รวมทั้งสิ้น {n} แห่ง"))
    return draft.case(draft.grid(rows))


@kind("table: one LAO over two rows")
def two_lines(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=("xlsx", "csv"))
    world = draft.world
    draft.overall_only()
    draft.without("overall")
    own: Row = [c.heading for c in draft.columns]
    draft.header = [[*own, "ผู้ลงทะเบียน", "สถานะ"]]
    rows: list[Row] = []
    for n, lao in enumerate(draft.subjects):
        admin, executive = (
            draft.flag(world.admin[lao.lao_id]),
            draft.flag(world.executive[lao.lao_id]),
        )
        rows.append([*draft.row(lao, n), "ผู้ดูแลระบบ", admin])
        rows.append([*(None for _ in own), "ผู้บริหาร", executive])
    draft.truth.roles = draft._truth().roles
    draft.truth.expect, draft.truth.words = "either", ("ชื่อ", "แถว", "ผู้บริหาร", "สถานะ")
    return draft.case(draft.grid(rows))


@kind("table: transposed")
def transposed(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=("xlsx", "csv"))
    table = [*draft.headings(), *draft.body()]
    turned: list[Row] = [list(column) for column in zip(*table, strict=True)]
    draft.truth.expect, draft.truth.words = "either", ("หัวตาราง", "ตาราง", "คอลัมน์")
    return draft.case(Sheet(draft.sheet, [*draft.above(), *turned]))


@kind("table: counts for each role and for both")
def by_role_and_both(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=("xlsx", "xls", "html"))
    world = draft.world
    draft.without("registered", "outstanding", "percent")
    own: Row = [c.heading for c in draft.columns]
    words: list[Value] = ["ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"]
    both = rng.choice(("ทั้งสองคน", "ครบทั้งสองคน", "ผู้ดูแลระบบและผู้บริหาร", "รวม"))
    draft.header = [
        [*own, "ผู้ดูแลระบบ", None, "ผู้บริหาร", None, both, None],
        [*(None for _ in own), *words, *words, *words],
    ]
    at = len(own)
    draft.header_merges = [(0, at + n, 0, at + n + 1) for n in (0, 2, 4)]
    draft.header_merges += [(0, n, 1, n) for n in range(at)]
    rows = []
    for n, lao in enumerate(draft.subjects):
        laos = world.of(lao.province_code)
        counts: Row = []
        for flags in (world.admin, world.executive):
            done = sum(flags[each.lao_id] for each in laos)
            counts += [done, len(laos) - done]
        _, registered, outstanding = world.counts(lao.province_code)
        rows.append([*draft.row(lao, n), *counts, registered, outstanding])
    draft.truth.expect = "either"
    draft.truth.words = ("ผู้ดูแลระบบ", "ผู้บริหาร", "ทั้งสอง", "ซ้ำ")
    return draft.case(draft.grid(rows))


@kind("table: all names of a province in one cell")
def names_in_a_cell(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=("xlsx", "csv"), twins=False)
    draft.without("code", "district", "type", "sequence")
    between = rng.choice((", ", "\n", " ", "; ", " และ "))
    counted = rng.random() < 0.5
    own: Row = ["ที่", "จังหวัด", *(["จำนวน"] if counted else []), "รายชื่อ อปท. ที่ยังไม่ลงทะเบียน"]
    rows: list[Row] = []
    for n, code in enumerate(draft.world.provinces, start=1):
        laos = [lao for lao in draft.subjects if lao.province_code == code]
        names = between.join(draft.written(lao, n) for n, lao in enumerate(laos))
        rows.append([n, province_name(code), *([len(laos)] if counted else []), names])
    draft.header = [own]
    draft.truth.open = set(draft.truth.laos)
    draft.truth.open_rows = len(rows)
    draft.truth.expect, draft.truth.words = "either", ("ชื่อ", "จำนวน", "เซลล์", "หลาย")
    return draft.case(draft.grid(rows))


@kind("table: sections of types")
def type_sections(rng: Random) -> Case:
    draft = Draft(rng, _lao_kind(rng), forms=_SHEETS)
    draft.without("type")
    bare = rng.random() < 0.5
    if bare:
        draft.put("name", lambda lao, _: lao.name_th)
        draft.truth.expect, draft.truth.words = "either", ("ชื่อ", "ประเภท")
        draft.truth.open = set(draft.truth.laos)
        draft.truth.open_rows = len(draft.subjects)
    rows: list[Row] = []
    words = {"PAO": "อบจ.", "CITY": "เทศบาลนคร", "TOWN": "เทศบาลเมือง"}
    words |= {"SUBDISTRICT": "เทศบาลตำบล", "SAO": "องค์การบริหารส่วนตำบล"}
    for lao_type, word in words.items():
        laos = [lao for lao in draft.subjects if lao.lao_type == lao_type]
        if laos:
            rows.append(draft.told(0, word))
            rows += [draft.row(lao, n) for n, lao in enumerate(laos)]
    return draft.case(draft.grid(rows))


@kind("table: counts of people, not of LAOs")
def people(rng: Random) -> Case:
    draft = Draft(rng, SUMMARY, forms=_SHEETS)
    world = draft.world
    draft.without("registered", "outstanding", "percent")

    def count(lao: Lao, _: int) -> Value:
        laos = world.of(lao.province_code)
        return sum(world.admin[x.lao_id] + world.executive[x.lao_id] for x in laos)

    draft.columns.append(Column("", "ผู้ลงทะเบียนแล้ว (คน)", count))
    draft.truth.provinces = {c: (e, None, None) for c, (e, _, _) in draft.truth.provinces.items()}
    if any(count(lao, 0) > world.counts(lao.province_code)[0] for lao in draft.subjects):  # type: ignore[operator]
        # Taken for LAOs they cannot be, and an error that says so is as good as a question.
        draft.truth.any_claims = set(draft.truth.provinces)
    draft.truth.expect, draft.truth.words = "ask", ("คน", "คอลัมน์", "ลงทะเบียน")
    return draft.case()
