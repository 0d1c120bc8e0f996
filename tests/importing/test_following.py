"""Snapshots follow names and registers one by one, whoever writes or is killed in between."""

import os
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from benchmarks.injection import Calls, die, forked, number_of_calls
from itasdash.findings import Refusal
from itasdash.importing import confirm_alias, load_register
from itasdash.importing.derive import Deriver
from itasdash.importing.following import follow
from itasdash.importing.mart_writer import outdated_months
from itasdash.importing.names import keep_aliases
from itasdash.importing.registers import keep_register
from itasdash.importing.verify import rebuild, verify
from itasdash.store import Store
from tests.kits.small_store import (
    FIRST,
    LAOS,
    WHEN,
    WHO,
    Tree,
    alias_of,
    list_file,
    moment,
    register_file,
    small_store,
    status_file,
    take,
    tree,
    written,
)

# Of another month.
LATER = (24 * 40, 24 * 41)
NAMED = (0, 1, *LATER)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """Four snapshots with an open name, and one without, between them."""
    store = small_store(tmp_path_factory.mktemp("made") / "data")
    take(store, *(status_file(moment(n), 10 + n % 7, misspelt=True) for n in NAMED))
    take(store, status_file(moment(2), 15), list_file(moment(1), 20))
    return tree(store.root)


@pytest.fixture
def store(made: Tree, tmp_path: Path) -> Store:
    return written(tmp_path / "data", made)


@pytest.fixture(scope="module")
def followed(made: Tree, tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """The folder once the name is confirmed, in one piece."""
    store = written(tmp_path_factory.mktemp("followed") / "data", made)
    assert len(confirm_alias(store, alias_of(), who=WHO, when=WHEN)) == 4
    return tree(store.root)


def keep(store: Store) -> None:
    keep_aliases(store, [alias_of()], who=WHO, when=WHEN)


def snapshot_of(files: Tree, number: int) -> Tree:
    place = f"/as_of={moment(number):%Y%m%dT%H%M}/"
    return {name: data for name, data in files.items() if place in name}


def test_a_name_is_kept_at_once_and_snapshots_are_marked_until_they_follow(
    store: Store, made: Tree, followed: Tree
) -> None:
    keep(store)
    assert store.stale() == [moment(n) for n in NAMED]
    for number in (*NAMED, 2):
        assert snapshot_of(tree(store.root), number) == snapshot_of(made, number)
    left = store.following()
    assert (left.done, left.all, left.causes) == (0, 4, ("alias",))
    told: list[tuple[int, int, str]] = []
    assert follow(store, lambda *seen: told.append(seen)) == []
    # The latest first; how far it has come is in the folder, for whoever asks.
    assert told[:2] == [
        (0, 4, f"{moment(LATER[1]):%Y-%m-%d}"),
        (1, 4, f"{moment(LATER[0]):%Y-%m-%d}"),
    ]
    assert tree(store.root) == followed
    assert store.stale() == [] and outdated_months(store) == []
    # What has nothing to follow was not touched.
    assert snapshot_of(followed, 2) == snapshot_of(made, 2)


def test_marts_that_follow_are_those_that_are_made_anew(store: Store, followed: Tree) -> None:
    written(store.root, {n: d for n, d in followed.items() if not n.startswith("marts/")})
    assert rebuild(store).sound
    assert tree(store.root) == followed


def test_a_register_concerns_the_snapshots_of_its_time(store: Store, made: Tree) -> None:
    since = (FIRST + timedelta(days=30)).date()
    keep_register(store, register_file(without=1), since, who=WHO, when=WHEN)
    assert store.stale() == [moment(n) for n in LATER]
    assert store.following().causes == ("register",)
    follow(store)
    after = tree(store.root)
    changed = {n for n in (*NAMED, 2) if snapshot_of(after, n) != snapshot_of(made, n)}
    assert changed == set(LATER)
    assert store.snapshots()[-1].register == since


@pytest.mark.parametrize("again", ["follow", "import", "verify"])
def test_whoever_comes_next_takes_up_what_is_left(store: Store, followed: Tree, again: str) -> None:
    keep(store)
    if again == "follow":
        follow(store)
    elif again == "verify":
        assert verify(store).sound
    else:
        take(store, status_file(moment(2), 15))
    assert tree(store.root) == followed


def test_the_snapshot_that_is_imported_follows_by_itself(store: Store, followed: Tree) -> None:
    keep(store)
    take(store, status_file(moment(0), 10, misspelt=True))
    assert tree(store.root) == followed


def test_the_lock_is_free_while_a_snapshot_is_read(
    store: Store, followed: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store)
    derive, held = Deriver.snapshot, []

    def free(*args: object) -> object:
        # It raises where this thread holds it already.
        with Store(store.root, patience=0).writing():
            held.append(store.stale())
        return derive(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(Deriver, "snapshot", free)
    follow(store)
    assert [len(stale) for stale in held] == [4, 3, 2, 1]
    assert tree(store.root) == followed


def test_what_is_imported_while_a_snapshot_is_read_is_not_lost(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store)
    forget = Deriver.forget_exports
    imports = [status_file(moment(n), 30, misspelt=True) for n in NAMED]

    def meanwhile(deriver: Deriver) -> None:
        forget(deriver)
        if imports:
            take(store, imports.pop())

    monkeypatch.setattr(Deriver, "forget_exports", meanwhile)
    follow(store)
    assert store.stale() == [] and outdated_months(store) == []
    for number in NAMED:
        # A list beside it may name more.
        status = store.read(moment(number)).status
        assert status["lao_id"].notna().all() and len(status) == len(LAOS)
    assert int(store.read(moment(0)).info.counts["registered"] or 0) == 30
    before = tree(store.root)
    assert rebuild(store).sound and tree(store.root) == before


def test_a_name_that_is_confirmed_meanwhile_is_followed_too(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(store)
    other = {**alias_of(), "lao_id": LAOS[1][0]}
    forget, left = Deriver.forget_exports, [other]

    def meanwhile(deriver: Deriver) -> None:
        forget(deriver)
        if left:
            keep_aliases(store, [left.pop()], who=WHO, when=WHEN)

    monkeypatch.setattr(Deriver, "forget_exports", meanwhile)
    follow(store)
    assert store.stale() == []
    before = tree(store.root)
    assert rebuild(store).sound and tree(store.root) == before


def test_several_at_once_do_no_harm(store: Store, followed: Tree) -> None:
    keep(store)
    workers = [threading.Thread(target=follow, args=(Store(store.root),)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert tree(store.root) == followed


def test_one_whose_original_is_damaged_is_named_and_the_others_follow(store: Store) -> None:
    keep(store)
    source = store.info(moment(LATER[0])).sources[0]  # type: ignore[union-attr]
    [path] = store.paths.originals.glob(f"{source.sha256}*")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert follow(store) == [moment(LATER[0])]
    assert store.stale() == [moment(LATER[0])]
    path.write_bytes(whole)
    assert follow(store) == [] and store.stale() == []


def test_a_taken_snapshot_has_nothing_to_follow(store: Store) -> None:
    keep(store)
    with store.writing() as writer:
        writer.remove_snapshot(moment(0), "ผิดฉบับ", WHO, WHEN)
    assert follow(store) == [] and store.stale() == []
    assert moment(0) not in store.moments()


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def _follow(store: Store) -> bool:
    return not follow(store)


@needs_fork
@pytest.mark.parametrize(
    "every", [pytest.param(97, id="some"), pytest.param(1, id="all", marks=pytest.mark.slow)]
)
def test_kills_leave_each_snapshot_as_it_was_or_as_it_is(
    store: Store, made: Tree, followed: Tree, tmp_path: Path, every: int
) -> None:
    keep(store)
    marked = tree(store.root)
    calls = number_of_calls(partial(_follow, store), tmp_path / "note")
    assert calls > 40
    for at in range(0, calls, every):
        written(store.root, marked)
        forked(partial(_follow, store), Calls(at, die))
        torn = tree(store.root)
        for number in (*NAMED, 2):
            assert snapshot_of(torn, number) in (
                snapshot_of(marked, number),
                snapshot_of(followed, number),
            )
        follow(store)
        # What a kill between the last snapshot and its marts leaves, the next start makes up for.
        verify(store)
        assert tree(store.root) == followed, at


def test_whoever_waits_in_vain_is_told_for_whom(store: Store) -> None:
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with store.writing("register"):
            held.set()
            release.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    try:
        with pytest.raises(Refusal) as refused:
            load_register(
                Store(store.root, patience=0.05), register_file(), None, who=WHO, when=WHEN
            )
    finally:
        release.set()
        holder.join()
    assert refused.value.code == "held_by"
    assert "the loading of a register has been at work since" in refused.value.message("en")
    assert "กำลังโหลดทะเบียน" in refused.value.message("th")
    # And nothing is left of it.
    assert not store.paths.staging.exists()


def test_what_names_the_holder_may_be_missing_or_torn(store: Store) -> None:
    def refusal() -> str:
        with pytest.raises(Refusal) as refused, Store(store.root, patience=0).writing():
            pass
        return refused.value.code

    spoil: list[Callable[[], object]] = [
        lambda: store.paths.holder.write_bytes(b"{"),
        store.paths.holder.unlink,
    ]
    codes = []
    with store.writing():
        for act in spoil:
            act()
            waiting = threading.Thread(target=lambda: codes.append(refusal()))
            waiting.start()
            waiting.join()
    assert codes == ["held", "held"]
