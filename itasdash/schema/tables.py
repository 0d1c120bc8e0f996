"""The tables of the data folder, declared once.

Every dtype, Parquet schema and column order is derived from here; nothing else spells them out.
"""

import pyarrow as pa

from itasdash.schema.columns import INSTRUMENTS, LAO_TYPES, Column, Table

OUTSTANDING_STATES = ("admin_only", "executive_only", "none", "incomplete")
KINDS = ("status", "unregistered_list", "province_summary")
# What stands for an LAO in a confirmed name that a person has found to be none.
NOT_AN_LAO = "-"
# What the LAOs on a list of the unregistered have in common (DESIGN: "What a list means").
EITHER_MISSING, NOBODY = "either", "nobody"
LIST_MEANINGS = (EITHER_MISSING, NOBODY)
# Of whom a list's silence speaks, where a person says so: of all, or of provinces with rows.
# BY_FILE is what the file itself says.
COUNTRY, LISTED, BY_FILE = "country", "listed", "file"
COVERS = (COUNTRY, LISTED)

_text, _flag, _count = pa.string(), pa.bool_(), pa.int32()
_survey = tuple(
    Column(f"{survey}_{part}", _count) for survey in INSTRUMENTS for part in ("quota", "answered")
)

REGISTER = Table(
    "register",
    (
        Column("lao_id", _text, nullable=False),
        Column("province_code", _text, nullable=False),
        Column("district_name_th", _text, nullable=False),
        Column("lao_type", _text, nullable=False, values=LAO_TYPES),
        Column("name_th", _text, nullable=False),
    ),
    sort_by=("lao_id",),
)

STATUS = Table(
    "status",
    (
        Column("lao_id", _text),
        Column("province_code", _text),
        Column("district_name_th", _text),
        Column("lao_type", _text, values=LAO_TYPES),
        Column("name_th", _text, nullable=False),
        Column("registered", _flag),
        Column("admin_registered", _flag),
        Column("executive_registered", _flag),
        Column("registered_on", pa.date32()),
        *_survey,
        Column("basis", _text, nullable=False, values=("reported", "inferred")),
        Column(
            "match",
            _text,
            nullable=False,
            values=("code", "name", "alias", "unresolved", "register"),
        ),
        Column("source", _text),
        Column("source_sheet", _text),
        Column("source_row", _count),
    ),
    sort_by=("lao_id", "source", "source_sheet", "source_row"),
    # Of later stages of the assessment: items of the web disclosure (OIT) asked for and answered,
    # the score of 0 to 100 and the grade, as the file writes it.
    optional=(
        Column("oit_items", _count),
        Column("oit_answered", _count),
        Column("score", pa.float64()),
        Column("grade", _text),
    ),
)

# What the office knows of LAOs for quotas that no export gives: the size as the rules group it, and
# how many people each survey may ask.
LAO_SIZES = ("S", "M", "L")
SIZES = Table(
    "sizes",
    (
        Column("lao_id", _text, nullable=False),
        Column("size", _text, values=LAO_SIZES),
        Column("iit_people", _count),
        Column("eit_people", _count),
    ),
    sort_by=("lao_id",),
)

PROVINCE_SUMMARY = Table(
    "province_summary",
    (
        Column("province_code", _text, nullable=False),
        *(Column(name, _count) for name in ("expected", "registered", "outstanding")),
        *_survey,
    ),
    sort_by=("province_code",),
)

# Which LAO became which, from which day on: where the last six digits of a code do not stay, or
# several LAOs become one. What the office knows; the project ships none.
SUCCESSIONS = Table(
    "successions",
    (
        Column("effective", pa.date32(), nullable=False),
        Column("lao_id_before", _text, nullable=False),
        Column("lao_id_after", _text, nullable=False),
        Column("source", _text),
    ),
    sort_by=("effective", "lao_id_before", "lao_id_after"),
)


def lao_key(lao_id: str) -> str:
    """Return the six digits that stay with an LAO; the first one changes with its type."""
    return lao_id[-6:]
