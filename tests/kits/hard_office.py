"""A tiny office of which little is certain: what is unknown, what fits no LAO, what falls."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from itasdash.importing import Upload
from itasdash.store import Store
from tests.kits.files import as_csv
from tests.kits.small_office import REGISTER, listing, office, summary

_COLUMNS = ("จังหวัด", "อำเภอ", "ประเภท อปท.", "อปท.", "ผู้ดูแลระบบ", "ผู้บริหาร")
# The two roles by code; "  " where the file has the LAO and does not say.
FIRST = {
    **{"2500101": "11", "3500102": "11", "6500103": "10", "6500201": "00", "2810101": "11"},
    **{"4810102": "00", "6810201": "  ", "2200101": "11", "5200201": "01", "6200202": "00"},
}
SECOND = dict.fromkeys(
    ("2500101", "3500102", "6500103", "2810101", "6810201", "2200101", "5200201"), "11"
)
# Nothing of Chon Buri.
LAST = {
    **{"2500101": "11", "3500102": "10", "6500103": "11", "6500201": "  "},
    **{"2810101": "00", "4810102": "11", "6810201": "11"},
}
NOBODY_KNOWS = ("เชียงใหม่", "จอมทอง", "อบต.", "ทุ่งสมมติ", "0", "0")


def partial_status(
    name: str, title: str, roles: Mapping[str, str], more: Sequence[tuple[str, ...]] = ()
) -> Upload:
    """Return a status export of some LAOs without codes, and of ``more`` that fit none."""
    rows = [
        (*lao[1:], *(role.strip() for role in roles[lao[0]])) for lao in REGISTER if lao[0] in roles
    ]
    return Upload(name, as_csv([("ข้อมูล ณ " + title,), _COLUMNS, *rows, *more]))


def hard_office(root: Path) -> Store:
    """Return a store with three moments of ten LAOs.

    24 December 2021: 4 registered, 5 not, 1 unknown. 7 January 2022: a list with a name that fits
    no LAO, which stands for one that is unknown, beside a summary that contradicts it (an error):
    7 registered, one of them unknown before, 3 not. 31 January 2022: a status export that says
    nothing of one province of three and nothing of an LAO, and has a name that fits none and a row
    more than a province has LAOs (an error): 4 registered, which is fewer than before, 3 not, 3
    unknown.
    """
    misspelt = listing("b.csv", "7 ม.ค. 2565 เวลา 13.00 น.", SECOND)
    return office(
        root,
        partial_status("a.csv", "24 ธ.ค. 2564 เวลา 09.00 น.", FIRST),
        Upload("b.csv", misspelt.data.replace("บ้านแปะ".encode(), "บ้านแปร".encode())),
        summary("c.csv", "7 ม.ค. 2565 เวลา 13.00 น.", SECOND, wrong=1),
        partial_status("d.csv", "31 ม.ค. 2565 เวลา 16.30 น.", LAST, [NOBODY_KNOWS]),
    )
