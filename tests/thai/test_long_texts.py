"""Text of any length: every function that reads it takes time in proportion, whatever it holds."""

import gc
import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import timedelta
from types import ModuleType

import pandas as pd
import pytest

from itasdash import thai
from itasdash.findings import Refusal
from itasdash.ingest import missing, statuses, values
from itasdash.ingest.layout import columns, headings, kinds, legends, moment, rows, sections, titles
from itasdash.reference import names, written_names
from itasdash.thai import clock, collation, dates, text

# What has been found to take time with the square of its length, or looks as if it could.
PIECES = (
    *(
        "่",
        "ี่",
        "่ี",
        "่า",
        "ะ่",
        "ํา",
        "ๅ",
        "ๅ ่",
        "เ",
        "เเ",
        "า ่",
        "่ ",
        "ก่า่",
        "ํ่",
    ),
    *(
        "ต ำ",
        "์ิ",
        "ุู",
        " ",
        ".",
        "-",
        "(",
        "[",
        "/",
        ":",
        ",",
        "*",
        "\n",
        "\u200b",
        "ํ่า",
    ),
    *(
        "ๆ",
        "ฯ",
        "1",
        "0",
        "1/",
        "1/1/65 ",
        "๗ มกราคม ๒๕๖๕ ",
        "25650101",
        "7 ม.ค. 65, ",
    ),
    *(
        "2022-01-07 ",
        "12.",
        "1,",
        "13:00 ",
        "เวลา ",
        "น.",
        "ณ ",
        "วันที่",
        "10:",
        "UTC ",
    ),
    *(
        "+07:00",
        "T",
        "Z",
        "1,111",
        "%",
        "ร้อยละ ",
        "อ.",
        "จ.",
        "จ. ก",
        "อ. ",
        "ตำบล ก ",
    ),
    *(
        "ทต.",
        "เทศบาล",
        "เมือง",
        "(1)",
        "(*)",
        "1. ",
        "- ",
        "ต. (",
        "ถ. ",
        "จังหวัด",
        "อบต.",
    ),
    *(
        "รวม ",
        "รวม 1 แห่ง",
        "หนึ่ง",
        "ร้อย",
        "สิบ",
        "ปี",
        "พ.ศ.",
        "ก",
        "a",
        "(อบต.)",
        "ราย",
    ),
)
THAI = tuple(
    importlib.import_module(f"{thai.__name__}.{each.name}")
    for each in pkgutil.iter_modules(thai.__path__)
)
MODULES: tuple[ModuleType, ...] = (*THAI, names, written_names)
MODULES += (titles, rows, headings, columns, kinds, legends, moment, statuses, values)
MODULES += (missing, sections)


def find_as_of(written: str) -> None:
    """Look for the moment of an export in everything that may tell it."""
    # Two dates are a refusal, and so is none.
    with suppress(Refusal):
        moment.find_as_of([written], [], "a.csv", None)
    with suppress(Refusal):
        moment.find_as_of([], [written], written, dates.now())


# Public functions that take a text in another way: how each is given one.
OTHERWISE: dict[Callable[..., object], Callable[[str], object]] = {
    clock.time_behind: lambda written: clock.time_behind(written, 0, sure=True),
    clock.in_bangkok: lambda written: clock.in_bangkok(
        timedelta(), written, 0, next(re.finditer("", ""))
    ),
    collation.sorted_thai: lambda written: collation.sorted_thai([written, written[1:]]),
    collation.thai_rank: lambda written: collation.thai_rank(pd.Series([written, written[1:]])),
    names.read_district: lambda written: names.read_district(written, "กระบี่", ["เหนือคลอง"]),
    written_names.official_name: lambda written: written_names.official_name("SAO", written),
    written_names.shortened: written_names.shortened,
    written_names.short_name: lambda written: written_names.short_name("SAO", written),
    headings.meaning: lambda written: headings.meaning((written, written)),
    rows.as_text: rows.as_text,
    rows.is_ditto: rows.is_ditto,
    rows.role_of: lambda written: rows.role_of(written, [written, "1"], has_name=False),
    legends.legend: lambda written: legends.legend([written]),
    legends.redefined: lambda written: legends.redefined([written]),
    legends.names_colours: lambda written: legends.names_colours([written]),
    moment.title_text: lambda written: moment.title_text([written, written]),
    sections.stated: lambda written: sections.stated("total", [written, written]),
    titles.role_counted: lambda written: titles.role_counted([written]),
    legends.legend_of_cells: lambda written: legends.legend_of_cells([written]),
    moment.dates_of: lambda written: moment.dates_of([written]),
    moment.find_as_of: find_as_of,
}
# Those that are given no text that anybody writes, and those of whole tables, whose cells the
# functions above read.
WITHOUT_TEXT = {
    *("now", "fiscal_year", "format_date", "format_moment", "read_table"),
    *("remembering_short", "prefixes"),
    *(
        "choose_columns",
        "kinds_of",
        "status_reader",
        "status_words",
        "same_percent",
    ),
}
# A square takes sixteen times as long for four times the text; in proportion is four times.
TIMES, MOST = 4, 10
# Of a file no text is longer than 2,000 characters, of an address or a field no one than 16,000.
# An end of another kind lets what looks for the end of a text begin again at each piece.
ANOTHER = "ก!"
LENGTHS = ((2_000, (ANOTHER,)), pytest.param(16_000, ("", ANOTHER), marks=pytest.mark.slow))
# What is done sooner shows nothing of how it grows, only how busy the machine is.
SOON = 0.001


def readers() -> Iterator[Callable[[str], object]]:
    """Yield every public function of one text."""
    for module in MODULES:
        for name, function in vars(module).items():
            plain = inspect.unwrap(function) if callable(function) else None
            if name.startswith("_") or name in WITHOUT_TEXT or not inspect.isfunction(plain):
                continue
            needed = [
                each
                for each in inspect.signature(plain).parameters.values()
                if each.default is each.empty and each.kind is not each.KEYWORD_ONLY
            ]
            of_text = [each for each in needed if each.annotation in (str, object, "str", "object")]
            if plain.__module__ == module.__name__ and len(needed) == len(of_text) == 1:
                yield plain


READERS = sorted(
    {*readers(), *OTHERWISE}, key=lambda function: (function.__module__, function.__name__)
)


def test_every_public_function_is_tried_or_takes_no_text() -> None:
    """A function that is added here, or a module to ``thai/``, has to find its place."""
    tried = {(function.__module__, function.__name__) for function in READERS}
    missing = [
        f"{module.__name__}.{name}"
        for module in MODULES
        for name, function in vars(module).items()
        if not name.startswith("_") and name not in WITHOUT_TEXT
        if inspect.isfunction(plain := inspect.unwrap(function) if callable(function) else None)
        if plain.__module__ == module.__name__ and (plain.__module__, plain.__name__) not in tried
    ]
    assert missing == []


def seconds(function: Callable[[str], object], written: str) -> float:
    for kept in (text.clean, text.key, text.bare_key, names.read_province, names.read_lao_name):
        kept.cache_clear()
    begun = time.thread_time()
    found = OTHERWISE.get(function, function)(written)
    if isinstance(found, Iterator):
        list(found)
    return time.thread_time() - begun


@pytest.fixture(autouse=True)
def uncollected() -> Iterator[None]:
    """Let no search for cycles come between, which takes its time wherever it happens to begin."""
    gc.disable()
    yield
    gc.enable()


def test_the_functions_that_read_text_are_found() -> None:
    found = {function.__name__ for function in READERS}
    assert {"clean", "key", "bare_key", "parse_count", "parse_date", "find_dates"} <= found
    assert {"collation_key", "read_lao_name", "read_province", "read_moment", "shows_time"} <= found
    assert {"outstanding_stated", "read_section", "list_word"} <= found


@pytest.mark.parametrize(("length", "ends"), LENGTHS, ids=("short", "long"))
@pytest.mark.parametrize("function", READERS, ids=lambda f: f"{f.__module__[9:]}.{f.__name__}")
def test_time_grows_no_more_than_the_text(
    function: Callable[[str], object], length: int, ends: Sequence[str]
) -> None:
    if function is clock.packed_time:
        pytest.skip("takes four or six digits")
    slow = {}
    for piece in PIECES:
        for end in ends:
            if grows(function, piece, end, length):
                slow[piece + end] = seconds(function, piece * (length // len(piece)) + end)
    assert slow == {}


def grows(function: Callable[[str], object], piece: str, end: str, length: int) -> bool:
    """Tell whether a text takes a function more of its time than in proportion to its length."""
    shorter, longer = (piece * (most // len(piece)) + end for most in (length // TIMES, length))
    # Again where it looks so, as something else may have been at work.
    return all(
        (took := seconds(function, longer)) > SOON and took > MOST * seconds(function, shorter)
        for _ in range(3)
    )


def test_what_begins_anew_at_every_letter_is_found_out() -> None:
    for squared in (r"\d+$", r"(?:\d|\s)*$"):
        search = re.compile(squared).search
        # On a busy machine the shorter text may take its time as well.
        assert any(grows(search, "1", ANOTHER, 2_000) for _ in range(10))


def test_of_texts_only_short_ones_are_remembered() -> None:
    """Tens of thousands are: long ones would take as many times two kilobytes."""
    asked = []
    remembering = text.remembering_short(asked.append)
    for written in ("ก" * 200, "ก" * 2_000) * 2:
        remembering(written)
    assert [len(each) for each in asked] == [200, 2_000, 2_000]
    # One that remembers texts of any length would tell how many.
    public = [each for module in (*THAI, names) for each in vars(module).values()]
    counted = [each for each in public if hasattr(each, "cache_info")]
    assert not {inspect.unwrap(each) for each in counted} & set(READERS)


def test_what_is_remembered_is_bounded_and_stays_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_MOST_KEPT", 3)
    asked = []

    def made(written: str) -> str:
        asked.append(written)
        return written * 2

    remembering = text.remembering_short(made)
    assert [remembering(each) for each in "abcabcdab"] == [each * 2 for each in "abcabcdab"]
    assert "".join(asked) == "abcdab"


def test_no_district_is_read_out_of_a_long_text() -> None:
    for piece in PIECES:
        assert names.read_district(piece * 6_000, "กระบี่", ["เหนือคลอง"]) is None


def test_a_heap_of_marks_is_cut_and_a_word_is_not() -> None:
    assert text.clean("ก" + "่" * 40_000) == "ก่"
    assert len(text.clean("ก" + "่า" * 20_000)) < 20
    assert text.clean("เเม่น้ำำำ") == "แม่น้ำ"
    for word in ("เมืองเสือเฒ่า", "ที่ปรึกษาฯ", "กุ้งแห้งแม่น้ำโขง"):
        assert text.clean(word) == word


def test_what_is_far_too_long_is_no_name() -> None:
    long = "อบต." * 2_000
    assert names.read_lao_name(long).lao_type is None
    assert names.read_province("จังหวัดกระบี่" + " ก" * 2_000) is None
    assert names.read_province("จังหวัดกระบี่" + " " * 2_000) == "81"
    assert names.read_place("อ.เหนือคลอง จ.กระบี่ " * 500)[1] == ""


def test_a_date_is_found_among_thousands() -> None:
    found = list(dates.find_dates("7 ม.ค. 2565 เวลา 13.00 น. " * 3_000))
    assert len(found) == 3_000
    assert {str(each.time) for each in found} == {"13:00:00"}
