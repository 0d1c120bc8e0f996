"""The office's table of successions, as people write it."""

from datetime import date

import pytest

from itasdash.findings import Refusal
from itasdash.i18n import LANGUAGES
from itasdash.importing.successions import read_successions

TABLE = (
    "effective,lao_id_before,lao_id_after,source\n"
    "2025-11-28,6500101,5500199,รก.\n"
    ",,,\n"
    "๒๘ พ.ย. ๒๕๖๘,๖๕๐๐๑๐๒,5500199\n"
)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp874"])
def test_the_table_is_read_as_people_write_it(coding: str) -> None:
    rows = read_successions({"successions.csv": TABLE.encode(coding)}.get)
    assert rows.to_dict("list") == {
        "effective": [date(2025, 11, 28)] * 2,
        "lao_id_before": ["6500101", "6500102"],
        "lao_id_after": ["5500199"] * 2,
        "source": ["รก.", ""],
    }


def test_without_the_file_there_are_none() -> None:
    assert read_successions(lambda _: None).empty


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "effective"),
        ("effective,lao_id_before\n2025-11-28,6500101\n", "lao_id_after"),
        (TABLE.replace("source", "ที่มา"), "ที่มา"),
        (TABLE.replace("2025-11-28", "เมื่อวาน"), "2"),
        (TABLE.replace("6500101", "650010"), "650010"),
        (TABLE.replace("รก.", "รก.,เกิน"), "2"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_successions({"successions.csv": text.encode()}.get)
    for language in LANGUAGES:
        message = refused.value.message(language)
        assert message.startswith("successions.csv: ")
        assert said in message
