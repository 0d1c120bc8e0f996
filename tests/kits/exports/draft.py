"""An export as an office would write it, before a kind of trouble is put into it.

A :class:`Draft` holds what an ordinary export has (titles, the line with the moment, columns, rows,
notes, a file name, a format), drawn at random, beside the truth. A kind changes what it is about
and leaves the rest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random

from itasdash.ingest.matching.lao import Lao
from itasdash.thai.digits import to_thai
from tests.kits.exports.sheets import FORMATS, Row, Sheet, Value
from tests.kits.exports.world import LONG, SHORT, World, draw_world, province_name

STATUS, LIST, SUMMARY = "status", "unregistered_list", "province_summary"

# fmt: off
MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)
SHORT_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)
# fmt: on

TITLES = {
    STATUS: (
        "สถานะการลงทะเบียนเข้าใช้งานระบบ ITAS ขององค์กรปกครองส่วนท้องถิ่น",
        "รายงานสถานะการลงทะเบียน ITAS",
        "ข้อมูลการลงทะเบียนผู้ดูแลระบบและผู้บริหารของ อปท.",
    ),
    LIST: (
        "รายชื่อองค์กรปกครองส่วนท้องถิ่นที่ยังไม่ลงทะเบียนเข้าใช้งานระบบ ITAS",
        "บัญชีรายชื่อ อปท. ที่ยังไม่ได้ลงทะเบียนในระบบ ITAS",
        "รายชื่อองค์กรปกครองส่วนท้องถิ่นที่ยังไม่เปิดเข้าใช้งานในระบบ ITAS",
    ),
    SUMMARY: (
        "สรุปผลการลงทะเบียนเข้าใช้งานระบบ ITAS ขององค์กรปกครองส่วนท้องถิ่น รายจังหวัด",
        "สรุปการลงทะเบียน ITAS รายจังหวัด",
        "ตารางแสดงจำนวน อปท. ที่ลงทะเบียนในระบบ ITAS จำแนกรายจังหวัด",
    ),
}
HEADINGS = {
    "sequence": ("ลำดับ", "ลำดับที่", "ที่", "#", "No."),
    "code": ("รหัส อปท.", "รหัสหน่วยงาน", "รหัส"),
    "province": ("จังหวัด", "ชื่อจังหวัด", "จังหวัด\n"),
    "district": ("อำเภอ", "ชื่ออำเภอ"),
    "type": ("ประเภท", "ประเภท อปท.", "ประเภทหน่วยงาน"),
    "name": ("ชื่อ อปท.", "ชื่อหน่วยงาน", "ชื่อองค์กรปกครองส่วนท้องถิ่น", "รายชื่อ อปท."),
    "admin": ("ผู้ดูแลระบบ", "สถานะผู้ดูแลระบบ", "การลงทะเบียนผู้ดูแลระบบ"),
    "executive": ("ผู้บริหาร", "ผู้บริหารท้องถิ่น", "สถานะผู้บริหาร"),
    "overall": ("สถานะการลงทะเบียน", "สถานะ", "ผลการลงทะเบียน"),
    "expected": ("จำนวน อปท.", "จำนวน อปท. ทั้งหมด", "ทั้งหมด", "จำนวนหน่วยงานทั้งหมด"),
    "registered": ("ลงทะเบียนแล้ว", "จำนวน อปท. ที่ลงทะเบียนแล้ว", "จำนวนที่ลงทะเบียนแล้ว"),
    "outstanding": ("ยังไม่ลงทะเบียน", "ยังไม่ได้ลงทะเบียน", "จำนวน อปท. ที่ยังไม่ลงทะเบียน"),
    "percent": ("ร้อยละ", "ร้อยละการลงทะเบียน", "คิดเป็นร้อยละ"),
    "remark": ("หมายเหตุ",),
}
YES_NO = (
    ("ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"),
    ("ลงทะเบียนเรียบร้อยแล้ว", "ยังไม่ได้ลงทะเบียน"),
    ("แล้ว", "ยัง"),
    ("✓", "✗"),
    ("เปิดใช้งานแล้ว", "ยังไม่เปิดใช้งาน"),
)


@dataclass
class Truth:
    """What a reader may say of a file, and what it has to.

    ``expect`` is ``read`` (everything as it is here), ``ask`` (a refusal or a question with one of
    ``words``, nothing wrong stored), ``either`` of the two, or ``error`` (read as here, with an
    error that has one of ``words``, or refused with one).
    An LAO of None must stay unknown; one of ``open`` may.
    """

    kind: str
    as_of: tuple[datetime, ...]
    laos: dict[str, bool | None] = field(default_factory=dict)
    roles: dict[str, tuple[bool | None, bool | None]] = field(default_factory=dict)
    provinces: dict[str, tuple[int | None, int | None, int | None]] = field(default_factory=dict)
    expect: str = "read"
    words: tuple[str, ...] = ()
    open: set[str] = field(default_factory=set)
    open_rows: int = 0
    # Provinces whose counts need not be told, and those of which an error says that they cannot be.
    open_claims: set[str] = field(default_factory=set)
    any_claims: set[str] = field(default_factory=set)
    # Kinds under which the same facts may be stored as well.
    kinds: tuple[str, ...] = ()
    errors_ok: bool = False
    # The file gives two of the three counts; the third follows and need not be stored.
    two_tell_the_third: bool = False


@dataclass(frozen=True)
class Case:
    """A generated file and its truth."""

    kind: str
    seed: int
    file: str
    data: bytes
    world: World
    truth: Truth
    given: datetime | None = None


@dataclass
class Column:
    """A column: what it holds, its heading, and its cell for a row's subject."""

    field: str
    heading: str
    cell: Callable[[Lao, int], Value]


def thai_date(moment: datetime, *, style: int) -> str:
    """Return a day as offices write it, in one of six ways."""
    day, month, year = moment.day, moment.month, moment.year + 543
    return (
        f"{day} {MONTHS[month - 1]} {year}",
        to_thai(f"{day} {MONTHS[month - 1]} {year}"),
        f"{day} {SHORT_MONTHS[month - 1]} {year % 100:02}",
        f"{day} {MONTHS[month - 1]} พ.ศ. {year}",
        f"{day:02}/{month:02}/{year}",
        f"{day} {SHORT_MONTHS[month - 1]} {year}",
    )[style]


def when_line(rng: Random, moment: datetime) -> str:
    """Return the ordinary line that says of which moment an export is."""
    style = rng.randrange(6)
    time = f"{moment:%H.%M} น."
    if style == 1:
        time = to_thai(time)
    elif rng.random() < 0.3:
        time = f"{moment:%H:%M} น."
    before = "ข้อมูล ณ " if style == 4 and rng.random() < 0.3 else "ข้อมูล ณ วันที่ "
    return f"{before}{thai_date(moment, style=style)} เวลา {time}"


class Draft:
    """An ordinary export over a drawn office, to be changed by a kind."""

    def __init__(
        self, rng: Random, kind: str, *, forms: Sequence[str] = ("xlsx", "csv"), **world: object
    ) -> None:
        self.rng = rng
        self.kind = kind
        self.world = draw_world(rng, **world)  # type: ignore[arg-type]
        self.form = rng.choice(list(forms))
        self.titles: list[str] = [rng.choice(TITLES[kind])]
        self.when: str | None = when_line(rng, self.world.moment)
        self.notes: list[Row] = []
        self.stem = rng.choice(("export", "รายงาน", "ไฟล์ 1", "data", "ITAS"))
        self.sheet = rng.choice(("Sheet1", "ข้อมูล", "รายงาน"))
        self.blank_line = rng.random() < 0.3
        self.merge_titles = rng.random() < 0.5
        # The old encoding of Thai has no ticks.
        self.yes, self.no = rng.choice(
            [w for w in YES_NO if self.form != "csv cp874" or "✓" not in w]
        )
        self.full_names = rng.choice(("long", "short", "mixed", "spaced"))
        self.subjects: list[Lao] = self._subjects()
        self.columns: list[Column] = self._columns()
        self.header: list[Row] | None = None
        self.header_merges: list[tuple[int, int, int, int]] = []
        self.truth = self._truth()

    # --- what is true ---

    def _subjects(self) -> list[Lao]:
        if self.kind == LIST:
            return self.world.outstanding()
        if self.kind == SUMMARY:
            return [self.world.of(code)[0] for code in self.world.provinces]
        return list(self.world.laos)

    def _truth(self) -> Truth:
        truth = Truth(self.kind, (self.world.moment,))
        if self.kind == SUMMARY:
            truth.provinces = {c: self.world.counts(c) for c in self.world.provinces}
        else:
            truth.laos = {lao.lao_id: self.world.registered(lao) for lao in self.world.laos}
        if self.kind == STATUS:
            truth.roles = {
                lao.lao_id: (self.world.admin[lao.lao_id], self.world.executive[lao.lao_id])
                for lao in self.world.laos
            }
        return truth

    def overall_only(self) -> None:
        """Leave one column for both roles: of an LAO that is not registered no role is told."""
        self.columns = [c for c in self.columns if c.field not in ("admin", "executive")]
        world = self.world
        self.columns.append(
            self.column("overall", lambda lao, _: self.yes if world.registered(lao) else self.no)
        )
        self.truth.roles = {}

    # --- how it is written ---

    def heading(self, name: str) -> str:
        return self.rng.choice(HEADINGS[name])

    def column(self, name: str, cell: Callable[[Lao, int], Value]) -> Column:
        return Column(name, self.heading(name), cell)

    def written(self, lao: Lao, n: int = 0) -> str:
        """Return the name of an LAO with its type, as this export writes it."""
        form = self.full_names
        if form == "mixed":
            form = ("long", "short")[n % 2]
        if form == "long":
            return LONG[lao.lao_type] + lao.name_th
        return SHORT[lao.lao_type] + (" " if form == "spaced" else "") + lao.name_th

    def _columns(self) -> list[Column]:
        rng, world = self.rng, self.world
        if self.kind == SUMMARY:
            columns = [
                self.column("province", lambda lao, _: province_name(lao.province_code)),
                self.column("expected", lambda lao, _: world.counts(lao.province_code)[0]),
                self.column("registered", lambda lao, _: world.counts(lao.province_code)[1]),
                self.column("outstanding", lambda lao, _: world.counts(lao.province_code)[2]),
            ]
            if rng.random() < 0.5:
                columns.append(self.column("percent", lambda lao, _: self.percent(lao)))
        else:
            columns = [self.column("province", lambda lao, _: province_name(lao.province_code))]
            if world.needs_district() or rng.random() < 0.8:
                columns.append(self.column("district", lambda lao, _: lao.district_name_th))
            if rng.random() < 0.3:
                columns.append(self.column("type", lambda lao, _: SHORT[lao.lao_type]))
            columns.append(self.column("name", self.written))
            if rng.random() < 0.3:
                at = rng.choice((0, len(columns)))
                columns.insert(at, self.column("code", lambda lao, _: lao.lao_id))
        if rng.random() < 0.7:
            columns.insert(0, self.column("sequence", lambda _, n: n + 1))
        if self.kind == STATUS:
            columns += [
                self.column("admin", lambda lao, _: self.flag(world.admin[lao.lao_id])),
                self.column("executive", lambda lao, _: self.flag(world.executive[lao.lao_id])),
            ]
        return columns

    def flag(self, value: bool) -> str:
        return self.yes if value else self.no

    def percent(self, lao: Lao) -> float:
        expected, registered, _ = self.world.counts(lao.province_code)
        return round(100 * registered / expected, 2)

    def without(self, *fields: str) -> None:
        self.columns = [column for column in self.columns if column.field not in fields]

    def at(self, name: str) -> int:
        """Return where the column of a field stands."""
        return [column.field for column in self.columns].index(name)

    def put(self, name: str, cell: Callable[[Lao, int], Value], heading: str | None = None) -> None:
        """Replace the cells (and the heading) of a field's column; add it where there is none."""
        for n, column in enumerate(self.columns):
            if column.field == name:
                self.columns[n] = Column(name, heading or column.heading, cell)
                return
        self.columns.append(Column(name, heading or self.heading(name), cell))

    def row(self, lao: Lao, n: int) -> Row:
        return [column.cell(lao, n) for column in self.columns]

    def body(self) -> list[Row]:
        return [self.row(lao, n) for n, lao in enumerate(self.subjects)]

    def headings(self) -> list[Row]:
        return self.header or [[column.heading for column in self.columns]]

    def above(self) -> list[Row]:
        """Return the rows above the heading."""
        rows: list[Row] = [[title] for title in self.titles]
        if self.when is not None:
            rows.append([self.when])
        if self.blank_line and rows:
            rows.append([])
        return rows

    def blank(self) -> Row:
        """Return a row without anything, as wide as the table."""
        return [None] * max(map(len, self.headings()))

    def told(self, at: int, text: Value, *more: tuple[int, Value]) -> Row:
        """Return a row with nothing but a few cells."""
        row = self.blank()
        row[at] = text
        for column, value in more:
            row[column] = value
        return row

    def grid(self, body: list[Row] | None = None) -> Sheet:
        """Return the sheet: titles, headings, rows, notes."""
        above, header = self.above(), self.headings()
        rows = [*above, *header, *(self.body() if body is None else body), *self.notes]
        width = max(map(len, rows))
        merges = [(top + len(above), *rest) for top, *rest in self.header_merges]
        merges = [(t, left, b + len(above), r) for t, left, b, r in merges]
        if self.merge_titles and self.form in ("xlsx", "xls", "html") and width > 1:
            merges += [(n, 0, n, width - 1) for n, row in enumerate(above) if len(row) == 1]
        return Sheet(self.sheet, rows, merges)

    def case(
        self,
        sheets: Sheet | Sequence[Sheet] | None = None,
        *,
        file: str | None = None,
        data: bytes | None = None,
        given: datetime | None = None,
    ) -> Case:
        """Return the finished file with its truth."""
        made = self.grid() if sheets is None else sheets
        made = [made] if isinstance(made, Sheet) else list(made)
        suffix, write = FORMATS[self.form]
        name = file or self.stem + suffix
        return Case("", 0, name, data or write(made), self.world, replace(self.truth), given)
