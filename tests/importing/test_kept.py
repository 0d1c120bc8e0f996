"""A file is read once: between a dry run, settled names and saving nothing is read again."""

import gc
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from weakref import ReferenceType, ref

import pytest

from itasdash.findings import Finding, Refusal
from itasdash.importing import Upload, batch, derive
from itasdash.importing.batch import Batch, FileChoices, read_batch, save_exports, store_version
from itasdash.importing.following import follow
from itasdash.importing.kept import Grounds, KeptExports
from itasdash.importing.names import keep_aliases
from itasdash.importing.registers import keep_register
from itasdash.ingest.facts import Export, LaoRow, RowCount, Unresolved
from itasdash.ingest.matching.confirmed import Alias
from itasdash.ingest.matching.place import Place
from itasdash.ingest.values import Status
from itasdash.reference.names import read_lao_name
from itasdash.store import Store
from tests.kits.small_store import (
    FIRST,
    LAOS,
    WHEN,
    WHO,
    alias_of,
    moment,
    register_file,
    register_tree,
    status_file,
    written,
)

FILES = tuple(status_file(moment(n), 10 + n, misspelt=n == 1) for n in range(3))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return written(tmp_path / "data", register_tree())


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The bytes that were read, by their place among the files."""
    found: list[str] = []
    read = derive.read_export

    def counted(data: bytes, *args: object, **kwargs: object) -> Export:
        found.append(str([upload.data for upload in FILES].index(data)))
        return read(data, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(derive, "read_export", counted)
    monkeypatch.setattr(batch, "_KEPT", KeptExports())
    return found


def read(store: Store, files: Sequence[Upload] = FILES) -> Batch:
    chosen = [(upload, FileChoices()) for upload in files]
    return read_batch(store, chosen, who=WHO, when=WHEN, progress=lambda *_: None)


def test_settled_names_and_saving_read_no_file_again_but_those_that_bear_the_name(
    store: Store, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read(store)
    assert reads == ["0", "1", "2"]
    assert read(store) == first and len(reads) == 3
    keep_aliases(store, [alias_of()], who=WHO, when=WHEN)
    settled = read(store)
    assert reads[3:] == ["1"]
    assert [len(each.report.unresolved) for each in settled.readings] == [0, 0, 0]
    # What was kept is what reading anew gives.
    with monkeypatch.context() as anew:
        anew.setattr(batch, "_KEPT", KeptExports())
        assert read(store) == settled
    del reads[:]
    reports = save_exports(store, settled, who=WHO, when=WHEN, progress=lambda *_: None)
    assert [report.outcome for report in reports] == ["imported"] * 3
    assert reads == []


def test_another_register_has_every_file_read_again(store: Store, reads: list[str]) -> None:
    read(store)
    keep_register(store, register_file(without=1), date(2021, 10, 1), who=WHO, when=WHEN)
    fewer = read(store)
    assert reads[3:] == ["0", "1", "2"]
    assert all(each.report.findings for each in fewer.readings)


def test_what_was_said_of_a_file_is_part_of_what_was_read(store: Store, reads: list[str]) -> None:
    read(store)
    chosen = [(FILES[0], FileChoices(as_of=moment(5)))]
    found = read_batch(store, chosen, who=WHO, when=WHEN, progress=lambda *_: None)
    assert reads[3:] == ["0"]
    assert found.readings[0].report.as_of == moment(5)


def test_files_need_not_be_read_again_while_snapshots_follow(store: Store) -> None:
    save_exports(store, read(store), who=WHO, when=WHEN, progress=lambda *_: None)
    before = store_version(store)
    keep_aliases(store, [alias_of()], who=WHO, when=WHEN)
    kept = store_version(store)
    assert kept != before
    follow(store)
    assert store_version(store) == kept
    with store.writing() as writer:
        writer.remove_snapshot(moment(0), "ผิดฉบับ", WHO, WHEN)
    assert store_version(store) != kept


def export(rows: int, digest: str = "a") -> Export:
    return Export("a.csv", digest, "status", FIRST, "either", RowCount(resolved=rows))


def test_so_many_rows_are_kept_the_last_asked_for_the_longest() -> None:
    kept, made = KeptExports(most_rows=10), []

    def ask(name: str, rows: int) -> None:
        def make() -> Export:
            made.append(name)
            return export(rows, name)

        kept.get(Grounds(name, ()), make)

    for name, rows in (("a", 5), ("b", 5), ("a", 5), ("c", 5), ("a", 5), ("b", 5)):
        ask(name, rows)
    assert made == ["a", "b", "c", "b"]
    # One that is too long alone is kept for as long as nothing else comes.
    ask("d", 50)
    ask("d", 50)
    assert made[4:] == ["d"]


def test_so_many_bytes_are_kept_whatever_they_are_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ITASDASH_LIMIT_KEPT_BYTES", "100000")
    long = "ก" * 2_000
    open_row = Unresolved("a", 1, long, "81", None, (), ())
    heavy = {
        "findings": {"findings": [Finding("duplicate", found=long)] * 10},
        "names": {"unresolved": [open_row] * 10},
    }
    for several in heavy.values():
        kept, made = KeptExports(), []

        def make(several: Any = several, made: list[int] = made) -> Export:
            made.append(1)
            return replace(export(1), **several)

        for name in ("a", "b", "c", "c", "b"):
            kept.get(Grounds(name, ()), make)
        assert len(made) == 3
        kept.get(Grounds("a", ()), make)
        assert len(made) == 4


def test_a_page_holds_so_much_and_says_so_of_the_rest(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ITASDASH_LIMIT_KEPT_BYTES", "1000")
    # The first of them has names to settle, with all that they may mean.
    files = [(upload, FileChoices()) for upload in (FILES[1], FILES[0], FILES[2])]
    found = read_batch(store, files, who=WHO, when=WHEN, progress=lambda *_: None)
    codes = [each.report.error and each.report.error.code for each in found.readings]
    assert codes == [None, "page_full", "page_full"]
    assert not found.readings[1].can_be_saved


@pytest.mark.parametrize(("code", "asked"), [("no_table", 1), ("file_too_heavy", 2)])
def test_what_a_file_is_refused_for_is_kept_unless_it_may_pass(code: str, asked: int) -> None:
    kept, made = KeptExports(), []

    def refuse() -> Export:
        made.append(code)
        raise Refusal(code)

    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            kept.get(Grounds("a", ()), refuse)
        assert refused.value.code == code
    assert len(made) == asked
    # A name may be what it was refused for.
    name = Alias("ก", "81", "", LAOS[0][0])
    with pytest.raises(Refusal):
        kept.get(Grounds("a", (name,)), refuse)
    assert len(made) == asked + 1


def test_the_order_of_names_about_one_row_counts() -> None:
    kept, made = KeptExports(), []
    names = (Alias("ก", "81", "", LAOS[0][0]), Alias("ก", "81", "", LAOS[1][0]))

    def make() -> Export:
        made.append(1)
        return _with_open_name()

    kept.get(Grounds("a", names), make)
    kept.get(Grounds("a", (*names, Alias("ข", "81", "", LAOS[2][0]))), make)
    assert len(made) == 1
    kept.get(Grounds("a", names[::-1]), make)
    assert len(made) == 2


def _with_open_name() -> Export:
    place = Place("ก", read_lao_name("ก"), "81", None, False, None, "")
    return replace(export(1), laos=[LaoRow("1", 1, place, None, "unresolved", Status())])


def test_a_refusal_that_is_kept_does_not_keep_the_file() -> None:
    """An exception that was raised holds what was at hand then, the bytes among it."""

    class File:
        pass

    def refuse(file: File) -> Export:
        try:
            raise ValueError(file)
        except ValueError as error:
            raise Refusal("no_table") from error

    def refused() -> ReferenceType[File]:
        file = File()
        with suppress(Refusal):
            kept.get(Grounds("a", ()), lambda: refuse(file))
        return ref(file)

    kept = KeptExports()
    gone = refused()
    gc.collect()
    assert gone() is None
    with pytest.raises(Refusal) as again:
        kept.get(Grounds("a", ()), lambda: pytest.fail("it was read before"))
    assert again.value.code == "no_table"
