"""Cells of a CSV are inert, whatever they begin with, and however few of them are looked at."""

import csv
import io

import pandas as pd

from itasdash.documents.csv_files import inert, to_csv

# All of the basic plane in which anything is invisible or means something to a spreadsheet.
BEGINNINGS = [chr(c) for c in (*range(0x3100), *range(0xD7A4, 0xD800), *range(0xF900, 0x10000))]
ENDS = ("", "=1+1", "01", "1" * 15, "x")


def test_every_cell_is_as_inert_as_it_is_alone() -> None:
    texts = [f"{first}{end}" for first in BEGINNINGS for end in ENDS]
    data = to_csv(pd.DataFrame({"ก": texts}))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row[0] if row else "" for row in rows[1:]] == [inert(text) for text in texts]


def test_what_a_spreadsheet_would_change_has_an_apostrophe() -> None:
    texts = ["=1", " =1", "\ufffd=1", "00701", "1234567890123456", "\u200b@x", "＋1", "-"]
    data = to_csv(pd.DataFrame({"ก": texts})).decode("utf-8-sig")
    assert [line[:1] for line in data.split("\r\n")[1:-1]] == ["'"] * len(texts)
    kept = ["2810101", "อบต.เขาคราม", "", "123456789012345", "a=1"]
    assert to_csv(pd.DataFrame({"ก": kept})).decode("utf-8-sig").split("\r\n")[1:-1] == [
        "2810101",
        "อบต.เขาคราม",
        '""',
        "123456789012345",
        "a=1",
    ]
