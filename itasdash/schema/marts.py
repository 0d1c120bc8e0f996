"""What is derived of snapshots and kept, so that nobody has to open them: ``marts/``.

A mart is never believed for what it was not made from: its file says under ``itasdash.made_from``
which snapshots (identities by moment) and which program made it.
"""

import pyarrow as pa

from itasdash.schema.columns import INSTRUMENTS, LAO_TYPES, STATES, Column, Table

_moment = pa.timestamp("us", tz="Asia/Bangkok")
_text, _count, _flag = pa.string(), pa.int32(), pa.bool_()

# LAOs: of the register; registered; outstanding, unmatched rows among them; the unmatched alone;
# with each role, and of how many that is told.
REGISTRATION_SUMS = (
    *("expected", "registered", "outstanding", "unmatched"),
    *("admin_registered", "executive_registered"),
    *("admin_registered_known", "executive_registered_known"),
)
# LAOs of one survey, then its respondents.
SURVEY_LAOS = (
    *("with_data", "with_quota", "zero_quota", "met", "partly", "none", "above_quota"),
    "answers_known",
)
RESPONDENTS = (
    *("quota", "answered", "counted", "missing", "quota_untold"),
    *("raw_answered", "raw_quota"),
)
SURVEY_SUMS = (*SURVEY_LAOS, *RESPONDENTS)
SUMS = (
    *REGISTRATION_SUMS,
    *STATES,
    *(f"{instrument}_{name}" for instrument in INSTRUMENTS for name in SURVEY_SUMS),
)

# What is summed of each snapshot, by province, district and type: every group rolls up from it.
TALLIES = Table(
    "tallies",
    (
        Column("as_of", _moment, nullable=False),
        Column("province_code", _text),
        Column("district", _text),
        Column("lao_type", _text, values=LAO_TYPES),
        # A row of a province summary, as the file claims it.
        Column("claimed", _flag, nullable=False),
        *(Column(name, _count) for name in SUMS),
    ),
    sort_by=("as_of", "claimed", "province_code", "district", "lao_type"),
)

# What lists and pages need of each snapshot without opening it.
INDEX = Table(
    "index",
    (
        Column("as_of", _moment, nullable=False),
        Column("fiscal_year", _count, nullable=False),
        Column("register", pa.date32(), nullable=False),
        # The kinds of its files, with spaces between.
        Column("kinds", _text, nullable=False),
        *(Column(name, _count) for name in ("expected", "registered", "outstanding", "unknown")),
        # How many findings there are of each severity.
        *(Column(name, _count, nullable=False) for name in ("errors", "warnings", "infos")),
        # The hash of its record.
        Column("identity", _text, nullable=False),
    ),
    sort_by=("as_of",),
)

# The state of each LAO at the first snapshot of a month, and from then on where it changes.
STATE_CHANGES = Table(
    "states",
    (
        Column("as_of", _moment, nullable=False),
        # The six digits of its code that stay with an LAO.
        Column("lao_key", _text, nullable=False),
        # Missing where the register of the snapshot has not the LAO.
        Column("state", _text, values=STATES),
    ),
    sort_by=("as_of", "lao_key"),
)
