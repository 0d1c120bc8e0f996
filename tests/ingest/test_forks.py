"""Many files in a row: each in a fork of its own, which harms neither whoever asks nor the next."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from itasdash.findings import Refusal
from itasdash.ingest.files import forks, sandbox
from itasdash.ingest.files.read import read_sheets
from itasdash.ingest.files.sandbox import Row, many_files, parse_in_child
from itasdash.ingest.files.sheets import Unreadable
from itasdash.settings import limits
from tests.ingest.test_bad_files import far
from tests.kits import corpus
from tests.kits.files import workbook

pytestmark = pytest.mark.skipif(not forks.OFFERED, reason="needs what Linux offers")

ROOT = Path(__file__).resolve().parents[2]
CSV = "จังหวัด,ชื่อ\nกระบี่,คลองพน\nตราด,คลองใหญ่\n".encode()
LOADED = "import sys; sys.path.insert(0, sys.argv[1]); from itasdash.ingest.files import forker; "


@pytest.fixture
def row() -> Iterator[Row]:
    with many_files() as row:
        yield row


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let forks do something else with files that begin in "bad"."""

    def let(act: str) -> None:
        code = f"""
import os, time
own = forker.answer
def answer(data, limits):
    if not data.startswith(b"bad"):
        return own(data, limits)
    {act}
forker.answer = answer
forker.main()
"""
        monkeypatch.setattr(forks, "_CODE", f"{LOADED}\n{code}")

    return let


def process_of(row: Row) -> "subprocess.Popen[bytes]":
    assert row._forker is not None
    return row._forker._process


def children_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()


def refusal_of(data: bytes) -> Refusal:
    with pytest.raises(Refusal) as refused:
        read_sheets(data)
    return refused.value


@pytest.mark.parametrize("name", sorted(corpus.FORMATS))
def test_a_file_is_read_alike_by_a_fork(row: Row, name: str) -> None:
    data = corpus.FORMATS[name]()
    forked = parse_in_child(data, limits())
    assert process_of(row).poll() is None
    row.end()
    assert row._forker is None
    assert parse_in_child(data, limits()) == forked
    row.begin()


def test_one_process_forks_for_all_and_ends_with_the_last_who_reads(row: Row) -> None:
    read_sheets(CSV)
    process = process_of(row)
    with many_files():
        read_sheets(workbook(("Sheet1", [["ก", "ข"], [1, 2]])))
    assert process_of(row) is process
    assert not children_of(process.pid)
    row.end()
    assert process.poll() is not None
    row.begin()


@pytest.mark.parametrize(
    "act",
    [
        pytest.param("os.abort()", id="dies"),
        pytest.param("os._exit(0)", id="ends without a word"),
        pytest.param("os.close(1); os.kill(os.getpid(), 9)", id="is killed"),
        pytest.param("return b'{\"sheets\": [{'", id="answers a half"),
        pytest.param("return b'x' * (limits.answer_bytes + 1)", id="answers too much"),
        pytest.param("return bytes(limits.memory_bytes)", id="takes too much memory"),
    ],
)
def test_a_fork_that_fails_ends_alone(row: Row, instead: Callable[[str], None], act: str) -> None:
    instead(act)
    assert read_sheets(CSV)
    process = process_of(row)
    assert refusal_of(b"bad,1\n2,3\n").code == "file_too_heavy"
    assert read_sheets(CSV)
    assert process_of(row) is process
    assert not children_of(process.pid)


@pytest.mark.parametrize("act", ["time.sleep(600)", "while True: pass"])
def test_a_fork_that_does_not_end_is_ended(
    row: Row, instead: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    monkeypatch.setenv("ITASDASH_LIMIT_SECONDS", "1")
    instead(act)
    assert read_sheets(CSV)
    process = process_of(row)
    assert refusal_of(b"bad,1\n2,3\n").code == "file_too_heavy"
    assert not children_of(process.pid)
    assert read_sheets(CSV)
    assert process_of(row) is process


def test_a_parser_that_aborts_in_a_fork_ends_alone(
    row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the check of the used area calamine asks for 512 GiB and calls abort()."""
    for name, most in (("CELLS", 10**12), ("ROWS", 10**7), ("COLUMNS", 20_000)):
        monkeypatch.setenv(f"ITASDASH_LIMIT_{name}", str(most))
    assert refusal_of(far("XFD1048576")).code == "file_too_heavy"
    assert read_sheets(CSV)


def test_a_fork_can_open_nothing_and_call_nobody(row: Row, instead: Callable[[str], None]) -> None:
    tried = (
        "lambda: open('/dev/null')",
        "lambda: os.pipe()",
        "lambda: os.dup(2)",
        "lambda: os.listdir('/')",
        "lambda: __import__('socket').socket()",
    )
    instead(
        f"""
    from itasdash.ingest.files.wire import pack
    from itasdash.ingest.files.sheets import Unreadable
    done = []
    for act in ({", ".join(tried)},):
        try:
            act()
            done.append("opened")
        except OSError:
            done.append("not")
    return pack(Unreadable("file_damaged", found=" ".join(done)))
"""
    )
    assert refusal_of(b"bad,1\n2,3\n").values["found"] == " ".join(["not"] * len(tried))


def test_a_fork_holds_no_way_to_whoever_asks(row: Row, instead: Callable[[str], None]) -> None:
    """Nothing but where it answers, what shows that it lives, and the two that lead nowhere."""
    instead(
        """
    from itasdash.ingest.files.wire import pack
    from itasdash.ingest.files.sheets import Unreadable
    kinds = []
    for handle in range(256):
        try:
            mode = os.fstat(handle).st_mode >> 12
        except OSError:
            continue
        kinds.append({1: "pipe", 2: "null", 12: "socket"}.get(mode, "file"))
    return pack(Unreadable("file_damaged", found=" ".join(sorted(kinds))))
"""
    )
    assert refusal_of(b"bad,1\n2,3\n").values["found"] == "null null pipe pipe"


def test_where_the_one_who_forks_is_lost_a_file_gets_a_process_of_its_own(
    row: Row, instead: Callable[[str], None]
) -> None:
    instead("os.kill(os.getppid(), 9); time.sleep(600)")
    assert read_sheets(b"bad,1\n2,3\n")[0].rows == [["bad", "1"], ["2", "3"]]
    assert row._forker is None
    assert read_sheets(CSV)
    assert process_of(row).poll() is None


@pytest.mark.parametrize("code", ["raise SystemExit(1)", "import os; os.close(0)"])
def test_where_nobody_can_fork_a_file_gets_a_process_of_its_own(
    row: Row, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(forks, "_CODE", code)
    assert read_sheets(CSV)
    assert row._forker is None


def test_without_forks_everything_is_as_it_was(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "OFFERED", False)
    assert read_sheets(CSV)
    assert row._forker is None


def test_readers_that_cannot_be_loaded_are_not_blamed_on_the_file(
    row: Row, instead: Callable[[str], None]
) -> None:
    instead("raise ImportError")
    assert refusal_of(b"bad,1\n2,3\n").code == "reader_broken"


def test_whoever_forks_and_its_fork_end_with_the_one_that_asks(tmp_path: Path) -> None:
    told = tmp_path / "pids"
    asks = f"""
from itasdash.ingest.files import forks, sandbox
from itasdash.settings import limits
forks._CODE = {LOADED!r} + '''
import os, time
def answer(data, limits):
    while True: time.sleep(1)
own = forker._parse
def parse(handed, limits):
    with open({str(told)!r}, "w") as file:
        file.write(f"{{os.getppid()}} {{os.getpid()}}")
    own(handed, limits)
forker._parse, forker.answer = parse, answer
forker.main()
'''
with sandbox.many_files():
    sandbox.parse_in_child(b"a,b", limits())
"""
    environment = os.environ | {"ITASDASH_LIMIT_SECONDS": "600"}
    process = subprocess.Popen([sys.executable, "-c", asks], cwd=ROOT, env=environment)
    pids = wait_for(lambda: told.read_text(encoding="ascii").split() if told.exists() else [])
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert wait_for(lambda: not any(map(is_alive, pids)))


def wait_for(what: Callable[[], object]) -> list[str]:
    for _ in range(3000):
        if found := what():
            return found  # type: ignore[return-value]
        time.sleep(0.01)
    raise AssertionError("nothing came of it")


def is_alive(pid: str) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    # Who has ended may wait to be taken note of.
    return state not in "ZX"


# --- parsed ahead -------------------------------------------------------------------------------


def test_what_was_parsed_ahead_is_what_is_asked_for(
    row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = parse_in_child(CSV, limits())
    row.ahead(CSV, limits())
    row._ahead[next(iter(row._ahead))][1].result()
    # It is not parsed once more.
    monkeypatch.setattr(sandbox, "_in_turn", lambda *_: pytest.fail("parsed again"))
    assert parse_in_child(CSV, limits()) == asked
    assert not row._ahead


def test_what_was_refused_ahead_is_refused_when_it_is_asked_for(row: Row) -> None:
    row.ahead(b"PK\x03\x04 and nothing", limits())
    with pytest.raises(Unreadable) as refused:
        parse_in_child(b"PK\x03\x04 and nothing", limits())
    assert refused.value.code == "file_damaged"


def test_what_was_parsed_within_other_limits_is_not_taken(row: Row) -> None:
    row.ahead(CSV, limits())
    few = replace(limits(), rows=1)
    with pytest.raises(Unreadable) as refused:
        parse_in_child(CSV, few)
    assert refused.value.code == "too_many_rows"


def test_few_files_are_parsed_ahead_and_none_where_nobody_reads_many(row: Row) -> None:
    for number in range(9):
        row.ahead(CSV + f"{number},\n".encode(), limits())
    assert 0 < len(row._ahead) < 9
    row.end()
    assert not row._ahead
    row.ahead(CSV, limits())
    assert not row._ahead
    row.begin()
