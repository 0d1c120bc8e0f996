"""A register of 40 LAOs and exports of them, small enough that an import takes milliseconds."""

import hashlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from itasdash.importing import (
    ImportOptions,
    Upload,
    confirm_alias,
    import_files,
    load_register,
)
from itasdash.importing.imports import remove_snapshot
from itasdash.importing.layouts import teach
from itasdash.schema import Layout, Snapshot, SnapshotInfo, TaughtColumn
from itasdash.store import Store
from itasdash.thai.dates import BANGKOK
from tests.kits.files import as_csv

FIRST = datetime(2022, 1, 7, 13, 0, tzinfo=BANGKOK)
WHEN = datetime(2022, 4, 1, 9, 0, tzinfo=BANGKOK)
WHO = "ผู้ทดสอบ"
Tree = Mapping[str, bytes]
EFFECTIVE = date(2021, 10, 1)
PROVINCES = (("81", "กระบี่", "อ่าวลึก"), ("23", "ตราด", "แหลมงอบ"))
_NAMES = [
    head + tail
    for head in ("หนอง", "ดอน", "คลอง", "บ้าน")
    for tail in ("ขาว", "ดำ", "แดง", "เขียว", "ใหญ่")
]
LAOS = [
    (f"6{code}05{number:02}", province, district, name)
    for code, province, district in PROVINCES
    for number, name in enumerate(_NAMES, start=1)
]
MISSPELT = "หนองขาวว"
# A pivot in words that nobody knows, as a person has taught it.
LAYOUT = Layout(
    "ไฟจราจร",
    tuple(
        TaughtColumn((heading,), name)
        for heading, name in (
            ("ฉลากแถว", "province"),
            ("ไฟเขียว", "registered"),
            ("ไฟแดง", "outstanding"),
            ("รวมไฟ", "expected"),
        )
    ),
    "province_summary",
)


def moment(number: int) -> datetime:
    """Return the moment of the n-th snapshot."""
    return FIRST + timedelta(hours=number)


def _title(as_of: datetime) -> list[str]:
    return [f"ข้อมูล ณ วันที่ {as_of:%d/%m}/{as_of.year + 543} เวลา {as_of:%H.%M} น."]


def register_file(*, without: int = 0) -> Upload:
    """Return the register, perhaps without its last LAOs."""
    kept = LAOS[: len(LAOS) - without]
    rows = [(lao, province, district, "อบต.", name) for lao, province, district, name in kept]
    header = ("รหัส อปท.", "จังหวัด", "อำเภอ", "ประเภท", "ชื่อ อปท.")
    return Upload("register.csv", as_csv([header, *rows]))


def status_file(as_of: datetime, registered: int, *, misspelt: bool = False) -> Upload:
    """Return a status export in which the first LAOs are registered."""
    rows: list[Sequence[object]] = [_title(as_of)]
    rows.append(("จังหวัด", "อำเภอ", "ชื่อ อปท.", "ผู้ดูแลระบบ", "ผู้บริหาร"))
    for number, (_, province, district, name) in enumerate(LAOS):
        done = "ลงทะเบียนแล้ว" if number < registered else "ยังไม่ลงทะเบียน"
        written = MISSPELT if misspelt and not number else name
        rows.append((province, district, f"อบต.{written}", done, done))
    return Upload("status.csv", as_csv(rows))


def list_file(as_of: datetime, outstanding: int) -> Upload:
    """Return a list of the last LAOs as not registered."""
    rows: list[Sequence[object]] = [["รายชื่อ อปท. ที่ยังไม่ลงทะเบียน"], _title(as_of)]
    rows.append(("จังหวัด", "อำเภอ", "ชื่อ อปท."))
    rows += [(p, d, f"อบต.{name}") for _, p, d, name in LAOS[len(LAOS) - outstanding :]]
    return Upload("list.csv", as_csv(rows))


def summary_file(as_of: datetime, registered: int) -> Upload:
    """Return a province summary in which as many LAOs of each province are registered."""
    rows: list[Sequence[object]] = [_title(as_of)]
    rows.append(("จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน"))
    rows += [(name, 20, registered, 20 - registered) for _, name, _ in PROVINCES]
    return Upload("summary.csv", as_csv(rows))


def pivot_file(as_of: datetime, registered: int, *more: str) -> Upload:
    """Return a file of :data:`LAYOUT`; ``more`` are headings of further columns."""
    rows: list[Sequence[object]] = [_title(as_of), []]
    rows.append([*(column.heading[0] for column in LAYOUT.columns), *more])
    extra = ["x"] * len(more)
    rows += [(name, registered, 20 - registered, 20, *extra) for _, name, _ in PROVINCES]
    return Upload("pivot.csv", as_csv(rows))


def alias_of(written: str = f"อบต.{MISSPELT}") -> dict[str, str]:
    """Return the misspelt name as a person would confirm it."""
    code, _, district = PROVINCES[0]
    named = {"written": written, "province_code": code, "district": district}
    return {**named, "lao_id": LAOS[0][0], "valid_from": "", "valid_to": ""}


def options(**changes: object) -> ImportOptions:
    """Return the options of an import by :data:`WHO` at :data:`WHEN`."""
    return ImportOptions(**{"who": WHO, "when": WHEN, **changes})  # type: ignore[arg-type]


def take(store: Store, *uploads: Upload, **changes: object) -> list[str]:
    """Import files and return their outcomes; what was refused raises."""
    reports = import_files(store, uploads, options(**changes))
    for report in reports:
        if report.error:
            raise report.error
    return [report.outcome for report in reports]


def small_store(root: Path) -> Store:
    """Return a store with the register and nothing else."""
    store = Store(root)
    load_register(store, register_file(), EFFECTIVE, who=WHO, when=WHEN)
    return store


def tree(root: Path) -> Tree:
    """Return every file of a folder, as its path and its bytes.

    But the lock, and how far the log goes: that may lag behind where a writer was killed.
    """
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in (".lock", ".log_end.json")
    }


def tree_hash(root: Path) -> str:
    """Return a hash over all files of a folder with their names."""
    found = hashlib.sha256()
    for name, data in tree(root).items():
        found.update(f"{name}\0{len(data)}\0".encode() + data)
    return found.hexdigest()


def written(root: Path, files: Tree) -> Store:
    """Return the store of a folder that holds these files and no others."""
    shutil.rmtree(root, ignore_errors=True)
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Store(root)


@cache
def register_tree() -> Tree:
    """Return a data folder with the register and nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        return tree(small_store(Path(folder)).root)


@cache
def base_tree() -> Tree:
    """Return a data folder with a register and a snapshot of each kind, one with an open name."""
    with tempfile.TemporaryDirectory() as folder:
        store = written(Path(folder) / "data", register_tree())
        take(store, status_file(moment(0), 10, misspelt=True), summary_file(moment(1), 5))
        take(store, status_file(moment(2), 15), list_file(moment(3), 20))
        return tree(store.root)


@cache
def eventful_tree() -> Tree:
    """Return a data folder with something of everything that can be stored."""
    with tempfile.TemporaryDirectory() as folder:
        store = written(Path(folder) / "data", base_tree())
        load_register(store, register_file(without=1), FIRST.date(), who=WHO, when=WHEN)
        take(store, status_file(moment(0), 12, misspelt=True), list_file(moment(1), 7))
        confirm_alias(store, alias_of(), who=WHO, when=WHEN)
        confirm_alias(store, alias_of("อบต.ดอนขาวว"), who=WHO, when=WHEN)
        teach(store, LAYOUT, who=WHO, when=WHEN)
        remove_snapshot(store, moment(2), "ไฟล์ผิดฉบับ", WHO, WHEN)
        with store.writing() as writer:
            writer.acknowledge(moment(1), "ตรวจกับจังหวัดแล้ว", WHO, WHEN)
        return tree(store.root)


def store_of_each_kind(root: Path) -> Store:
    """Return a store with snapshots of a status, of a list alone and of a summary alone.

    They are of three months of a fiscal year.
    """
    store = small_store(root)
    take(store, status_file(moment(0), 10), status_file(moment(1), 25))
    take(store, list_file(moment(24 * 30), 8), summary_file(moment(24 * 60), 18))
    return store


def store_of_two_years(root: Path) -> Store:
    """Return :func:`store_of_each_kind` with one more snapshot, of the next fiscal year."""
    store = store_of_each_kind(root)
    take(store, status_file(moment(24 * 300), 31))
    return store


class Reading:
    """Reads snapshots of a store, and remembers which."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.moments: list[datetime] = []

    def __call__(self, info: SnapshotInfo) -> Snapshot:
        self.moments.append(info.as_of)
        return self.store.read(info.as_of)
