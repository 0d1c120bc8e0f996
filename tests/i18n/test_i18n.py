"""The catalogues: both languages say the same, and the code asks for nothing else."""

import argparse
import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from itasdash.cli.arguments import build_parser
from itasdash.findings import Finding, Refusal
from itasdash.i18n import LANGUAGES, catalogue, translator
from itasdash.reference import table

ROOT = Path(__file__).resolve().parents[2]
# Words that are Latin in Thai texts too: formats, names, what is typed.
LATIN_IN_THAI = set(
    """country listed MHTML zip CSV Excel ITAS ITA IIT EIT PNG ODS TXT UTF-8 TIS-620 SHA-256 JSON
    OIT PDF HTML DTD ENTITY ZIP MB
    Ctrl End Word PowerPoint Sarabun OFL
    GeoJSON FeatureCollection GeoThai CC BY ITASDASH_DATA ITASDASH_ACCESS localhost""".split()  # noqa: SIM905
)
# Commands, options, file names and moments.
TYPED = re.compile(
    r"python -m itasdash(?: [a-z]+)?|--?[a-z][a-z.-]*|data/store"
    r"|[\w/-]*\.(?:md|txt|jsonl|csv|xlsx|zip|geojson)|\[auth\]|\.streamlit/(?:secrets|access)\.toml"
    r"|server\.allowedHosts|cookie_secret"
    r"|\d{4}-\d\d-\d\d(?:T\d\d:\d\d)?|\b(?:verify|alias|rebuild|latest)\b"
)
# Values of options, which only the help lists.
VALUES = set("either nobody country region province district type table SAO".split())  # noqa: SIM905
VALUES |= {"registration", "iit", "eit", "tall", "wide", "pdf", "png"}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def without_singulars(language: str) -> dict[str, str]:
    entries = catalogue(language)
    return {
        entry: text
        for entry, text in entries.items()
        if not (entry.endswith("_one") and entry.removesuffix("_one") in entries)
    }


def sources() -> list[Path]:
    places = [ROOT / "itasdash", ROOT / "pages"]
    found = [path for place in places for path in place.rglob("*.py")]
    return sorted([*found, *(path for path in [ROOT / "app.py"] if path.exists())])


def asked_for() -> Iterator[tuple[str, ast.expr]]:
    """Yield what is given to ``t``, ``….t`` and ``translator(…)`` to be said, with its place."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.func if isinstance(node.func, ast.Call) else node.func
            name = ast.unparse(called).rpartition(".")[2]
            if name == ("translator" if isinstance(node.func, ast.Call) else "t"):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.args[0]


def keys_of(argument: ast.expr) -> Iterator[str]:
    """Yield the keys, or for an f-string a pattern of keys, that an argument can be."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield re.escape(argument.value)
    elif isinstance(argument, ast.IfExp):
        yield from keys_of(argument.body)
        yield from keys_of(argument.orelse)
    elif isinstance(argument, ast.JoinedStr):
        yield "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
            for part in argument.values
        )


def test_both_languages_have_the_same_entries() -> None:
    assert set(without_singulars("th")) == set(without_singulars("en"))


def test_both_languages_fill_in_the_same_values() -> None:
    for entry, text in without_singulars("th").items():
        assert fields(text) == fields(catalogue("en")[entry]), entry


@pytest.mark.parametrize("language", LANGUAGES)
def test_singular_fills_in_no_more_than_its_plural(language: str) -> None:
    entries = catalogue(language)
    for entry in set(entries) - set(without_singulars(language)):
        assert fields(entries[entry]) <= fields(entries[entry.removesuffix("_one")]) | {"name"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_can_be_filled_in(language: str) -> None:
    for entry, text in catalogue(language).items():
        values = dict.fromkeys(fields(text), 2)
        assert "{" not in translator(language)(entry, **values), entry


def test_every_text_that_the_code_asks_for_exists() -> None:
    entries = list(catalogue("th"))
    found = 0
    for place, argument in asked_for():
        for pattern in keys_of(argument):
            found += 1
            assert any(re.fullmatch(pattern, entry) for entry in entries), f"{place}: {pattern}"
    assert found > 50


def test_a_key_that_does_not_exist_would_be_noticed() -> None:
    (call,) = ast.parse('t(f"state.{x}y")').body
    (pattern,) = keys_of(call.value.args[0])  # type: ignore[attr-defined]
    assert re.fullmatch(pattern, "state.any")
    assert not re.fullmatch(pattern, "state.anz")


def test_every_refusal_that_the_code_raises_has_its_sentence() -> None:
    raised = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Refusal":
                argument = node.args[0]
                if isinstance(argument, ast.Constant):
                    raised.add(f"refusal.{argument.value}")
    assert len(raised) > 10
    assert raised <= set(catalogue("th"))


def test_thai_texts_hold_no_latin_words_but_names_and_what_is_typed() -> None:
    strange = {}
    for entry, text in catalogue("th").items():
        bare = TYPED.sub(" ", re.sub(r"\{[^}]*\}", " ", text))
        words = set(re.findall(r"[A-Za-z][A-Za-z0-9_-]*", bare)) - LATIN_IN_THAI
        words -= VALUES if entry.startswith(("help.", "usage.")) else set()
        if words:
            strange[entry] = words
    assert strange == {}


def test_english_texts_hold_no_thai_but_words_to_type() -> None:
    for entry, text in catalogue("en").items():
        if not entry.startswith(("help.", "usage.")):
            assert not re.search("[ก-ฮ]", text), entry


def test_thai_is_written_as_a_careful_typist_would() -> None:
    from itasdash.thai.text import clean

    for entry, text in catalogue("th").items():
        assert "เเ" not in text, entry
        assert "ํา" not in text, entry
        # A no-break space before a unit is meant.
        typed = re.sub(r"[–—]", "-", text).replace("\u00a0", " ")
        assert clean(typed).replace(" ", "") == typed.replace(" ", ""), entry


def test_findings_and_refusals_speak_both_languages() -> None:
    finding = Finding("lao_missing", province_code="57", expected=1234, found=3)
    assert finding.message("th") == "จังหวัดเชียงราย: ทะเบียนมี 1,234 แห่ง ไฟล์มี 3 แถว"
    assert finding.message("en") == "Chiang Rai: the register has 1,234 LAOs, the file 3 rows."
    nowhere = Finding("unmatched_name", found="อบต.ก")
    assert "ทะเบียน อปท. ของจังหวัดที่ไม่ทราบชื่อ" in nowhere.message("th")
    refusal = Refusal("file_empty", {"file": "a.csv"})
    assert refusal.message("th").startswith("a.csv: ไฟล์ว่าง")
    assert str(refusal) == "a.csv: the file is empty; please export it again."


def test_finding_comes_back_from_what_is_stored() -> None:
    finding = Finding("bad_number", "รายชื่อ", 7, "57", None, "ก๑", "ข")
    assert Finding.from_stored(finding.stored()) == finding
    assert finding.stored()["severity"] == "warning"


def test_singular_is_taken_where_the_count_is_one() -> None:
    t = translator("en")
    assert t("number.laos", value="1", count=1) == "1\u00a0LAO"
    assert t("number.laos", value="2", count=2) == "2\u00a0LAOs"


def test_unknown_language_and_unknown_entry_are_errors() -> None:
    with pytest.raises(KeyError):
        catalogue("de")
    with pytest.raises(KeyError):
        translator("th")("nothing.here")


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_of_every_command_can_be_printed(language: str) -> None:
    parser = build_parser(language)
    assert parser.format_help()
    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    for command in commands.choices.values():
        assert command.format_help()


def test_every_finding_has_a_sentence_and_every_sentence_a_severity() -> None:
    codes = [row["code"] for row in table("finding_severities")]
    assert len(codes) == len(set(codes))
    for language in LANGUAGES:
        entries = {e for e in catalogue(language) if e.startswith("finding.")}
        assert entries == {f"finding.{code}" for code in codes}
