"""A data folder that an earlier version wrote opens, verifies and comes out the same.

``store_of_version_1`` is what the program wrote before records had versions: five LAOs, three
moments, two registers, a replaced file, a confirmed name, an acknowledgement and two downloads.
``answers_of_version_1.json`` is what that program answered to each command. Neither is ever made
anew: a store of another version gets a folder of its own.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from itasdash.cli import main
from itasdash.importing.verify import rebuild, verify
from itasdash.schema import AcknowledgementEvent, AliasEvent, DownloadEvent
from itasdash.store import Store
from tests.kits.small_store import tree

HERE = Path(__file__).parent
STORED = HERE / "store_of_version_1"
ANSWERS: dict[str, Any] = json.loads(
    (HERE / "answers_of_version_1.json").read_text(encoding="utf-8")
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(Path(shutil.copytree(STORED, tmp_path / "data")))


def part_of(now: Any, before: Any) -> bool:
    """Tell whether everything that was answered before is answered now; there may be more."""
    if isinstance(before, dict):
        return isinstance(now, dict) and all(part_of(now.get(k), before[k]) for k in before)
    if isinstance(before, list):
        return len(now) == len(before) and all(map(part_of, now, before))
    return bool(now == before)


@pytest.mark.parametrize("command", ANSWERS)
def test_every_command_answers_what_it_did(
    store: Store, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert main(["--data", str(store.root), *command.split()]) == 0
    assert part_of(json.loads(capsys.readouterr().out), ANSWERS[command])


def without_marts(store: Store) -> dict[str, bytes]:
    """Return the files but those that an earlier version did not keep, and nobody has to."""
    return {name: data for name, data in tree(store.root).items() if not name.startswith("marts/")}


def test_it_verifies_and_not_a_byte_changes(store: Store) -> None:
    found = verify(store)
    assert (found.faults, found.derived) == ([], 0)
    assert without_marts(store) == tree(STORED)


def test_it_is_rebuilt_to_the_same_bytes(store: Store) -> None:
    for name in ("snapshots", "register"):
        shutil.rmtree(store.root / name)
    assert rebuild(store).sound
    assert without_marts(store) == tree(STORED)


def test_what_people_did_still_holds(store: Store) -> None:
    [acknowledged] = store.events(AcknowledgementEvent)
    infos = {info.as_of: info for info in store.snapshots()}
    assert store.acknowledgement(infos[acknowledged.as_of]) == acknowledged
    assert store.events(AliasEvent) == store.aliases()
    assert [event.as_of for event in store.events(DownloadEvent)] == [acknowledged.as_of, None]
