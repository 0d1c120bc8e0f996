"""Pages say of what they show that it has yet to follow a change, and it follows beside them."""

import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from itasdash.importing.registers import keep_register
from itasdash.store import Store
from itasdash.ui.shell.following import Follower
from tests.kits.small_office import REGISTER, WHEN, as_published

Visit = Callable[..., AppTest]


@pytest.fixture
def store(small_data: Path, tmp_path: Path) -> Store:
    """A data folder of which every snapshot has yet to follow a register."""
    shutil.copytree(small_data, tmp_path / "copy")
    found = Store(tmp_path / "copy")
    fewer = as_published(REGISTER[:-1], 1)
    keep_register(found, fewer, date(2021, 10, 1), who="tester", when=WHEN)
    assert len(found.stale()) == 4
    return found


def ended(follower: Follower) -> None:
    for _ in range(600):
        if not follower.at_work:
            return
        time.sleep(0.05)
    raise AssertionError("it never ended")


def damage_last_original(store: Store) -> tuple[Path, bytes]:
    source = store.snapshots()[-1].sources[0]
    [path] = store.paths.originals.glob(f"{source.sha256}*")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    return path, whole


def test_one_thread_does_the_work_however_often_it_is_woken(store: Store) -> None:
    follower = Follower(store)
    for _ in range(5):
        follower.wake()
    ended(follower)
    assert store.stale() == [] and follower.stuck == frozenset()
    assert {info.counts["expected"] for info in store.snapshots() if not info.summary_only} == {9}


def test_what_cannot_follow_is_not_tried_at_every_look(store: Store) -> None:
    path, whole = damage_last_original(store)
    follower = Follower(store)
    follower.look()
    ended(follower)
    assert list(follower.stuck) == store.stale() == [store.moments()[-1]]
    follower.look()
    assert not follower.at_work
    path.write_bytes(whole)
    follower.wake()
    ended(follower)
    assert store.stale() == [] and follower.stuck == frozenset()


def test_a_folder_that_cannot_be_written_stays_as_it_is(store: Store) -> None:
    follower = Follower(store)
    with store.writing():
        store.paths.version.write_text('{"version": 9}')
        follower.wake()
        ended(follower)
    assert not follower.at_work


@pytest.mark.parametrize("page", ["overview", "import"])
def test_a_page_says_that_what_it_shows_is_not_up_to_date(
    store: Store, visit: Visit, page: str
) -> None:
    damage_last_original(store)
    at = visit(page, data=store.root, lang="en")
    for _ in range(60):
        said = [each.value for each in at.warning]
        if any("One snapshot is not up to date" in text for text in said):
            break
        time.sleep(0.1)
        at.run()
    else:
        raise AssertionError(said)
    assert not at.exception
