"""A command loads what it needs: lists are not to wait for what draws charts and writes letters."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from itasdash.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "plotly",
    "docx",
    "pptx",
    "typst",
    "streamlit",
    "openpyxl",
    "xlsxwriter",
    "python_calamine",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_where_the_table_says(command: str) -> None:
    module, name = COMMANDS[command]
    assert callable(getattr(import_module(f"itasdash.cli.{module}"), name))


def test_lists_and_imports_load_nothing_that_draws_or_writes_documents(
    tmp_path: Path,
) -> None:
    # Without data each says that there is none, once all that it needs is loaded.
    commands = [
        ["snapshots"],
        ["laos"],
        ["rates"],
        ["changes", "--from", "latest", "--to", "latest"],
    ]
    run = (
        "import sys; from itasdash.cli import main\n"
        f"for words in {commands!r}: main([*sys.argv[1:], *words])\n"
        f"sys.exit(', '.join(name for name in {HEAVY!r} if name in sys.modules) or 0)"
    )
    command = [sys.executable, "-c", run, "--data", str(tmp_path / "none")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
