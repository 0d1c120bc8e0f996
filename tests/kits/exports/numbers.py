"""Kinds of numbers: how a summary writes its counts and shares, and which of them cannot be."""

from random import Random

from itasdash.thai.digits import to_thai
from tests.kits.exports.draft import LIST, STATUS, SUMMARY, Case, Column, Draft
from tests.kits.exports.kinds import kind
from tests.kits.exports.sheets import Percent, Row, Value
from tests.kits.exports.world import province_name

_COUNTS = ("expected", "registered", "outstanding")


def _draft(rng: Random, *forms: str, **world: object) -> Draft:
    return Draft(rng, SUMMARY, forms=forms or ("xlsx", "csv", "html"), **world)


def _rewrite(draft: Draft, form: object) -> None:
    for column in draft.columns:
        if column.field in _COUNTS:
            column.cell = lambda lao, n, cell=column.cell: form(cell(lao, n))  # type: ignore[misc,operator]


@kind("number: plain")
def plain(rng: Random) -> Case:
    return _draft(rng).case()


@kind("number: count and share in one cell")
def count_and_share(rng: Random) -> Case:
    draft = _draft(rng)
    world = draft.world
    draft.without("percent")
    form = rng.choice(
        ("{} ({:.2f}%)", "{}\n({:.1f}%)", "{} ({:.2f})", "{} (ร้อยละ {:.2f})", "{} / {:.1f}%")
    )
    for at, name in ((1, "registered"), (2, "outstanding")):
        heading = draft.columns[draft.at(name)].heading + rng.choice((" (ร้อยละ)", "", " (%)"))

        def cell(lao: object, _: int, at: int = at) -> Value:
            counts = world.counts(lao.province_code)  # type: ignore[attr-defined]
            return form.format(counts[at], 100 * counts[at] / counts[0])

        draft.put(name, cell, heading)
    return draft.case()


@kind("number: a dash for zero")
def dash(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    world = draft.world
    code = rng.choice(world.provinces)
    value = rng.random() < 0.5
    for lao in world.of(code):
        world.admin[lao.lao_id] = world.executive[lao.lao_id] = value
    draft.truth = draft._truth()
    sign = rng.choice(("-", " - ", "–", " -   "))
    _rewrite(draft, lambda count: count or sign)
    return draft.case()


@kind("number: a dash that may be nothing known")
def dash_unknown(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    code = rng.choice(draft.world.provinces)
    for column in draft.columns:
        if column.field in ("registered", "outstanding", "percent"):
            column.cell = lambda lao, n, cell=column.cell: (
                "-" if lao.province_code == code else cell(lao, n)
            )  # type: ignore[misc]
    expected = draft.truth.provinces[code][0]
    draft.truth.provinces[code] = (expected, None, None)
    draft.truth.expect, draft.truth.words = "ask", (province_name(code), "-", "ว่าง")
    return draft.case()


@kind("number: commas, units, Thai digits")
def dressed(rng: Random) -> Case:
    draft = _draft(rng)
    form = rng.choice(
        (
            lambda count: f"{count} แห่ง",
            lambda count: to_thai(str(count)),
            lambda count: f"{count:,}",
            lambda count: f" {count} ",
            lambda count: f"{count}.00",
            lambda count: f"{count} หน่วยงาน",
            lambda count: to_thai(f"{count} แห่ง"),
            float,
        )
    )
    _rewrite(draft, form)
    return draft.case()


@kind("number: thousands")
def thousands(rng: Random) -> Case:
    draft = Draft(rng, STATUS, forms=("xlsx", "csv"))
    quota = {lao.lao_id: rng.choice((30, 400, 1200, 2345)) for lao in draft.world.laos}
    draft.columns += [
        Column("", "IIT เป้าหมาย", lambda lao, _: f"{quota[lao.lao_id]:,}"),
        Column("", "IIT ตอบแล้ว", lambda lao, n: f"{quota[lao.lao_id] // 2:,}"),
    ]
    return draft.case()


@kind("number: shares of every form")
def shares(rng: Random) -> Case:
    draft = _draft(rng)
    world = draft.world
    form = rng.choice(
        (
            lambda share: f"{share:.2f}",
            lambda share: f"{share:.1f}%",
            lambda share: f"{share:.2f} %",
            lambda share: f"ร้อยละ {share:.2f}",
            lambda share: round(share / 100, 4),
            lambda share: Percent(share / 100),
            round,
            lambda share: to_thai(f"{share:.2f}"),
        )
    )

    def cell(lao: object, _: int) -> Value:
        expected, registered, _ = world.counts(lao.province_code)  # type: ignore[attr-defined]
        return form(100 * registered / expected)  # type: ignore[no-any-return]

    draft.put("percent", cell)
    return draft.case()


@kind("number: decimal commas")
def decimal_commas(rng: Random) -> Case:
    draft = _draft(rng, "csv semicolon")
    draft.put("percent", lambda lao, _: f"{draft.percent(lao):.1f}".replace(".", ","))
    return draft.case()


@kind("number: more registered than expected")
def impossible(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    code = rng.choice(draft.world.provinces)
    expected = draft.world.counts(code)[0]
    more = expected + rng.randint(1, 5)
    draft.without("percent")
    own = draft.columns[draft.at("registered")].cell
    draft.put("registered", lambda lao, n: more if lao.province_code == code else own(lao, n))
    if rng.random() < 0.5:
        draft.without("outstanding")
        draft.truth.provinces = {c: (e, r, None) for c, (e, r, _) in draft.truth.provinces.items()}
    draft.truth.expect = "error"
    draft.truth.words = (province_name(code), f"{more}")
    return _keep_province(draft, code).case()


def _keep_province(draft: Draft, code: str) -> Draft:
    """Allow any claim of a province: only that an error says so is asked."""
    draft.truth.provinces[code] = (None, None, None)
    draft.truth.any_claims.add(code)
    return draft


@kind("number: parts that are not the whole")
def parts(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    code = rng.choice(draft.world.provinces)
    draft.without("percent")
    off = rng.choice((1, 2, 3))
    own = draft.columns[draft.at("outstanding")].cell
    draft.put(
        "outstanding",
        lambda lao, n: own(lao, n) + off if lao.province_code == code else own(lao, n),
    )  # type: ignore[operator]
    draft.truth.expect, draft.truth.words = "error", (province_name(code),)
    return _keep_province(draft, code).case()


@kind("number: a share that is not so")
def wrong_share(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    code = rng.choice(draft.world.provinces)
    draft.put(
        "percent",
        lambda lao, _: draft.percent(lao) + (13.0 if lao.province_code == code else 0.0),
    )
    draft.truth.expect, draft.truth.words = "error", (province_name(code),)
    return _keep_province(draft, code).case()


@kind("number: a share above a hundred")
def share_above(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    code = rng.choice(draft.world.provinces)
    draft.put("percent", lambda lao, _: 104.76 if lao.province_code == code else draft.percent(lao))
    draft.without("registered", "outstanding")
    draft.truth.provinces = {c: (e, None, None) for c, (e, _, _) in draft.truth.provinces.items()}
    draft.truth.expect, draft.truth.words = (
        "error",
        (province_name(code), "104", "ร้อยละ", "ลงทะเบียน"),
    )
    return draft.case()


@kind("number: a total row that is not the sum")
def wrong_sum(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    sheet = draft.grid()
    total = [sum(draft.world.counts(code)[n] for code in draft.world.provinces) for n in range(3)]
    wrong = rng.randrange(3)
    total[wrong] += rng.choice((1, 2, -1))
    row = draft.told(draft.at("province"), rng.choice(("รวม", "รวมทั้งสิ้น", "รวมทั้งประเทศ")))
    for n, name in enumerate(_COUNTS):
        row[draft.at(name)] = total[n]
    sheet.rows.append(row)
    draft.truth.expect, draft.truth.words = "error", ("รวม", f"{total[wrong]}")
    return draft.case(sheet)


@kind("number: a total row, subtotals of regions")
def total_row(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    draft.without("percent")
    world = draft.world

    def total(word: str, codes: list[str]) -> Row:
        row = draft.told(draft.at("province"), word)
        for n, name in enumerate(_COUNTS):
            row[draft.at(name)] = sum(world.counts(code)[n] for code in codes)
        return row

    body = draft.body()
    cut = rng.randint(1, len(body) - 1)
    codes = world.provinces
    rows = body
    if rng.random() < 0.6:
        word = rng.choice(("รวมภาคเหนือ", "ภาคใต้ ผลรวม", "รวมเขต 1", "รวมภาค"))
        other = rng.choice(("รวมภาคกลาง", "ภาคอีสาน ผลรวม", "รวมเขต 2"))
        rows = [*body[:cut], total(word, codes[:cut]), *body[cut:], total(other, codes[cut:])]
    end = total(rng.choice(("รวม", "รวมทั้งสิ้น", "รวมทั้งประเทศ", "ทั้งประเทศ", "Total")), codes)
    rows = [end, *rows] if rng.random() < 0.3 else [*rows, end]
    return draft.case(draft.grid(rows))


@kind("number: counts that are none")
def no_count(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    draft.without("percent")
    code = rng.choice(draft.world.provinces)
    word = rng.choice(("#REF!", "รอข้อมูล", "N/A", "12 ถึง 14", "-3", "4.5"))
    own = draft.columns[draft.at("registered")].cell
    draft.put("registered", lambda lao, n: word if lao.province_code == code else own(lao, n))
    draft.truth.open_claims.add(code)
    draft.truth.expect, draft.truth.words = "ask", (word, province_name(code), "จำนวน", "สูตร")
    return draft.case()


@kind("number: a province twice")
def province_twice(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    sheet = draft.grid()
    code = rng.choice(draft.world.provinces)
    row = draft.row(draft.world.of(code)[0], 99)
    at = draft.at("registered")
    row[at] = max(0, int(row[at]) - 1)  # type: ignore[arg-type]
    row[draft.at("outstanding")] = int(row[draft.at("outstanding")]) + 1  # type: ignore[arg-type]
    sheet.rows.append(row)
    draft.truth.expect, draft.truth.words = "error", (province_name(code), "ซ้ำ")
    return _keep_province(draft, code).case(sheet)


@kind("number: other counts than the register's")
def other_register(rng: Random) -> Case:
    draft = _draft(rng, least=3)
    draft.without("percent")
    code = rng.choice(draft.world.provinces)
    own = draft.columns[draft.at("expected")].cell
    out = draft.columns[draft.at("outstanding")].cell
    draft.put(
        "expected", lambda lao, n: own(lao, n) + 7 if lao.province_code == code else own(lao, n)
    )  # type: ignore[operator]
    draft.put(
        "outstanding", lambda lao, n: out(lao, n) + 7 if lao.province_code == code else out(lao, n)
    )  # type: ignore[operator]
    draft.truth.expect, draft.truth.words = "error", (province_name(code),)
    return _keep_province(draft, code).case()


@kind("number: no column of those registered")
def two_of_three(rng: Random) -> Case:
    draft = _draft(rng)
    missing = rng.choice(_COUNTS)
    draft.without("percent", missing)
    draft.truth.open_claims |= set(draft.truth.provinces)
    draft.truth.expect = "either"
    return draft.case()


@kind("number: a list with days of registration")
def list_with_days(rng: Random) -> Case:
    draft = Draft(rng, LIST, forms=("xlsx", "csv"))
    draft.columns.append(
        Column("", "วันที่ลงทะเบียน", lambda lao, n: "5 ม.ค. 2565" if n % 3 == 1 else None)
    )
    draft.truth.expect, draft.truth.words = "ask", ("วันที่",)
    return draft.case()
