"""Published copies: the old or the new whole, nothing about people, read as a data folder is."""

import json
import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

import pandas as pd
import pytest

from itasdash import settings
from itasdash.findings import Damaged, Refusal
from itasdash.importing import confirm_alias
from itasdash.importing.marts import states, tallies
from itasdash.importing.notes import write_note
from itasdash.importing.publishing import publish_copy
from itasdash.schema import SnapshotInfo
from itasdash.settings import data_address, data_folder
from itasdash.store import Store
from itasdash.store.published import (
    Published,
    copy_mark,
    copy_state,
    mirror,
    open_store,
)
from itasdash.store.published import (
    tree as copy_tree,
)
from itasdash.store.published.layout import POINTER, is_ours, name_of
from itasdash.store.published.mirror import Mirror
from itasdash.store.published.place import Lying, place_at, shown_address
from tests.kits.object_store import KEY, SECRET, new_bucket, s3_server
from tests.kits.small_store import (
    LAOS,
    WHEN,
    WHO,
    Tree,
    alias_of,
    base_tree,
    list_file,
    moment,
    status_file,
    summary_file,
    take,
    tree,
    written,
)

REASON, NOTE, PERSON = "ตรวจกับจังหวัดแล้ว", "รับปากว่าจะเสร็จ", "คุณสมศรี"
OFFICE = 'unit = "ศูนย์ \\"ทดสอบ\\""\ntelephone = "0 2241 9000"\nemail = "somsri@dla.go.th"\n'
PLACES = ("folder", "file", "memory", "s3")


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with s3_server() as address:
        yield address


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every reader look at once, and wait for what it sees."""
    monkeypatch.setattr(mirror, "LOOK_AGAIN", 0.0)
    monkeypatch.setattr(mirror, "AFTER_FAILURE", 0.0)
    monkeypatch.setattr(mirror, "PATIENCE", 300.0)


@cache
def office_tree() -> Tree:
    """Return a data folder with people in it: a note, a confirmed name, an acknowledgement."""
    with tempfile.TemporaryDirectory() as folder:
        store = written(Path(folder) / "data", base_tree())
        take(store, list_file(moment(1), 7))
        confirm_alias(store, alias_of(), who=WHO, when=WHEN)
        said = {"person": PERSON, "promised_on": None, "text": NOTE}
        write_note(store, moment(3), "81", LAOS[0][0], "called", **said, who=WHO, when=WHEN)
        with store.writing() as writer:
            writer.acknowledge(moment(1), REASON, WHO, WHEN)
        (store.root / "office.toml").write_text(OFFICE, "utf-8")
        (store.root / "sizes.csv").write_text("lao_id,iit_people\n", "utf-8")
        return tree(store.root)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return written(tmp_path / "data", office_tree())


@pytest.fixture
def place_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Callable[[str], str]:
    def address(kind: str) -> str:
        if kind == "folder":
            return str(tmp_path / "target")
        if kind == "file":
            return (tmp_path / "target").as_uri()
        if kind == "memory":
            pytest.importorskip("fsspec")
            return f"memory://{uuid4().hex}/itas"
        endpoint = request.getfixturevalue("endpoint")
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        return new_bucket(endpoint)

    return address


@pytest.fixture
def target(tmp_path: Path) -> str:
    return str(tmp_path / "target")


def published(store: Store, address: str, **how: object) -> Published:
    given = {"when": WHEN, "progress": lambda *_: None, **how}
    return publish_copy(store, address, **given)  # type: ignore[arg-type]


def lying(address: str) -> dict[str, bytes]:
    place = place_at(address)
    return {name: place.read(name) for name in place.list()}


def public(info: SnapshotInfo) -> dict[str, object]:
    """Return what a record says but for who imported."""
    stored = info.stored()
    return {**stored, "sources": [{**s, "imported_by": ""} for s in stored["sources"]]}


# --- what is published ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PLACES)
def test_a_copy_says_what_the_data_folder_says(
    kind: str, store: Store, place_of: Callable[[str], str], tmp_path: Path
) -> None:
    address = place_of(kind)
    found = published(store, address, originals=True)
    assert found.changed and found.sent == found.files
    copy = open_store(tmp_path / "cache", address)
    assert [i.stored() for i in copy.snapshots()] == [public(i) for i in store.snapshots()]
    for own, other in zip(store.snapshots(), copy.snapshots(), strict=True):
        mine, theirs = store.read(own.as_of), copy.read(other.as_of)
        pd.testing.assert_frame_equal(mine.status, theirs.status)
        pd.testing.assert_frame_equal(mine.province_summary, theirs.province_summary)
        assert store.open_errors(own) == copy.open_errors(other)
        for source in own.sources:
            assert copy.original(source.sha256) == store.original(source.sha256)
    assert copy.register_dates() == store.register_dates()
    assert copy.calendar() == store.calendar()
    assert copy.damaged() == []
    # A second time there is nothing to do, and not a byte changes.
    before = lying(address)
    again = published(store, address, originals=True, when=WHEN + timedelta(days=9))
    assert (again.changed, again.sent, again.removed) == (False, 0, 0)
    assert lying(address) == before


def test_a_copy_has_nothing_about_people(store: Store, target: str) -> None:
    published(store, target, originals=False)
    found = lying(target)
    kept_back = [WHO, REASON, NOTE, PERSON, "somsri", "2241"]
    everything = b"\n".join([*found.values(), *(name.encode() for name in found)])
    for text in kept_back:
        assert text.encode() not in everything, text
        assert json.dumps(text).strip('"').encode() not in everything, text
    assert all(is_ours(name) for name in found)
    folders = {name.partition("/")[0] for name in found if "/" in name}
    assert folders == {"lists", "marts", "register", "snapshots"}


def test_the_settings_of_the_office_that_pages_read_come_along(
    store: Store, target: str, tmp_path: Path
) -> None:
    published(store, target)
    copy = open_store(tmp_path / "cache", target)
    assert copy.office_file("office.toml") is not None
    assert 'unit = "ศูนย์ \\"ทดสอบ\\""' in str(copy.office_file("office.toml"), "utf-8")
    assert copy.office_file("sizes.csv") == store.office_file("sizes.csv")


def test_marts_of_a_copy_are_believed_and_no_table_is_fetched_for_them(
    store: Store, target: str, tmp_path: Path
) -> None:
    published(store, target)
    copy = open_store(tmp_path / "cache", target)
    infos, others = store.snapshots(), copy.snapshots()
    pd.testing.assert_frame_equal(tallies(store, infos), tallies(copy, others))
    ours, theirs = states(store, infos), states(copy, others)
    assert list(ours) == list(theirs)
    assert all(ours[moment].equals(theirs[moment]) for moment in ours)
    assert list(copy.root.rglob("status.parquet")) == []


def test_only_what_changed_is_sent(store: Store, target: str) -> None:
    first = published(store, target)
    take(store, status_file(moment(50), 33))
    second = published(store, target, when=WHEN + timedelta(hours=1))
    # The snapshot with its record, and the marts and the bundle of its month.
    assert second.sent == 6
    assert second.files == first.files + 3


# --- readers see the old or the new whole --------------------------------------------------------


class Killed(Exception):
    pass


class KilledAt:
    """A place at which the publisher is killed before its n-th change."""

    def __init__(self, address: str, left: int) -> None:
        self._place, self._left = place_at(address), left
        self.shown = address

    def read(self, name: str) -> bytes:
        return self._place.read(name)

    def list(self) -> dict[str, Lying]:
        return self._place.list()

    def write(self, name: str, data: bytes) -> None:
        self._count()
        self._place.write(name, data)

    def remove(self, name: str) -> None:
        self._count()
        self._place.remove(name)

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Killed


def whole(address: str, cache: Path) -> list[tuple[SnapshotInfo, int]]:
    """Return what a new reader sees of a copy, every table read."""
    copy = Store(Mirror(cache / uuid4().hex, place_at(address)).newest().root)
    return [(i, int(copy.read(i.as_of).status["registered"].sum())) for i in copy.snapshots()]


def test_a_publisher_that_is_killed_leaves_the_old_whole(
    store: Store, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(store, target)
    old = whole(target, tmp_path)
    take(store, status_file(moment(0), 3), status_file(moment(60), 4))
    seen = []
    for changes in range(40):
        monkeypatch.setattr(
            "itasdash.store.published.publishing.place_at",
            lambda address, changes=changes: KilledAt(address, changes),
        )
        try:
            published(store, target, keep=timedelta(0), when=WHEN + timedelta(days=900))
        except Killed:
            now = whole(target, tmp_path)
            seen.append(now != old)
        else:
            break
    assert seen.count(False) >= 3
    new = whole(target, tmp_path)
    assert [registered for _, registered in new][:1] == [3] and len(new) == len(old) + 1
    # From the pointer on, and never before, it is the new one, and it is whole.
    assert seen == sorted(seen)


def test_a_reader_goes_on_with_what_it_began_with_and_sees_the_new_at_the_next_click(
    store: Store, target: str, tmp_path: Path
) -> None:
    published(store, target)
    begun = open_store(tmp_path / "cache", target)
    take(store, status_file(moment(0), 3), status_file(moment(60), 4))
    published(store, target, when=WHEN + timedelta(hours=1))
    next_click = open_store(tmp_path / "cache", target)
    assert next_click.root != begun.root
    # No table of the old one was here yet.
    assert begun.read(moment(0)).status["registered"].sum() == 10
    assert next_click.read(moment(0)).status["registered"].sum() == 3
    assert len(next_click.snapshots()) == len(begun.snapshots()) + 1


def test_what_an_earlier_copy_held_is_taken_away_after_a_while_and_not_before(
    store: Store, target: str
) -> None:
    published(store, target)
    first = set(lying(target))
    for path in Path(target).rglob("*"):
        os.utime(path, (WHEN.timestamp(), WHEN.timestamp()))
    take(store, status_file(moment(0), 3))
    hour, day = timedelta(hours=1), timedelta(days=1)
    second = published(store, target, when=WHEN + day, keep=day)
    assert second.removed == 0
    assert first <= set(lying(target))
    within = published(store, target, when=WHEN + day + 23 * hour, keep=day)
    assert within.removed == 0
    late = published(store, target, when=WHEN + day + 25 * hour, keep=day)
    # The table, the record, and the list; with the marts that were made from it.
    assert late.removed == len(first - set(lying(target))) >= 3
    assert whole(target, Path(target).parent)[0][1] == 3


def test_nothing_is_taken_away_that_only_lies_beside(store: Store, target: str) -> None:
    published(store, target)
    other = Path(target) / "snapshots" / "README.txt"
    other.write_text("not ours")
    take(store, status_file(moment(0), 3))
    published(store, target, when=WHEN + timedelta(days=900), keep=timedelta(0))
    assert other.read_text() == "not ours"


# --- records come in bundles ---------------------------------------------------------------------


class Counted:
    """A place that remembers what was read; ``instead`` gives other bytes under some names."""

    def __init__(self, address: str, instead: Callable[[str, bytes], bytes] | None = None) -> None:
        self._place, self._instead = place_at(address), instead
        self.shown = address
        self.asked: deque[str] = deque()

    def read(self, name: str) -> bytes:
        self.asked.append(name)
        data = self._place.read(name)
        return self._instead(name, data) if self._instead else data

    def list(self) -> dict[str, Lying]:
        return self._place.list()

    def write(self, name: str, data: bytes) -> None:
        raise NotImplementedError

    def remove(self, name: str) -> None:
        raise NotImplementedError

    def asked_in(self, folder: str) -> Sequence[str]:
        return [name for name in self.asked if name.startswith(folder)]


def records_of(root: Path) -> dict[str, bytes]:
    found = root.rglob("snapshot.json")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def without_bundles(store: Store, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish as an earlier version did, which knew none."""
    with monkeypatch.context() as patch:
        patch.setattr("itasdash.store.published.content.bundled", lambda files: {})
        published(store, address)
    assert not any("records" in name for name in lying(address))


@pytest.mark.parametrize("kind", PLACES)
def test_the_records_of_a_month_are_one_request(
    kind: str,
    store: Store,
    place_of: Callable[[str], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take(store, status_file(moment(24 * 30), 4), status_file(moment(24 * 30 + 1), 5))
    # Alone in its month.
    take(store, status_file(moment(24 * 90), 6))
    address = place_of(kind)
    without_bundles(store, address, monkeypatch)
    earlier = Counted(address)
    wanted = records_of(Mirror(tmp_path / "earlier", earlier).newest().root)
    assert len(wanted) == len(store.snapshots()) == len(earlier.asked_in("snapshots/"))
    # The next publisher adds them, and sends nothing else again.
    added = published(store, address, when=WHEN + timedelta(hours=1))
    assert (added.changed, added.sent) == (True, 2)
    place = Counted(address)
    root = Mirror(tmp_path / "new", place).newest().root
    assert records_of(root) == wanted
    assert len(place.asked_in("snapshots/")) == 1 and len(place.asked_in("marts/records/")) == 2
    # They are taken apart, and lie in no tree.
    assert not (root / "marts" / "records").exists()
    assert Store(root).damaged() == []


def flipped(data: bytes) -> bytes:
    """Spoil the first record of a bundle."""
    return bytes([data[0] ^ 1]) + data[1:]


def lost(data: bytes) -> bytes:
    raise FileNotFoundError


@pytest.mark.parametrize(
    ("spoil", "alone"),
    [
        (flipped, "first"),
        (lambda data: data[:-1], "last"),
        (lambda data: b"x" + data, "all"),
        (lambda data: b"", "all"),
        (lost, "all"),
    ],
)
def test_a_bundle_is_believed_only_where_it_fits_the_list(
    store: Store,
    target: str,
    tmp_path: Path,
    spoil: Callable[[bytes], bytes],
    alone: str,
) -> None:
    published(store, target)
    wanted = records_of(Mirror(tmp_path / "sound", place_at(target)).newest().root)
    place = Counted(target, lambda n, data: spoil(data) if "records" in n else data)
    root = Mirror(tmp_path / "cache", place).newest().root
    assert records_of(root) == wanted
    paths = sorted(wanted)
    fetched = {"first": paths[:1], "last": paths[-1:], "all": paths}[alone]
    directories = sorted(name.rpartition("/")[0] for name in place.asked_in("snapshots/"))
    assert directories == [path.rpartition("/")[0] for path in fetched]


def test_who_has_all_records_but_one_asks_for_that_one(
    store: Store, target: str, tmp_path: Path
) -> None:
    published(store, target)
    place = Counted(target)
    mirror_of_it = Mirror(tmp_path / "cache", place)
    mirror_of_it.newest()
    place.asked.clear()
    take(store, status_file(moment(50), 33))
    published(store, target, when=WHEN + timedelta(hours=1))
    assert len(records_of(mirror_of_it.newest().root)) == len(store.snapshots())
    assert len(place.asked_in("snapshots/")) == 1 and place.asked_in("marts/records/") == []


def test_a_bundle_that_was_taken_away_is_sent_again(store: Store, target: str) -> None:
    published(store, target)
    before = lying(target)
    [bundle] = [name for name in before if "records" in name]
    (Path(target) / bundle).unlink()
    again = published(store, target, when=WHEN + timedelta(hours=1))
    assert (again.changed, again.sent) == (False, 1)
    assert lying(target) == before


# --- what goes wrong ------------------------------------------------------------------------------


def test_a_flipped_bit_is_noticed_and_one_in_the_cache_is_mended(
    store: Store, target: str, tmp_path: Path
) -> None:
    published(store, target)
    copy = open_store(tmp_path / "cache", target)
    expected = copy.read(moment(0)).status
    table = copy.paths.snapshot(moment(0)) / "status.parquet"
    data = table.read_bytes()
    table.write_bytes(data[:200] + bytes([data[200] ^ 1]) + data[201:])
    pd.testing.assert_frame_equal(copy.read(moment(0)).status, expected)
    digest = copy.info(moment(0)).tables["status"]  # type: ignore[union-attr]
    name = name_of(table.relative_to(copy.root).as_posix(), digest)
    (Path(target) / name).write_bytes(data[:200] + bytes([data[200] ^ 1]) + data[201:])
    table.unlink()
    with pytest.raises(Refusal, match="not as it was published"):
        copy.read(moment(0))


def test_a_record_or_mart_that_was_spoilt_in_the_cache_is_fetched_again(
    store: Store, target: str, tmp_path: Path
) -> None:
    published(store, target)
    copy = open_store(tmp_path / "cache", target)
    before = {p: p.read_bytes() for p in copy.root.rglob("*") if p.is_file()}
    for path in copy.root.rglob("*.parquet"):
        path.write_bytes(b"spoilt")
    again = Mirror(tmp_path / "cache", place_at(target)).newest()
    assert {p: p.read_bytes() for p in again.root.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("kind", ["folder", "s3"])
def test_where_the_place_does_not_answer_what_is_kept_is_shown_and_its_age_is_told(
    kind: str, store: Store, place_of: Callable[[str], str], tmp_path: Path
) -> None:
    address = place_of(kind)
    published(store, address)
    folder = tmp_path / "cache"
    copy = open_store(folder, address)
    copy.read(moment(0))
    for name in place_at(address).list():
        place_at(address).remove(name)
    kept = open_store(folder, address)
    state = copy_state(folder, address)
    assert kept.root == copy.root and state is not None
    assert (state.published_at, state.failure and state.failure.code) == (WHEN, "copy_missing")
    # Also after the server has begun anew.
    assert Mirror(folder, place_at(address)).newest().root == copy.root
    assert kept.read(moment(0)).status["registered"].sum() == 10
    with pytest.raises(Refusal, match="not at"):
        kept.read(moment(3))


def test_a_place_that_cannot_be_reached_is_a_sentence(
    tmp_path: Path, place_of: Callable[[str], str], store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = place_of("s3")
    without_bucket = "s3://no-such-bucket/itas"
    with pytest.raises(Refusal, match="bucket does not exist"):
        published(store, without_bucket)
    with pytest.raises(Refusal, match="nothing has been published"):
        open_store(tmp_path / "none", without_bucket)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(Refusal, match="does not answer"):
        open_store(tmp_path / "away", address)
    with pytest.raises(Refusal, match="nothing installed"):
        open_store(tmp_path / "odd", "gopher://somewhere/itas")


def test_an_address_is_shown_without_its_keys() -> None:
    assert shown_address("s3://key:secret@bucket/itas?region=x") == "s3://bucket/itas"
    assert shown_address("/srv/copy") == "/srv/copy"


def test_what_is_not_to_be_published_is_refused(store: Store, target: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no data yet"):
        published(Store(tmp_path / "empty"), target)
    for within in (store.root / "copy", tmp_path):
        with pytest.raises(Refusal, match="cannot lie in the data folder"):
            published(store, str(within))
    other = written(tmp_path / "other", base_tree())
    with pytest.raises(Refusal, match="something else already"):
        published(store, str(other.root))
    with store.writing() as writer:
        writer.mark_stale([moment(0)])
    with pytest.raises(Refusal, match="yet to follow"):
        published(store, target)
    with store.writing() as writer:
        writer.mark_current([moment(0)])
    table = store.paths.snapshot(moment(1)) / "status.parquet"
    table.write_bytes(table.read_bytes()[:-1])
    with pytest.raises(Damaged):
        published(store, target)
    assert not (Path(target) / POINTER).exists()


def test_nothing_is_written_into_a_copy(store: Store, target: str, tmp_path: Path) -> None:
    published(store, target)
    copy = open_store(tmp_path / "cache", target)
    assert copy_mark(copy) is not None and copy_mark(store) is None
    with pytest.raises(Refusal, match="only read"), copy.writing():
        pass
    with pytest.raises(Refusal, match="only read"):
        take(copy, list_file(moment(70), 5), summary_file(moment(70), 5))


def test_what_is_kept_of_tables_is_bounded(
    store: Store, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(store, target)
    copy = open_store(tmp_path / "cache", target)
    monkeypatch.setattr(copy_tree, "FETCHED_BYTES", 10)
    monkeypatch.setattr(copy_tree, "_FETCHED_SECONDS", -1.0)
    for info in copy.snapshots():
        assert len(copy.read(info.as_of).status)
    assert len(list(copy.root.rglob("status.parquet"))) == 1


# --- where it lies ----------------------------------------------------------------------------


def test_an_address_has_a_folder_of_its_own_that_does_not_tell_its_keys(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, store: Store, target: str
) -> None:
    monkeypatch.setenv("ITASDASH_CACHE", str(tmp_path / "cache"))
    first = data_folder("s3://key:secret@bucket/itas")
    assert first == data_folder("s3://other:word@bucket/itas") != data_folder("s3://bucket/it")
    assert first.parent == tmp_path / "cache" and "secret" not in first.name
    monkeypatch.setenv("ITASDASH_DATA", "s3://bucket/itas")
    assert (data_folder(), data_address()) == (first, "s3://bucket/itas")
    assert data_address(str(store.root)) is None
    published(store, target)
    assert data_address(target) == target
    assert settings.PUBLISHED == POINTER
