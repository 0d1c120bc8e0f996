"""An open error marks all that shows a snapshot or leaves the app, until it is acknowledged."""

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from itasdash.cli import main
from itasdash.documents.edition import Edition
from itasdash.documents.slides import SlideInputs
from itasdash.documents.slides.presentation import make_slides
from itasdash.store import Store
from itasdash.ui.parts.slides import _inputs
from itasdash.ui.shell.view import View
from tests.kits.slide_inputs import from_store
from tests.kits.small_office import WHEN, office

AS_OF = "2022-01-07T13:00"
CONTRADICTION = "ตัวเลขในไฟล์ขัดกันเอง 1 รายการ"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A folder whose second snapshot, of 7 January 2022, has one error."""
    return office(tmp_path / "store")


def acknowledge(store: Store) -> None:
    with store.writing() as writer:
        writer.acknowledge(store.snapshots()[1].as_of, "ตรวจกับจังหวัดแล้ว", "tester", WHEN)


def slides(store: Store, inputs: SlideInputs | None = None) -> str:
    made = make_slides(inputs or from_store(store, 1))
    shown = Presentation(io.BytesIO(made)).slides
    words = [[s.text_frame.text for s in slide.shapes if s.has_text_frame] for slide in shown]
    return "\n".join("\n".join(each) for each in words)


def slides_of_the_page(store: Store) -> str:
    snapshots = store.snapshots()
    view = View("th", store, tuple(snapshots), snapshots[1], snapshots[0], is_sample=False)
    return slides(store, _inputs(view, from_store(store, 1).headline, ()))


def edition(store: Store) -> str:
    info = store.snapshots()[1]
    made_from = Edition([info], open_errors=store.open_errors(info))
    return made_from.to_html(lambda each: store.read(each.as_of)).decode()


def printed(store: Store, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["--data", str(store.root), *words, "--as-of", AS_OF]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("made", [slides, slides_of_the_page, edition])
def test_what_leaves_the_app_is_marked(store: Store, made: Callable[[Store], str]) -> None:
    assert CONTRADICTION in made(store)
    acknowledge(store)
    assert "ขัดกันเอง" not in made(store)


@pytest.mark.parametrize("command", ["rates", "laos"])
def test_what_commands_print_is_marked(
    store: Store, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert CONTRADICTION in printed(store, capsys, command).splitlines()
    acknowledge(store)
    assert CONTRADICTION not in printed(store, capsys, command)


def test_workbooks_say_so_on_their_first_sheet(
    store: Store, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def cover() -> list[object]:
        file = tmp_path / "laos.xlsx"
        printed(store, capsys, "laos", "--format", "xlsx", "-o", str(file))
        rows = openpyxl.load_workbook(io.BytesIO(file.read_bytes())).worksheets[0].values
        return [row[1] for row in rows]

    assert CONTRADICTION in cover()
    acknowledge(store)
    assert CONTRADICTION not in cover()


@pytest.mark.parametrize(
    ("page", "address", "kind"),
    [
        ("overview", {}, "warning"),
        ("provinces", {}, "warning"),
        ("overview", {"meeting": "stand"}, "caption"),
        ("overview", {"meeting": "map"}, "caption"),
    ],
)
def test_pages_and_every_step_of_a_meeting_are_marked(
    visit: Callable[..., AppTest], store: Store, page: str, address: dict[str, str], kind: str
) -> None:
    def marked() -> bool:
        at = visit(page, data=store.root, as_of="20220107T1300", **address)
        assert not at.exception
        words = [each.value.replace("\\", "") for each in getattr(at, kind)]
        return any("ขัดกันเอง" in each and "รับทราบ" not in each for each in words)

    assert marked()
    acknowledge(store)
    assert not marked()
