"""Kinds of names: how a file writes who a row is about."""

from random import Random

from itasdash.ingest.matching.lao import Lao
from itasdash.thai.digits import to_thai
from tests.kits.exports.draft import LIST, STATUS, Case, Draft
from tests.kits.exports.kinds import kind
from tests.kits.exports.sheets import Value
from tests.kits.exports.world import LONG, SHORT, province_name

_WORDS = {"PAO": "จังหวัด", "SUBDISTRICT": "ตำบล", "SAO": "ตำบล"}


def _draft(rng: Random, *forms: str, **world: object) -> Draft:
    kind = rng.choice((LIST, STATUS))
    draft = Draft(rng, kind, forms=forms or ("xlsx", "csv", "html"), **world)
    # A code would settle every name.
    draft.without("code")
    return draft


def _has(draft: Draft, name: str) -> bool:
    return name in [column.field for column in draft.columns]


def _with_district(draft: Draft) -> None:
    if not _has(draft, "district"):
        at = draft.at("province") + 1
        draft.columns.insert(at, draft.column("district", lambda lao, _: lao.district_name_th))


@kind("name: plain, every trap of the register")
def plain(rng: Random) -> Case:
    return _draft(rng, each=(8, 12)).case()


@kind("name: the type said twice")
def type_twice(rng: Random) -> Case:
    draft = _draft(rng)

    def cell(lao: Lao, n: int) -> Value:
        forms = [f"{SHORT[lao.lao_type]}{LONG[lao.lao_type]}{lao.name_th}"]
        if lao.lao_type in _WORDS:
            forms.append(f"{SHORT[lao.lao_type]}{_WORDS[lao.lao_type]}{lao.name_th}")
            forms.append(f"{SHORT[lao.lao_type]} {_WORDS[lao.lao_type]}{lao.name_th}")
        forms.append(draft.written(lao, n))
        return forms[n % len(forms)]

    draft.put("name", cell)
    return draft.case()


@kind("name: the type in other words")
def other_words(rng: Random) -> Case:
    draft = _draft(rng)
    spellings = {
        "PAO": ("องค์กรบริหารส่วนจังหวัด", "อบจ", "อ.บ.จ.", "องค์การบริหารส่วน จังหวัด"),
        "CITY": ("ท.น.", "ทน", "เทศบาล นคร", "เทศบาลนคร "),
        "TOWN": ("ท.ม.", "ทม", "เทศบาล เมือง ", "เทศบาลเมือง "),
        "SUBDISTRICT": ("ท.ต.", "ทต", "เทศบาล ตำบล ", "เทศบาลตำบล "),
        "SAO": ("องค์กรบริหารส่วนตำบล", "อบต", "อ.บ.ต.", "องค์การบริหารส่วน ตำบล "),
    }
    draft.put("name", lambda lao, n: spellings[lao.lao_type][n % 4] + lao.name_th)
    return draft.case()


@kind("name: the type behind it in brackets")
def type_behind(rng: Random) -> Case:
    draft = _draft(rng)
    form = rng.choice(("{} ({})", "{}({})", "{} [{}]", "{} - {}"))
    word = rng.choice((SHORT, LONG))
    draft.put("name", lambda lao, _: form.format(lao.name_th, word[lao.lao_type]))
    if form == "{} - {}":
        draft.truth.expect, draft.truth.words = "either", ("ชื่อ",)
        draft.truth.open_rows = 99
    return draft.case()


@kind("name: bare, the type in a column of its own")
def bare(rng: Random) -> Case:
    draft = _draft(rng)
    word = rng.choice((SHORT, LONG))
    if not _has(draft, "type"):
        draft.columns.insert(draft.at("name"), draft.column("type", lambda lao, _: None))
    draft.put("type", lambda lao, _: word[lao.lao_type])
    draft.put("name", lambda lao, _: lao.name_th)
    return draft.case()


@kind("name: bare, the type in merged cells")
def type_merged(rng: Random) -> Case:
    draft = _draft(rng, "xlsx", "xls", "html")
    draft.without("type")
    draft.columns.insert(draft.at("name"), draft.column("type", lambda lao, _: SHORT[lao.lao_type]))
    draft.put("name", lambda lao, _: lao.name_th)
    _with_district(draft)
    order = list(SHORT)
    draft.subjects.sort(
        key=lambda lao: (lao.province_code, lao.district_name_th, order.index(lao.lao_type))
    )
    at = draft.at("type")
    rows = draft.body()
    merges = []
    first = len(draft.above()) + 1
    start = 0
    groups = [(x.province_code, x.district_name_th, x.lao_type) for x in draft.subjects]
    for n in range(1, len(rows) + 1):
        if n < len(rows) and groups[n] == groups[start]:
            rows[n][at] = None
            continue
        if n - 1 > start:
            merges.append((first + start, at, first + n - 1, at))
        start = n
    sheet = draft.grid(rows)
    sheet.merges += merges
    return draft.case(sheet)


@kind("name: the office before it")
def offices(rng: Random) -> Case:
    draft = _draft(rng)

    def cell(lao: Lao, n: int) -> Value:
        own = draft.written(lao, n)
        if lao.lao_type in ("CITY", "TOWN", "SUBDISTRICT"):
            return (f"สำนักงาน{LONG[lao.lao_type]}{lao.name_th}", own)[n % 2]
        return (f"ที่ทำการ {own}", f"ที่ทำการ{own}", own)[n % 3]

    draft.put("name", cell)
    return draft.case()


@kind("name: numbered")
def numbered(rng: Random) -> Case:
    draft = _draft(rng)
    draft.without("sequence")
    form = rng.choice(("{}. {}", "{}) {}", "({}) {}", "{} {}", "{}.{}"))
    thai = rng.random() < 0.3

    def cell(lao: Lao, n: int) -> Value:
        text = form.format(n + 1, draft.written(lao, n))
        return to_thai(text) if thai else text

    draft.put("name", cell)
    return draft.case()


@kind("name: marks of footnotes")
def footnotes(rng: Random) -> Case:
    draft = _draft(rng)
    marks = ("*", " *", " **", " 1/", "²", " (1)", "¹", "", "", "")
    draft.put("name", lambda lao, n: draft.written(lao, n) + marks[n % len(marks)])
    draft.notes = [
        [],
        ["* อยู่ระหว่างสรรหาผู้บริหาร"],
        ["** ผู้ดูแลระบบเกษียณอายุราชการ"],
        ["1/ รอเปลี่ยนแปลงฐานะ"],
        ["² แจ้งปัญหาการใช้งานระบบ"],
    ]
    return draft.case()


def _torn(text: str) -> str:
    return text.replace("ำ", " า")


@kind("name: every ำ torn as in a PDF")
def torn(rng: Random) -> Case:
    draft = _draft(rng, each=(6, 9))
    for column in draft.columns:
        cell, column.heading = column.cell, _torn(column.heading)
        if column.field in ("province", "district", "name", "type"):
            column.cell = lambda lao, n, cell=cell: _torn(str(cell(lao, n)))  # type: ignore[misc]
    draft.titles = [_torn(title) for title in draft.titles]
    return draft.case()


@kind("name: every ำ lost or taken apart")
def lost_am(rng: Random) -> Case:
    draft = _draft(rng, each=(6, 9))
    how = rng.choice(("า", "ํา"))
    for column in draft.columns:
        if column.field in ("province", "district", "name"):
            column.cell = lambda lao, n, cell=column.cell: str(cell(lao, n)).replace("ำ", how)  # type: ignore[misc]
    if how == "า":
        draft.truth.open = set(draft.truth.laos)
        draft.truth.expect, draft.truth.words = "either", ("ชื่อ", "จังหวัด")
        draft.truth.open_rows = 99
    return draft.case()


@kind("name: เเ, hidden spaces and double blanks")
def noise(rng: Random) -> Case:
    draft = _draft(rng)
    changes = (
        lambda text: text.replace("แ", "เเ"),
        lambda text: text[:4] + "\u200b" + text[4:],
        lambda text: "\u00a0" + text + "\u00a0",
        lambda text: text + "  ",
        lambda text: text.replace("ำ", "ํา"),
        lambda text: text[:3] + "\u00ad" + text[3:],
        lambda text: "\ufeff" + text,
    )
    for name in ("name", "province"):
        cell = draft.columns[draft.at(name)].cell
        draft.put(name, lambda lao, n, cell=cell: changes[n % len(changes)](str(cell(lao, n))))
    return draft.case()


@kind("name: the address behind it")
def address(rng: Random) -> Case:
    draft = _draft(rng)
    keep_district = rng.random() < 0.5
    if not keep_district:
        draft.without("district")
    form = rng.choice(
        (
            "{} ต.{} อ.{} จ.{}",
            "{}\nต.{}\nอ.{}\nจ.{}",
            "{} ตำบล{} อำเภอ{} จังหวัด{}",
            "{} (ต.{} อ.{} จ.{})",
        )
    )
    draft.put(
        "name",
        lambda lao, n: form.format(
            draft.written(lao, n),
            lao.name_th,
            lao.district_name_th,
            province_name(lao.province_code),
        ),
    )
    return draft.case()


@kind("name: district and province in one column")
def one_place(rng: Random) -> Case:
    draft = _draft(rng)
    draft.without("district")
    form, heading = rng.choice(
        (
            ("{d}/{p}", "อำเภอ/จังหวัด"),
            ("{d} / {p}", "อำเภอ/จังหวัด"),
            ("อ.{d} จ.{p}", "ที่ตั้ง"),
            ("อ.{d} จ.{p}", "อำเภอ/จังหวัด"),
            ("{p}/{d}", "จังหวัด/อำเภอ"),
            ("จ.{p} อ.{d}", "จังหวัด อำเภอ"),
        )
    )
    draft.put(
        "province",
        lambda lao, _: form.format(d=lao.district_name_th, p=province_name(lao.province_code)),
        heading,
    )
    if heading == "ที่ตั้ง":
        draft.truth.expect, draft.truth.words = "either", ("ที่ตั้ง", "คอลัมน์", "จังหวัด")
    return draft.case()


@kind("name: everything about the place in the name")
def all_in_name(rng: Random) -> Case:
    draft = _draft(rng)
    draft.without("district", "province", "type")
    form = rng.choice(("{} อ.{} จ.{}", "{} อำเภอ{} จังหวัด{}", "{} อ.{} จ.{}"))
    draft.put(
        "name",
        lambda lao, n: form.format(
            draft.written(lao, n), lao.district_name_th, province_name(lao.province_code)
        ),
    )
    return draft.case()


@kind("name: provinces with their word or number")
def province_words(rng: Random) -> Case:
    draft = _draft(rng)
    order = draft.world.provinces
    form = rng.choice(("จ.{}", "จังหวัด{}", "จังหวัด {}", "{n}. {}", "{n} {}", " {} "))
    draft.put(
        "province",
        lambda lao, _: form.format(
            province_name(lao.province_code), n=order.index(lao.province_code) + 1
        ),
    )
    if _has(draft, "district"):
        words = rng.choice(("อ.{}", "อำเภอ{}", "อำเภอ {}", "{}"))
        draft.put("district", lambda lao, _: words.format(lao.district_name_th))
    return draft.case()


@kind("name: the capital's district as people say it")
def capital(rng: Random) -> Case:
    draft = _draft(rng)
    _with_district(draft)
    said = rng.choice(("เมือง", "อ.เมือง", "อ.เมืองฯ", "เมืองฯ"))

    def cell(lao: Lao, _: int) -> Value:
        own = province_name(lao.province_code)
        return said if lao.district_name_th in (f"เมือง{own}", own) else lao.district_name_th

    draft.put("district", cell)
    return draft.case()


@kind("name: codes as numbers, formulas and with dashes")
def codes(rng: Random) -> Case:
    draft = _draft(rng)
    form = rng.choice(("{}.0", '="{}"', "{}-{}-{}-{}", "{} {} {} {}", "number", "'{}"))

    def cell(lao: Lao, _: int) -> Value:
        code = lao.lao_id
        if form == "number":
            return int(code)
        if form.count("{}") == 4:
            return form.format(code[0], code[1:3], code[3:5], code[5:])
        return form.format(code)

    draft.columns.insert(0, draft.column("code", cell))
    draft.without("district")
    return draft.case()


@kind("name: codes of another numbering")
def other_codes(rng: Random) -> Case:
    draft = _draft(rng)
    draft.columns.insert(0, draft.column("code", lambda lao, n: f"0{53 + n}{1000 + n}"))
    draft.truth.expect, draft.truth.words = "either", ("รหัส",)
    return draft.case()


@kind("name: codes and names that disagree")
def code_disagrees(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=("xlsx", "csv"))
    draft.without("code")
    first, second = rng.sample(draft.world.of(draft.world.provinces[0]), 2)
    swapped = {first.lao_id: second.lao_id, second.lao_id: first.lao_id}
    draft.columns.insert(
        0, draft.column("code", lambda lao, _: swapped.get(lao.lao_id, lao.lao_id))
    )
    for lao_id in swapped:
        draft.truth.laos[lao_id] = None
        draft.truth.roles[lao_id] = (None, None)
    draft.truth.open_rows = 2
    draft.truth.expect, draft.truth.words = "ask", ("รหัส",)
    return draft.case()


@kind("name: two of one name, no district")
def twins(rng: Random) -> Case:
    for _ in range(60):
        draft = _draft(rng, each=(9, 12))
        if draft.world.needs_district() & {lao.lao_id for lao in draft.subjects}:
            break
    else:
        raise AssertionError("no register with two LAOs of one name")
    draft.without("district")
    world = draft.world
    listed = {lao.lao_id for lao in draft.subjects}
    told = draft.truth.roles
    asked = False
    for group in _alike(world.laos):
        rows = [lao for lao in group if lao.lao_id in listed]
        draft.truth.open_rows += len(rows)
        if not rows:
            continue
        if len(rows) == len(group) and len({told.get(lao.lao_id) for lao in group}) == 1:
            # Whichever row is whose, all of them say the same.
            draft.truth.open |= {lao.lao_id for lao in group}
            continue
        asked = True
        for lao in group:
            draft.truth.laos[lao.lao_id] = None
            if draft.kind == STATUS:
                told[lao.lao_id] = (None, None)
    draft.truth.expect = "ask" if asked else "either"
    draft.truth.words = ("ชื่อ", "อำเภอ")
    return draft.case()


def _alike(laos: list[Lao]) -> list[list[Lao]]:
    """Return the LAOs that share province, type and name with another, together."""
    found: dict[tuple[str, str, str], list[Lao]] = {}
    for lao in laos:
        found.setdefault((lao.province_code, lao.lao_type, lao.name_th), []).append(lao)
    return [group for group in found.values() if len(group) > 1]


# Renamed LAOs whose old name another LAO of the province bears: code, district, old name, new name,
# and the other's type.
_RENAMED = (
    ("6460509", "กุฉินารายณ์", "กุดหว้า", "นาไคร้", "SUBDISTRICT"),
    ("4460502", "กุฉินารายณ์", "บัวขาว", "กุฉินารายณ์", "SAO"),
    ("6501205", "สันป่าตอง", "บ้านกลาง", "เวียงท่ากาน", "SUBDISTRICT"),
    ("6420403", "ปากชม", "ปากชม", "นครหงษ์", "SUBDISTRICT"),
    ("6410702", "ทุ่งฝน", "ทุ่งฝน", "กุดค้า", "SUBDISTRICT"),
)


@kind("name: an old name of one that was renamed")
def old_name(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=("xlsx", "csv"), least=2, most=3)
    draft.without("code", "type")
    lao_id, district, old, new, other = rng.choice(_RENAMED)
    code = lao_id[1:3]
    kind = "TOWN" if lao_id[0] == "4" else "SAO"
    world = draft.world
    world.laos = [lao for lao in world.laos if lao.province_code != code]
    renamed = Lao(lao_id, code, district, kind, new)
    rival = Lao(f"5{code}9802", code, district, other, old)
    plain = Lao(f"6{code}9803", code, district, "SAO", "หนองน้ำใสไหลเย็น")
    for lao, done in ((renamed, False), (rival, True), (plain, False)):
        world.laos.append(lao)
        world.admin[lao.lao_id] = world.executive[lao.lao_id] = done
    draft.subjects = world.outstanding()
    draft.truth = draft._truth()
    _with_district(draft)
    own = draft.columns[draft.at("name")].cell
    draft.put("name", lambda lao, n: SHORT[kind] + old if lao is renamed else own(lao, n))
    # Nothing may be said of either until somebody has looked.
    draft.truth.laos[renamed.lao_id] = None
    draft.truth.open.add(rival.lao_id)
    draft.truth.open_rows = 1
    draft.truth.expect, draft.truth.words = "ask", ("ชื่อ",)
    return draft.case()


@kind("name: misspelt")
def misspelt(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=("xlsx", "csv"))
    draft.without("code")
    world = draft.world
    lao = rng.choice(
        [x for x in draft.subjects if len(x.name_th) > 4 and x.lao_type == "SAO"] or draft.subjects
    )
    at = rng.randrange(1, len(lao.name_th) - 1)
    name = lao.name_th[:at] + rng.choice("กขคงจชดตทนบปพมรลวสห") + lao.name_th[at + 1 :]
    if any(other.name_th == name for other in world.laos) or name == lao.name_th:
        return draft.case()
    own = draft.columns[draft.at("name")].cell
    prefix = LONG[lao.lao_type]
    draft.put("name", lambda each, n: prefix + name if each is lao else own(each, n))
    # Nobody of its province and type may be called registered for it, unless that is so anyway.
    draft.truth.laos[lao.lao_id] = None
    alike = {x.lao_id for x in world.of(lao.province_code)}
    draft.truth.open |= alike
    draft.truth.open_rows = 1
    draft.truth.expect, draft.truth.words = "ask", ("ชื่อ",)
    return draft.case()


@kind("name: of nobody in the register")
def stranger(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=("xlsx", "csv"))
    draft.without("code")
    world = draft.world
    sheet = draft.grid()
    code = rng.choice(world.provinces)
    row = draft.blank()
    row[draft.at("province")] = province_name(code)
    row[draft.at("name")] = "อบต.ฟ้าใสไกลโพ้นทะเล"
    sheet.rows.append(row)
    draft.truth.open |= {lao.lao_id for lao in world.of(code)}
    draft.truth.open_rows = 1
    draft.truth.expect, draft.truth.words = "ask", ("ชื่อ",)
    return draft.case(sheet)


@kind("name: in the wrong district")
def wrong_district(rng: Random) -> Case:
    for _ in range(60):
        draft = Draft(rng, LIST, forms=("xlsx", "csv"), twins=False)
        lao = rng.choice(draft.subjects)
        others = {x.district_name_th for x in draft.world.of(lao.province_code)}
        others.discard(lao.district_name_th)
        if others and lao.lao_type not in ("PAO",):
            break
    draft.without("code")
    _with_district(draft)
    other = rng.choice(sorted(others))
    draft.put("district", lambda each, _: other if each is lao else each.district_name_th)
    draft.truth.laos[lao.lao_id] = None
    draft.truth.open |= {x.lao_id for x in draft.world.of(lao.province_code)}
    draft.truth.open_rows = 1
    draft.truth.expect, draft.truth.words = "ask", ("ชื่อ", "อำเภอ")
    return draft.case()


@kind("name: an LAO twice")
def twice(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((LIST, STATUS)), forms=("xlsx", "csv"))
    sheet = draft.grid()
    lao = rng.choice(draft.subjects)
    row = draft.row(lao, len(draft.subjects))
    if draft.kind == STATUS:
        row = [{draft.yes: draft.no, draft.no: draft.yes}.get(str(cell), cell) for cell in row]
        draft.truth.laos[lao.lao_id] = None
        draft.truth.roles[lao.lao_id] = (None, None)
        draft.truth.expect, draft.truth.words = "error", ("ซ้ำ", "สองครั้ง", "มากกว่าหนึ่ง")
    else:
        draft.truth.expect, draft.truth.words = "either", ("ซ้ำ",)
    sheet.rows.append(row)
    return draft.case(sheet)


@kind("name: a province misspelt")
def province_misspelt(rng: Random) -> Case:
    draft = Draft(rng, rng.choice((LIST, STATUS)), forms=("xlsx", "csv"), most=3)
    code = rng.choice(draft.world.provinces)
    name = province_name(code)
    at = rng.randrange(1, len(name) - 1)
    broken = name[:at] + rng.choice("กคตนมรลส") + name[at:]
    own = draft.columns[draft.at("province")].cell
    draft.put("province", lambda lao, n: broken if lao.province_code == code else own(lao, n))
    draft.truth.open |= {lao.lao_id for lao in draft.world.of(code)}
    draft.truth.open_rows = 99
    for lao in draft.world.of(code):
        if draft.kind == LIST and draft.world.registered(lao):
            # Its province has no row that is understood.
            draft.truth.open.add(lao.lao_id)
    draft.truth.expect, draft.truth.words = "either", ("จังหวัด",)
    return draft.case()


@kind("name: Bangkok among the provinces")
def bangkok(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=("xlsx", "csv"))
    sheet = draft.grid()
    row = draft.blank()
    row[draft.at("province")], row[draft.at("name")] = "กรุงเทพมหานคร", "กรุงเทพมหานคร"
    sheet.rows.append(row)
    return draft.case(sheet)
