"""What is stored, declared once: tables, records and the words that they hold."""

from itasdash.schema.snapshots import Event, Snapshot, SnapshotInfo, Source, sha256
from itasdash.schema.tables import (
    EITHER_MISSING,
    KINDS,
    LAO_TYPES,
    LIST_MEANINGS,
    NOBODY,
    NOT_AN_LAO,
    OUTSTANDING_STATES,
    PROVINCE_SUMMARY,
    REGISTER,
    STATES,
    STATUS,
    Column,
    SchemaError,
    Table,
    lao_key,
)

__all__ = [
    "EITHER_MISSING",
    "KINDS",
    "LAO_TYPES",
    "LIST_MEANINGS",
    "NOBODY",
    "NOT_AN_LAO",
    "OUTSTANDING_STATES",
    "PROVINCE_SUMMARY",
    "REGISTER",
    "STATES",
    "STATUS",
    "Column",
    "Event",
    "SchemaError",
    "Snapshot",
    "SnapshotInfo",
    "Source",
    "Table",
    "lao_key",
    "sha256",
]
