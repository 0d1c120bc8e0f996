"""Files understood in a process of their own: they say the same, and harm nobody else."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from itasdash import settings
from itasdash.findings import Finding, Moment, Refusal
from itasdash.ingest import export, register
from itasdash.ingest.apart import readers
from itasdash.ingest.apart.answers import packed, refusal_packed, refusal_unpacked, unpacked
from itasdash.ingest.apart.readers import read_export, read_register
from itasdash.ingest.facts import Export
from itasdash.ingest.files.sheets import Sheet
from itasdash.ingest.matching.confirmed import Alias
from itasdash.ingest.matching.match import Register
from itasdash.schema import Layout, TaughtColumn
from tests.kits import small_office, tiny
from tests.kits.files import workbook

STATUS = [
    [tiny.AS_OF_TITLE],
    ["รหัส", "จังหวัด", "อำเภอ", "ประเภท", "อปท.", "ผู้ดูแลระบบ", "ผู้บริหาร", "วันที่ลงทะเบียน", "คะแนน"],
    ["2810101", "กระบี่", "เมืองกระบี่", "อบจ.", "กระบี่", "ลงทะเบียนแล้ว", "ยัง", "5/1/2565", 91.5],
    ["", "กระบี่", "เกาะลันตา", "อบต.", "คลองยางง", "ลงทะเบียนแล้ว", "ลงทะเบียนแล้ว", "", ""],
    ["", "ตราด", "คลองใหญ่", "อบต.", "คลองใหญ่", "\ud83d", "ยัง", "", ""],
]
LIST = [
    [f"{tiny.LIST_TITLE} {tiny.AS_OF_TITLE}"],
    ["ที่", "จังหวัด", "อำเภอ", "อปท."],
    [1, "กระบี่", "คลองท่อม", "ทต.คลองพน"],
    [2, "กระบี่", "คลองท่อม", "อบต.คลองพล"],
    [3, "ตราด", "เกาะช้าง", "ทต.เกาะช้างใต้"],
]
SUMMARY = [
    [tiny.AS_OF_TITLE],
    ["จังหวัด", "จำนวน อปท.", "ลงทะเบียนแล้ว", "ยังไม่ลงทะเบียน", "ร้อยละ"],
    ["กระบี่", 7, 3, 4, 42.86],
    ["ตราด", 4, 4, 0, 100],
    ["รวม", 11, 7, 4, 63.64],
]
FILES = {
    "status": workbook(("Sheet1", [[c for c in row if c != "\ud83d"] for row in STATUS])),
    "list": workbook(("Sheet1", LIST)),
    "summary": workbook(("Sheet1", SUMMARY)),
}


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("ITASDASH_LIMIT_UNDERSTANDING_SECONDS", "600")
    settings.read_apart()
    yield
    settings._apart.clear()


@pytest.fixture(scope="module", autouse=True)
def _ended() -> Iterator[None]:
    yield
    end_all()


def end_all() -> None:
    while readers._readers._waiting:
        readers._readers._waiting.pop().end()


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Let the next processes run other code than ours."""
    end_all()
    yield lambda code: monkeypatch.setattr(readers, "_CODE", code)
    end_all()


def refused(data: bytes = FILES["list"], file: str = "export.xlsx") -> Refusal:
    with pytest.raises(Refusal) as refusal:
        read_export(data, file, lambda _: tiny.register())
    return refusal.value


@pytest.mark.parametrize("kind", FILES)
def test_a_file_says_the_same_in_a_process_of_its_own(kind: str) -> None:
    aliases = [Alias("อบต.คลองพล", "81", "", "6810404", datetime(2021, 10, 1).date())]
    arguments = (FILES[kind], "export.xlsx", lambda _: tiny.register(), aliases)
    here = export.read_export(*arguments)
    assert here.findings + here.samples  # type: ignore[operator]
    assert read_export(*arguments) == here


def test_what_is_given_with_a_file_reaches_the_process() -> None:
    columns = (
        *(TaughtColumn(("ก",), "province"), TaughtColumn(("ข",), "district")),
        *(TaughtColumn(("ค",), "name"), TaughtColumn(("ง",), "overall_status")),
    )
    layout = Layout("ของเรา", columns, "status", yes=("ได้",), no=("ไม่ได้",))
    data = workbook(("Sheet1", [["ก", "ข", "ค", "ง"], ["กระบี่", "คลองท่อม", "ทต.คลองพน", "ได้"]]))
    given = {"demanded": True, "covers": "listed"}
    arguments = (data, "a.xlsx", lambda _: tiny.register(), (), tiny.AS_OF, "nobody", [layout])
    here = export.read_export(*arguments, **given)  # type: ignore[arg-type]
    assert here.layouts == (layout.fingerprint,)
    assert read_export(*arguments, **given) == here  # type: ignore[arg-type]
    sheets = [Sheet("Sheet1", [["ก", "ข", "ค", "ง"], ["กระบี่", "คลองท่อม", "ทต.คลองพน", "ได้"]])]
    tried = readers.understood(
        sheets, "a.xlsx", lambda _: tiny.register(), as_of=tiny.AS_OF, layouts=[layout]
    )
    assert tried.laos == replace(here, list_means="either").laos


def test_a_refusal_is_the_same_in_a_process_of_its_own() -> None:
    for data in (b"", b"%PDF", workbook(("Sheet1", [["ก", "ข"], [1, 2]])), FILES["list"][:-40]):
        with pytest.raises(Refusal) as here:
            export.read_export(data, "a.xlsx", lambda _: tiny.register())
        apart = refused(data, "a.xlsx")
        assert (apart.code, apart.values) == (here.value.code, here.value.values)
        assert apart.findings == here.value.findings


def test_a_register_is_the_same_in_a_process_of_its_own() -> None:
    data = small_office.register().data
    findings: list[Finding] = []
    assert read_register(data, findings) == register.read_register(data)
    with pytest.raises(Refusal) as refusal:
        read_register(FILES["list"])
    assert refusal.value.code == "register_columns"


def test_a_process_goes_on_where_there_is_no_register() -> None:
    def none(_: datetime) -> Register:
        raise Refusal("no_register")

    read_export(FILES["list"], "a.xlsx", lambda _: tiny.register())
    [before] = readers._readers._waiting
    with pytest.raises(Refusal) as refusal:
        read_export(FILES["list"], "a.xlsx", none)
    assert refusal.value.code == "no_register"
    assert readers._readers._waiting == [before]


# --- what a file could do to the process ----------------------------------------------------------

_SAYS = """
import sys
out, at = sys.stdout.buffer, sys.stdin.buffer
def send(kind, part=b""):
    out.write((len(part) + 1).to_bytes(8, "big") + kind + part)
    out.flush()
def receive():
    at.read(int.from_bytes(at.read(8), "big"))
send(b"y"); receive(); receive()
"""


def test_one_that_does_not_end_is_ended(
    other: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ITASDASH_LIMIT_UNDERSTANDING_SECONDS", "1")
    other(_SAYS + "while True: pass")
    refusal = refused()
    assert refusal.code == "file_too_heavy"
    assert refusal.values["seconds"] == 1
    assert readers._readers._waiting == []


@pytest.mark.parametrize(
    "code",
    [
        "",
        "send(b'r', b'no json')",
        "send(b'r', b'[]')",
        "send(b'r', b'[1,2,3,4,5,6,7,8,9,10,11,12,13,14]')",
        "send(b'x', b'[1, {}, [], []]')",
        "send(b'x', b'{}')",
        "send(b'f', b'[1, 2]')",
        "send(b'n', b'5')",
        "import pickle, os\nclass Run:\n def __reduce__(self): return os.abort, ()\n"
        "send(b'r', pickle.dumps(Run()))",
        "out.write(b'\\xff' * 8 + b'r'); out.flush(); import time; time.sleep(600)",
    ],
)
def test_an_answer_that_is_none_is_refused(other: Callable[[str], None], code: str) -> None:
    other(_SAYS + code)
    assert refused().code == "file_too_heavy"


def test_one_that_has_too_little_memory_ends_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resource")
    monkeypatch.setenv("ITASDASH_LIMIT_MEMORY_BYTES", str(40 * 2**20))
    sheets = [
        Sheet("Sheet1", [["ก" * 50 + str(n * 7 + m) for m in range(30)] for n in range(9_000)])
    ]
    with pytest.raises(Refusal) as refusal:
        readers.understood(sheets, "a.xlsx", lambda _: tiny.register())
    assert refusal.value.code == "file_too_heavy"


def test_one_that_cannot_start_is_not_blamed_on_the_file(other: Callable[[str], None]) -> None:
    other("raise SystemExit(1)")
    assert refused().code == "reader_broken"


def test_a_fault_of_ours_is_one_sentence_and_a_traceback_in_the_log(
    other: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    fault = "import itasdash.ingest.apart.reader as r\n"
    fault += "def broken(*a, **k): raise KeyError('10')\nr.understood = broken\n"
    other(f"import sys; sys.path.insert(0, sys.argv[1])\n{fault}r.main()")
    with caplog.at_level(logging.ERROR):
        refusal = refused()
    assert (refusal.code, refusal.values) == ("unforeseen", {"reason": "KeyError"})
    assert "KeyError: '10'" in caplog.text


def test_a_process_that_ended_meanwhile_is_replaced() -> None:
    read_export(FILES["list"], "a.xlsx", lambda _: tiny.register())
    readers._readers._waiting[0]._child.kill()
    readers._readers._waiting[0]._child.wait()
    assert read_export(FILES["list"], "a.xlsx", lambda _: tiny.register()).laos


# --- what is exchanged ----------------------------------------------------------------------------


def test_a_refusal_comes_back_as_it_was() -> None:
    before = Refusal(
        "shrunk",
        {"rows": 3, "as_of": Moment(tiny.AS_OF), "share": 0.5, "path": Path("a"), "none": None},
        (Finding("duplicate", "ก", 3, "81", 1, "ข", "ค"),),
        (Refusal("no_rows"),),
    )
    after = refusal_unpacked(refusal_packed(before))
    assert after.values == before.values | {"path": "a"}  # type: ignore[operator]
    assert (after.code, after.findings) == (before.code, before.findings)
    assert [other.code for other in after.also] == ["no_rows"]


@pytest.mark.parametrize(
    "answer", ["1", "true", "null", '"a"', '["a"]', '{"a": 1}', "[[1,2]]", "", "[" * 100_000]
)
def test_only_what_is_declared_is_read(answer: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        unpacked(Export, answer.encode())


def test_values_keep_their_types() -> None:
    assert unpacked(tuple[int | None, float], packed((None, 2))) == (None, 2.0)
    for wrong in ((True, 1.0), ("1", 1.0), (1.0, 1.0), (1, "1")):
        with pytest.raises(ValueError, match="no "):
            unpacked(tuple[int | None, float], packed(wrong))
