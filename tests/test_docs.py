"""The documents say what there is: paths, modules, links, rooms, words, commands."""

import argparse
import importlib.util
import inspect
import pkgutil
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from itasdash.cli.arguments import build_parser
from itasdash.findings import SEVERITIES
from itasdash.i18n import translator
from itasdash.reference import lao_types
from itasdash.schema import KINDS, STATES
from itasdash.ui.shell.navigation import PAGES, PageEntry
from tests.test_layers import MAY_USE, WORDS, modules

ROOT = Path(__file__).resolve().parents[1]
# What an office or a tool makes; git does not know it.
MADE = re.compile(r"\.venv/|data/store|\.streamlit/(?:secrets|access)\.toml$")
# Where a path may begin that a document shortens.
BEGINNINGS = ("", "itasdash/", "itasdash/reference/")
# A name that looks like a module and is none: a key in the footer of stored tables.
NO_MODULE = {"itasdash.seal"}


@cache
def documents() -> tuple[Path, ...]:
    """Return every document for people."""
    found = [*(ROOT / "docs").rglob("*.md"), *(ROOT / "data" / "sample").glob("*.md")]
    return tuple(sorted([*found, *ROOT.glob("*.md")]))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


each_document = pytest.mark.parametrize("path", documents(), ids=name)


def code(text: str) -> Iterator[str]:
    """Yield the words of all code in a text: between backticks, and in blocks of its own."""
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    blocks += re.findall(r"^    (.*)$", text, re.MULTILINE)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    for part in (*lines, *re.findall(r"`([^`\n]+)`", rest)):
        try:
            yield from shlex.split(part)
        except ValueError:
            yield from part.split()


# --- paths, modules and links ---------------------------------------------------------------------


@cache
def top_level() -> frozenset[str]:
    """Return the names of what stands in the project's folder."""
    return frozenset(path.name for path in ROOT.iterdir() if path.name != ".git")


def is_path(word: str) -> bool:
    """Tell whether a word of code is to be a path of the project, in full or shortened."""
    if MADE.match(word) or "://" in word:
        return False
    first, slash, _ = word.partition("/")
    if slash:
        within = {path.name for path in (ROOT / "itasdash").iterdir()}
        return first in top_level() | within
    return word.endswith(".py")


def exists(word: str, document: Path) -> bool:
    """Tell whether there is what a word names, from the top or beside the document."""
    pattern = re.sub(r"<[^>]*>", "*", word.rstrip("/"))
    shortened = (next(ROOT.glob(f"{start}{pattern}"), None) for start in BEGINNINGS)
    return any(shortened) or any(document.parent.glob(pattern))


@each_document
def test_every_path_that_a_document_names_exists(path: Path) -> None:
    words = [word.strip(".,;:()'\"").partition("::")[0] for word in code(path.read_text("utf-8"))]
    assert [word for word in words if is_path(word) and not exists(word, path)] == []


@each_document
def test_every_module_that_a_document_names_can_be_imported(path: Path) -> None:
    for word in code(path.read_text("utf-8")):
        named = re.fullmatch(r"itasdash(?:\.\w+)+", word.strip(".,;:()"))
        if named and named[0] not in NO_MODULE:
            pkgutil.resolve_name(named[0])


@each_document
def test_every_program_that_a_document_runs_is_there(path: Path) -> None:
    text = path.read_text("utf-8")
    for module in set(re.findall(r"python3? -m ([\w.]+)", text)) - {"venv", "pip"}:
        assert importlib.util.find_spec(module), module


def slug(heading: str) -> str:
    """Return the anchor that a heading of a document gets."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@each_document
def test_every_link_between_documents_leads_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)
            assert anchor in map(slug, headings), link


@pytest.mark.parametrize("module", sorted(modules()))
def test_what_a_docstring_refers_to_exists(module: str) -> None:
    text = modules()[module].read_text("utf-8")
    for named in re.findall(r":\w+:`~?(itasdash[\w.]+)`", text):
        pkgutil.resolve_name(named)
    for named in re.findall(r":(?:func|class|data):`(\w+)`", text):
        pkgutil.resolve_name(f"{module}:{named}")
    assert lost_paths(modules()[module]) == []


@pytest.mark.parametrize(
    "file",
    [
        ".ci/run",
        ".ci/lock",
        ".streamlit/config.toml",
        "docs/nginx.conf",
        "pyproject.toml",
        "Makefile",
    ],
)
def test_what_a_setting_refers_to_exists(file: str) -> None:
    assert lost_paths(ROOT / file) == []


def lost_paths(path: Path) -> list[str]:
    """Return the paths in code or settings that lead nowhere."""
    rooms = "itasdash|docs|tests|pages|benchmarks|reference"
    named = re.findall(rf"(?<![\w./])(?:{rooms})/[\w/.-]*\w", path.read_text("utf-8"))
    return [word for word in named if not exists(word, path)]


def test_every_document_is_found_from_the_readme() -> None:
    """By links only, so that nobody has to know where to look."""
    seen, left = set[Path](), [ROOT / "README.md"]
    while left:
        path = left.pop()
        if path in seen or path.suffix != ".md":
            continue
        seen.add(path)
        links = re.findall(r"\]\(([^)#\s]+)", path.read_text("utf-8"))
        left += [(path.parent / link).resolve() for link in links if "://" not in link]
    assert sorted(map(name, set(documents()) - seen)) == []


# --- the rooms ------------------------------------------------------------------------------------


def architecture() -> str:
    return (ROOT / "docs" / "architecture.md").read_text("utf-8")


def table(text: str, heading: str) -> list[list[str]]:
    """Return the cells of the rows below a heading row that begins so."""
    rows = iter(text.partition(f"\n| {heading} |")[2].splitlines()[1:])
    assert next(rows).startswith("|-"), heading
    found = []
    for row in rows:
        if not row.startswith("|"):
            break
        found.append([cell.strip() for cell in row.strip("|").split("|")])
    return found


def test_the_rooms_are_described_as_they_are_held() -> None:
    described = {
        own.strip("`"): set(re.findall(r"`(\w+)`", others))
        for own, _, others in table(architecture(), "room")
    }
    assert described == MAY_USE


def test_the_picture_of_the_rooms_shows_every_arrow_above_the_floor() -> None:
    picture = re.findall(r"^  (\w+) --> (\w+)$", architecture(), re.MULTILINE)
    # The floor that all stand on is left out of the picture, where it would hide the rest.
    arrows = {(own, other) for own, others in MAY_USE.items() for other in others - WORDS}
    assert set(picture) == arrows
    assert len(picture) == len(set(picture))


def test_the_way_of_a_cell_goes_by_what_there_is() -> None:
    steps = re.findall(r"^\| \d+ \| `([\w.]+)` \| `(\w+)` \|", architecture(), re.MULTILINE)
    assert len(steps) > 10
    for module, function in steps:
        assert callable(pkgutil.resolve_name(f"{module}:{function}")), (module, function)
        assert inspect.getdoc(pkgutil.resolve_name(f"{module}:{function}"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_is_described_with_its_address(page: PageEntry) -> None:
    rows = table((ROOT / "docs" / "pages.md").read_text("utf-8"), "page")
    assert any(f"`/{page.name}`" in address for _, address, _ in rows)


# --- words and decisions --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("state", STATES),
        ("kind", KINDS),
        ("severity", SEVERITIES),
        ("outcome", ("imported", "unchanged", "replaced", "rejected")),
    ],
)
def test_the_glossary_has_the_words_of_the_screen(section: str, codes: tuple[str, ...]) -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    heading = "outcome of an import" if section == "outcome" else section
    rows = {code.strip("`"): thai for code, thai, _ in table(glossary, heading)}
    assert rows == {code: translator("th")(f"{section}.{code}") for code in codes}


def test_the_glossary_has_every_type_in_official_order() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    assert " ".join(f"`{code}`" for code in lao_types()) in glossary


def test_every_decision_is_listed_by_its_title_and_has_the_same_parts() -> None:
    folder = ROOT / "docs" / "decisions"
    listing = (folder / "README.md").read_text("utf-8")
    listed = re.findall(r"^\| \[(\d+)\]\(([\w-]+\.md)\) \| (.*?) \|", listing, re.MULTILINE)
    records = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    assert [file for _, file, _ in listed] == [path.name for path in records]
    parts = re.findall(r"\*\*([^*]+)\*\*", listing)
    for (number, file, title), path in zip(listed, records, strict=True):
        text = path.read_text("utf-8")
        assert text.startswith(f"# {number}. {title}\n"), file
        assert file.startswith(f"{int(number):04}-"), file
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == parts, file


# --- commands -------------------------------------------------------------------------------------


def commands() -> dict[str, argparse.ArgumentParser]:
    parser = build_parser()
    (found,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return dict(found.choices)


def arguments(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield the arguments of a command, also those of its own commands."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for own in action.choices.values():
                yield from arguments(own)
        else:
            yield action


def sections() -> dict[str, str]:
    """Return the text of each command's section in docs/commands.md."""
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    parts = re.split(r"^## `(\w+)`$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True)) | {"": parts[0]}


def test_every_command_has_its_section_and_no_other_has() -> None:
    assert set(sections()) - {""} == set(commands())


@pytest.mark.parametrize("name", commands())
def test_every_argument_of_a_command_is_described(name: str) -> None:
    text, general = sections()[name], sections()[""]
    rows = re.findall(r"^\| (.*?) \|", text, re.MULTILINE)
    usage = re.search(r"^    python -m itasdash.*$", text, re.MULTILINE)
    assert usage, name
    for action in arguments(commands()[name]):
        for written in action.option_strings or [action.metavar]:
            if written in ("--data", "--lang", "-h", "--help"):
                assert f"`{written}" in general
                continue
            assert any(f"`{written}" in row for row in rows), f"{name}: {written} has no row"
            if action.option_strings[-1:] != [written] or not action.option_strings[:-1]:
                assert str(written) in usage[0], f"{name}: {written} is not in its usage line"
        for choice in action.choices or ():
            assert str(choice) in text + general, f"{name}: {choice}"


def test_every_option_that_is_described_exists() -> None:
    for name, command in commands().items():
        known = {option for action in arguments(command) for option in action.option_strings}
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", sections()[name]):
            assert option in known, f"{name}: {option}"


@each_document
def test_every_command_that_a_document_names_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = re.findall(r"python -m itasdash(?: --(?:data|lang) \S+)* ([a-z]+)", text)
    assert set(named) <= set(commands())


def test_first_run_of_the_documents_is_valid_usage() -> None:
    text = sections()[""]
    lines = re.findall(r"^python -m itasdash (.*)$", text, re.MULTILINE)
    assert len(lines) >= 4
    for line in lines:
        options = build_parser().parse_args(shlex.split(line))
        files = [getattr(options, "file", None), *getattr(options, "files", [])]
        for file in filter(None, files):
            assert (ROOT / file).exists(), file
