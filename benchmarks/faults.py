"""The promises of the data folder, tried out: ``python -m benchmarks.faults [--short]``.

Kills, failing writes, a full disk, many at once, flipped bits, lost files: each is counted and
printed, and the exit code is 1 where a promise was broken. Needs a system with fork; the full disk
needs the right to mount a tmpfs. ``tests/store/test_faults.py`` runs the short version.
"""

import argparse
import os
import pickle
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from unittest.mock import patch

from benchmarks.injection import (
    CRASHED,
    DONE,
    ERRORS,
    REFUSED,
    Calls,
    die,
    ended,
    fail,
    forked,
    number_of_calls,
    start,
)
from itasdash.findings import Damaged
from itasdash.importing import Upload, confirm_alias, import_files, load_register
from itasdash.importing.verify import rebuild, verify
from itasdash.store import Store, atomic
from tests.kits.small_store import (
    WHEN,
    WHO,
    Tree,
    alias_of,
    base_tree,
    eventful_tree,
    list_file,
    moment,
    options,
    register_file,
    status_file,
    tree,
    tree_hash,
    written,
)

Counts = Counter[str]
_PAGE = 4096
# Else the readers alone keep a small machine busy.
_READER_RESTS = 0.02


@dataclass(frozen=True)
class Work:
    """Something that changes a data folder, and what that is like before and after."""

    name: str
    run: Callable[[Store], bool]
    before: Tree
    after: Tree
    calls: int
    seconds: float

    @property
    def changes(self) -> set[datetime]:
        """The moments of which it changes the snapshot."""
        records = {n for n in (*self.before, *self.after) if n.endswith("/snapshot.json")}
        changed = (n for n in records if self.before.get(n) != self.after.get(n))
        return {
            datetime.strptime(name.split("/")[2] + "+0700", "as_of=%Y%m%dT%H%M%z")
            for name in changed
        }


def _imported(store: Store, *uploads: Upload) -> bool:
    return not any(r.error for r in import_files(store, uploads, options()))


def _removed(store: Store) -> bool:
    with store.writing() as writer:
        if store.info(moment(2)) is not None:
            writer.remove_snapshot(moment(2), "ไฟล์ผิดฉบับ", WHO, WHEN)
    return True


def _register(store: Store) -> bool:
    load_register(store, register_file(without=1), date(2022, 1, 7), who=WHO, when=WHEN)
    return True


def _alias(store: Store) -> bool:
    confirm_alias(store, alias_of(), who=WHO, when=WHEN)
    return True


IMPORTS: Mapping[str, Callable[[Store], bool]] = {
    "import of a new moment": lambda store: _imported(store, status_file(moment(9), 12)),
    "replacement": lambda store: _imported(store, status_file(moment(0), 20)),
    "import of another kind": lambda store: _imported(store, list_file(moment(1), 7)),
}
OTHERS: Mapping[str, Callable[[Store], bool]] = {
    "register": _register,
    "confirmed name": _alias,
    "removal": _removed,
}


def works(folder: Path, chosen: Mapping[str, Callable[[Store], bool]]) -> list[Work]:
    """Return what there is to do, each done once to see what comes out."""
    before = base_tree()
    found = []
    for name, run in chosen.items():
        store = written(folder / "work", before)
        calls = number_of_calls(partial(run, store), folder / "note")
        written(store.root, before)
        begun = time.perf_counter()
        forked(partial(run, store))
        took = time.perf_counter() - begun
        found.append(Work(name, run, before, tree(store.root), calls, took))
    return found


def _snapshot_at(files: Tree, directory: str) -> Tree:
    return {name: data for name, data in files.items() if name.startswith(directory + "/")}


def judge(work: Work, root: Path, counts: Counts, *, refused: bool = False) -> None:
    """Count what a fault has left torn or lost, then do the work again without one."""
    store, now = Store(root), tree(root)
    directories = {str(Path(n).parent) for n in (*work.before, *work.after) if "as_of=" in n}
    for directory in directories:
        stored = _snapshot_at(now, directory)
        old, new = _snapshot_at(work.before, directory), _snapshot_at(work.after, directory)
        counts["torn"] += stored not in (old, new)
        counts["changed though refused"] += refused and stored != old
    try:
        for info in store.snapshots():
            # What is as it was has been read before.
            if info.as_of in work.changes:
                store.read(info.as_of)
    except (OSError, Damaged):
        counts["unreadable"] += 1
    kept = (n for n in work.before if n.startswith("originals/"))
    counts["lost"] += sum(now.get(name) != work.before[name] for name in kept)
    counts["lost"] += not now["log.jsonl"].startswith(work.before["log.jsonl"])
    try:
        counts["not converged"] += not work.run(store) or tree(root) != work.after
    except Exception:
        counts["not converged"] += 1


def kills(folder: Path, number: int, seed: int = 1) -> Counts:
    """Kill imports: half of them at a random moment, half at a call to the system.

    The calls are gone through in random order, so that with enough kills none is left out.
    """
    choose, counts = random.Random(seed), Counter[str]()
    everything = works(folder, {**IMPORTS, **OTHERS})
    calls = [(work, at) for work in everything for at in range(work.calls)]
    choose.shuffle(calls)
    for done in range(number):
        work, at = calls[done // 2 % len(calls)]
        store = written(folder / "work", work.before)
        run = partial(work.run, store)
        if done % 2:
            how = forked(run, kill_after=choose.uniform(0, work.seconds))
        else:
            how = forked(run, Calls(at, die))
        counts["kills"] += 1
        counts["killed in time"] += how not in (DONE, REFUSED)
        counts["crashed"] += how == CRASHED
        judge(work, store.root, counts)
    return counts


def failing_writes(folder: Path, every: int = 1, *, exchange: bool = True) -> Counts:
    """Let each call of each import that changes the file system fail once, with each error.

    Without ``exchange``, as on a system that cannot exchange two names.
    """
    counts = Counter[str]()
    if not exchange:
        with patch.object(atomic, "_exchange", lambda *_: False):
            return failing_writes(folder, every)
    for work in works(folder, IMPORTS):
        for at in range(0, work.calls, every):
            for number in ERRORS:
                store = written(folder / "work", work.before)
                how = forked(partial(work.run, store), Calls(at, fail(number)))
                counts["failed calls"] += 1
                counts["refused"] += how == REFUSED
                counts["crashed"] += how == CRASHED
                judge(work, store.root, counts, refused=how == REFUSED)
    return counts


@contextmanager
def _tmpfs(folder: Path, size: int) -> Iterator[Path]:
    place = folder / "tmpfs"
    place.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(place)],
        check=True,
        capture_output=True,
    )
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def full_disk(folder: Path, every: int = 1) -> Counts | str:
    """Fill a small tmpfs up to a few pages, import, look; with a page more each time."""
    counts = Counter[str]()
    found = works(folder, IMPORTS)
    try:
        with _tmpfs(folder, 512 * _PAGE) as place:
            for work in found:
                pages, done = 0, False
                while not done:
                    store = written(place / "work", work.before)
                    _fill(place / "ballast", pages)
                    how = forked(partial(work.run, store))
                    (place / "ballast").unlink()
                    counts["full disks"] += 1
                    counts["refused"] += how == REFUSED
                    counts["crashed"] += how == CRASHED
                    done = how == DONE
                    judge(work, store.root, counts, refused=how == REFUSED)
                    pages += every
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        return f"skipped, a tmpfs cannot be mounted here ({error})"
    return counts


def _fill(ballast: Path, pages_left: int) -> None:
    free = os.statvfs(ballast.parent).f_bavail
    with ballast.open("wb") as file:
        file.write(b"\0" * (free - pages_left) * _PAGE)


def at_once(folder: Path, processes: int, imports: int, readers: int) -> Counts:
    """Import from many processes while one snapshot is replaced all the time and others read."""
    store = written(folder / "work", base_tree())
    stop = folder / "stop"

    def importing(process: int) -> bool:
        numbers = range(10 + process * imports, 10 + (process + 1) * imports)
        return all(_imported(store, status_file(moment(n), n % 40)) for n in numbers)

    def replacing() -> bool:
        number = 0
        while not stop.exists():
            number += 1
            _imported(store, status_file(moment(0), number % 40))
        return True

    def reading(reader: int) -> bool:
        counts, choose = Counter[str](), random.Random(reader)
        while not stop.exists():
            time.sleep(_READER_RESTS)
            try:
                stored = store.snapshots()
                counts["read errors"] += moment(0) not in [info.as_of for info in stored]
                for as_of in (moment(0), choose.choice(stored).as_of):
                    snapshot = store.read(as_of)
                    matched = snapshot.status.dropna(subset="lao_id")
                    registered = int(matched["registered"].fillna(False).sum())
                    expected = snapshot.info.counts["registered"]
                    summed = snapshot.info.summary_only or registered == expected
                    counts["read errors"] += not summed
                    counts["reads"] += 1
            except (OSError, Damaged):
                counts["read errors"] += 1
        (folder / f"reader-{reader}").write_bytes(pickle.dumps(counts))
        return True

    others = [start(partial(reading, n)) for n in range(readers)] + [start(replacing)]
    writers = [start(partial(importing, n)) for n in range(processes)]
    outcomes = [ended(child) for child in writers]
    stop.touch()
    outcomes += [ended(child) for child in others]
    counts = Counter[str]()
    for reader in range(readers):
        counts += pickle.loads((folder / f"reader-{reader}").read_bytes())
    wanted = {moment(10 + n) for n in range(processes * imports)}
    counts["imports"] = len(wanted)
    counts["present"] = len(wanted & {info.as_of for info in store.snapshots()})
    counts["crashed"] = sum(outcome != DONE for outcome in outcomes)
    before = tree_hash(store.root)
    counts["not converged"] = int(not rebuild(store).sound or tree_hash(store.root) != before)
    return counts


def flips(folder: Path, number: int, seed: int = 1) -> Counts:
    """Flip a bit somewhere, read all, verify; what is derived must come out as it was."""
    choose, counts = random.Random(seed), Counter[str]()
    sound = eventful_tree()
    written(folder / "work", sound)
    whole = _shown(Store(folder / "work"))
    names = sorted(sound)
    for done in range(number):
        store = written(folder / "work", sound)
        name = names[done % len(names)]
        data = bytearray(sound[name])
        bit = choose.randrange(len(data) * 8)
        data[bit // 8] ^= 1 << bit % 8
        (store.root / name).write_bytes(data)
        shown = _shown(store)
        counts["shown wrong"] += any(shown[key] != whole[key] for key in shown)
        found = verify(store)
        counts["flips"] += 1
        named = {fault.path for fault in found.faults}
        counts["found"] += bool({name, str(Path(name).parent)} & named)
        repaired = tree(store.root) == sound
        derived = not name.startswith(("originals/", "log.jsonl"))
        counts["repaired"] += repaired
        counts["not repaired though derived"] += derived and not repaired
        counts["called sound though not"] += found.sound and not repaired
    return counts


def _shown(store: Store) -> dict[str, bytes]:
    """Return what a reader is shown, snapshot by snapshot and register by register."""
    shown = {}
    for info in store.snapshots():
        try:
            read = store.read(info.as_of)
        except Damaged:
            continue
        frames = read.status.to_csv() + read.province_summary.to_csv()
        shown[str(info.as_of)] = (frames + str(info.stored())).encode()
    for day in store.register_dates():
        try:
            shown[str(day)] = store.register(day).to_csv().encode()
        except Damaged:
            continue
    return shown


def deletions(folder: Path, *, singly: bool = True) -> Counts:
    """Delete what is derived, one by one and all together, and derive it again both ways."""
    counts = Counter[str]()
    sound = eventful_tree()
    derived = [name for name in sound if name.startswith(("snapshots/", "register/"))]
    gone = [[name] for name in (*derived, "aliases.csv")] if singly else []
    gone += [[n for n in derived if n.startswith(top)] for top in ("snapshots/", "register/")]
    for names in (*gone, derived, [*derived, "aliases.csv"]):
        for again in (verify, rebuild):
            store = written(folder / "work", sound)
            for name in names:
                (store.root / name).unlink()
            counts["deletions"] += 1
            counts["same tree"] += again(store).sound and tree(store.root) == sound
    return counts


_BROKEN = (
    "torn",
    "lost",
    "unreadable",
    "changed though refused",
    "not converged",
    "crashed",
    "read errors",
    "shown wrong",
    "not repaired though derived",
    "called sound though not",
)
_EQUAL = (("imports", "present"), ("flips", "found"), ("deletions", "same tree"))


def broken(counts: Counts) -> bool:
    """Tell whether the counts break a promise."""
    return any(counts[name] for name in _BROKEN) or any(counts[a] != counts[b] for a, b in _EQUAL)


def main() -> int:
    """Run everything and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="as the tests run it")
    short = parser.parse_args().short
    trials: Mapping[str, Callable[[Path], Counts | str]] = {
        "kills": lambda folder: kills(folder, 40 if short else 500),
        "failing writes": lambda folder: failing_writes(folder, 11 if short else 1),
        "failing writes, no exchange": lambda folder: failing_writes(
            folder, 11 if short else 1, exchange=False
        ),
        "full disk": lambda folder: full_disk(folder, 4 if short else 1),
        "at once": lambda folder: at_once(folder, 8, 5 if short else 50, 4),
        "flipped bits": lambda folder: flips(folder, 30 if short else 300),
        "deleted files": lambda folder: deletions(folder, singly=not short),
    }
    failed = False
    for name, trial in trials.items():
        begun = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            found = trial(Path(folder))
        took = time.perf_counter() - begun
        result = (
            found if isinstance(found, str) else ", ".join(f"{v} {k}" for k, v in found.items())
        )
        wrong = not isinstance(found, str) and broken(found)
        failed |= wrong
        print(f"{'BROKEN' if wrong else 'ok':6} {name} ({took:.0f} s): {result}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
