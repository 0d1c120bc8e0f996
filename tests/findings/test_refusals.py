"""Refusals: whatever goes wrong becomes one sentence with its place and its remedy."""

import errno
import logging
import os
import re
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from itasdash.findings import Damaged, Refusal, as_refusal
from itasdash.i18n import LANGUAGES, catalogue
from itasdash.settings import limits, sample_folder
from itasdash.ui.shell.problems import refusal_of

ROOT = Path(__file__).resolve().parents[2]
DATA = Path("/srv/office/store")
_REFUSALS = ("refusal", "page_refusal")
# Command lines, their options, and files that only whoever installed the app has.
_NOT_ON_PAGES = ("python -m", "docs/", " --accept", " --as-of", " --layout", " --covers")


def test_a_damaged_file_is_named_by_its_place_in_the_data_folder() -> None:
    refusal = as_refusal(Damaged(DATA / "register" / "2021-10-01.parquet"), DATA)
    assert refusal.code == "store_damaged"
    assert refusal.message("en").startswith("register/2021-10-01.parquet: this file of the data")
    assert "python -m itasdash verify" in refusal.message("th")


def test_an_error_of_the_system_is_named_by_its_place_too() -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(DATA / "log.jsonl"))
    assert as_refusal(full, Path("elsewhere"), DATA).message("en") == (
        "log.jsonl: the file system refuses (No space left on device);"
        " please check permissions and free space."
    )
    # What a person named is named as it was.
    away = FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "out/list.xlsx")
    assert as_refusal(away, DATA).message("en").startswith("out/list.xlsx: the file system refuses")


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("code", ["no_register", "file_empty", "system", "unforeseen"])
def test_a_refusal_about_no_file_begins_with_its_sentence(code: str, language: str) -> None:
    refusal = Refusal(code, {"reason": "x"})
    named = refusal.of_file("a.csv").message(language).removeprefix("a.csv: ")
    sentence = refusal.message(language)
    assert sentence[1:] == named[1:]
    assert sentence[0] == named[0].upper()


def test_what_nobody_foresaw_is_a_sentence_for_people_and_a_traceback_for_us(
    caplog: pytest.LogCaptureFixture,
) -> None:
    try:
        {}["10"]
    except KeyError as error:
        refusal = as_refusal(error).of_file("list.csv")
    assert refusal.message("en").startswith("list.csv: the program met something")
    assert "KeyError" in refusal.message("th")
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert record.exc_info is not None
    assert "Traceback" in caplog.text


def test_a_wrong_limit_of_the_installation_says_where_it_is_set() -> None:
    with pytest.raises(ValueError, match="ITASDASH_LIMIT_ROWS") as wrong:
        limits({"ITASDASH_LIMIT_ROWS": "many"})
    sentence = as_refusal(wrong.value).message("en")
    assert sentence.startswith("ITASDASH_LIMIT_ROWS: this environment variable")
    assert "“many”" in sentence


def page(code: str) -> None:
    """A page that something stops."""
    from itasdash.findings import Damaged, Refusal
    from itasdash.i18n import translator
    from itasdash.settings import data_folder
    from itasdash.ui.shell.problems import showing_errors

    problems: dict[str, Exception] = {
        "refusal": Refusal("no_register"),
        "several": Refusal("file_empty", also=(Refusal("file_password"),)).of_file("a.csv"),
        "damaged": Damaged(data_folder() / "register" / "x.parquet"),
        "system": OSError(28, "full", str(data_folder() / "log.jsonl")),
        "unforeseen": KeyError("10"),
    }
    with showing_errors(translator("en")):
        raise problems[code]


@pytest.mark.parametrize(
    ("code", "begins", "ends"),
    [
        (
            "refusal",
            "The register of LAOs that was loaded is lost",
            "drop its file on the import page",
        ),
        ("several", "a.csv: the file is empty", "a.csv: the file has a password"),
        ("damaged", "register/x.parquet", "this file of the data folder is damaged"),
        ("system", "log.jsonl", "the file system refuses (full)"),
        ("unforeseen", "This page cannot be shown", "tell your administrator"),
    ],
)
def test_pages_show_what_stops_them(
    code: str, begins: str, ends: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ITASDASH_DATA", str(tmp_path / "store"))
    [error] = AppTest.from_function(page, args=(code,)).run().error
    shown = error.value.replace("\\", "")
    assert shown.startswith(begins)
    assert ends in shown
    assert str(tmp_path) not in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_on_a_page_tells_the_affairs_of_the_server(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever value is put into whichever sentence: where things lie, addresses, versions."""
    monkeypatch.setenv("ITASDASH_DATA", str(tmp_path / "store"))
    here = (str(tmp_path), str(ROOT), sys.prefix, str(Path.home()))
    words = f"cannot {tmp_path}/store/a.csv, '{ROOT}/app.py' {sys.prefix}/b {Path.home()}/c"
    other = "no https://id.dla.go.th:8443/x?y=1 10.1.2.3:443 [fe80::1:2] somsri@dla.go.th"
    other += " /var/lib/x.db C:\\Users\\somsri\\x.db pandas 3.1.0 v1.67.2rc1"
    affairs = ("dla.go.th", "10.1.2.3", "fe80", "somsri", "/var", "x.db", "3.1.0", "1.67")
    texts = {n: t for n, t in catalogue(language).items() if n.partition(".")[0] in _REFUSALS}
    assert len(texts) > 100
    for name in texts:
        code = name.partition(".")[2]
        # The log says it in the words of commands, which may name more.
        text = "".join(texts.get(f"{section}.{code}", "") for section in _REFUSALS)
        given: dict[str, object] = dict.fromkeys(re.findall(r"{(\w+)}", text), words)
        ours = dict.fromkeys({"reason", "place"} & set(given), f"{words} {other}")
        away = dict.fromkeys({"file", "folder"} & set(given), "/somewhere/else/a.csv")
        counts = dict.fromkeys(re.findall(r"{(\w+):", text), 1)
        for put in ({}, ours, away, {"file": Path("/x/else/a.csv")}):
            values = given | put | counts
            told = Refusal("no_rows", also=(Refusal(code, values),))
            message = refusal_of(told).message(language, on_page=True)
            assert not [each for each in (*here, "else/") if each in message], (name, message)
            if values.get("reason", "") == f"{words} {other}":
                assert not [each for each in affairs if each in message], (name, message)
    assert str(tmp_path) in caplog.text


@pytest.mark.parametrize("found", ["10/2565", "/", "/ก", "1.2.3", "a@b.c", "ทต.ก 1.10.2565"])
def test_what_stands_in_a_file_is_said_as_it_stands_there(found: str) -> None:
    refusal = Refusal("list_filtered", {"sheet": found, "found": found})
    assert refusal_of(refusal).values == refusal.values


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_speak_of_no_command_and_of_no_file_in_docs(language: str) -> None:
    texts = catalogue(language)
    # Whoever sets up the server is sent to the page on that; nobody else sees these.
    spoken = [
        name
        for name, text in texts.items()
        if any(word in text.replace("docs/deployment.md", "") for word in _NOT_ON_PAGES)
        and not name.startswith(("cli.", "help."))
        and f"page_{name}" not in texts
    ]
    assert spoken == []
    for name in texts:
        if name.startswith("page_refusal."):
            # The same facts in both.
            fields = [set(re.findall(r"{(\w+)", texts[each])) for each in (name, name[5:])]
            assert fields[0] <= fields[1] | {"file"}, name


def test_a_file_of_the_data_folder_is_named_by_its_place_however_the_folder_is() -> None:
    here = Path.cwd()
    for folder in (Path(), Path("store"), here, here / "store"):
        for named in (folder, folder.absolute()):
            damaged = Damaged(named / "snapshots" / "x.parquet")
            message = as_refusal(damaged, folder).message("en")
            assert str(here) not in message
            assert "snapshots/x.parquet" in message


def test_the_folder_of_the_sample_lies_beside_every_data_folder() -> None:
    assert sample_folder(Path("data/store")) == Path("data/store-sample")
    assert sample_folder(Path()).parent == Path.cwd().parent
    assert sample_folder(Path()).name == f"{Path.cwd().name}-sample"
