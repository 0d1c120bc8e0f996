"""Tables and records as bytes that carry a seal, by which damage is noticed; touches no file."""

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from itasdash.schema import Table, canonical, sha256
from itasdash.schema.declared import declared


def to_parquet(
    table: Table, frame: pd.DataFrame, made_from: Mapping[str, str] | None = None
) -> bytes:
    """Return a checked frame as Parquet bytes: the same rows always give the same bytes.

    The pages carry checksums. For all else the footer holds, under the key ``itasdash.seal``, the
    hash of the file as it is with zeros in that place; and under ``itasdash.made_from`` what a
    derived table was made from, as JSON.
    """
    arrow = declared(table, frame)
    if arrow is None:
        checked = table.frame(frame)
        schema = table.arrow_schema(table.optional_in(checked))
        arrow = pa.Table.from_pandas(checked, schema=schema, preserve_index=False)
    # How a column lay in memory, and what pandas notes of it, shows in no byte.
    return _sealed_parquet(arrow.replace_schema_metadata(None).combine_chunks(), made_from)


def _sealed_parquet(arrow: pa.Table, made_from: Mapping[str, str] | None) -> bytes:
    sink = io.BytesIO()
    with pq.ParquetWriter(
        sink, arrow.schema, compression="zstd", write_page_checksum=True
    ) as writer:
        writer.write_table(arrow)
        if made_from is not None:
            writer.add_key_value_metadata({_MADE_FROM_KEY: canonical(dict(made_from))})
        writer.add_key_value_metadata({_SEAL_KEY: _NO_SEAL})
    data = sink.getvalue()
    at = _seal_at(data)
    return data[:at] + sha256(data).encode() + data[at + len(_NO_SEAL) :]


def from_parquet(table: Table, data: bytes) -> pd.DataFrame:
    """Return the frame of Parquet bytes, its bytes, its pages and its schema verified.

    Raises:
        OSError, ValueError: the bytes are damaged or of another table.
    """
    if not is_sealed(data):
        raise ValueError("not the bytes that were written")
    arrow = pq.read_table(io.BytesIO(data), page_checksum_verification=True)
    frame = arrow.combine_chunks().to_pandas(types_mapper=pd.ArrowDtype)
    return frame if declared(table, frame) is not None else table.frame(frame)


def mart_of(
    table: Table, data: bytes, columns: Sequence[str] | None = None, *, coded: bool = False
) -> tuple[pa.Table, dict[str, str]]:
    """Return the rows of a derived table as Arrow has them, and what they were made from.

    ``columns`` are the ones that are asked for, all where left out. ``coded`` texts come as numbers
    with the texts that they stand for, which takes a fraction of the time.

    Raises:
        OSError, ValueError: the bytes are damaged, of another table, or of another version of it.
    """
    if not is_sealed(data):
        raise ValueError("not the bytes that were written")
    texts = [each.name for each in table.columns if pa.types.is_string(each.type)]
    with pq.ParquetFile(
        io.BytesIO(data),
        page_checksum_verification=True,
        read_dictionary=texts if coded else None,
    ) as file:
        if not _uncoded(file.schema_arrow).equals(table.arrow_schema()):
            raise ValueError("of another version")
        made_from = _made_from(file)
        return file.read(columns=None if columns is None else list(columns)), made_from


def _uncoded(schema: pa.Schema) -> pa.Schema:
    """Return the schema of a file whatever its texts are read as."""
    fields = [
        each.with_type(each.type.value_type) if pa.types.is_dictionary(each.type) else each
        for each in schema
    ]
    return pa.schema(fields)


def made_from_others(data: bytes, identities: Mapping[str, str]) -> bytes | None:
    """Return a derived table as made from the same snapshots under other identities.

    None where it was made from a snapshot of which ``identities`` does not know the other one.

    Raises:
        OSError, ValueError: the bytes are damaged.
    """
    if not is_sealed(data):
        raise ValueError("not the bytes that were written")
    with pq.ParquetFile(io.BytesIO(data), page_checksum_verification=True) as file:
        told = _made_from(file)
        # Beside identities stands what names the program, which stays.
        others = {name: identities.get(each, each) for name, each in told.items()}
        if any(len(each) == _IDENTITY and each not in identities for each in told.values()):
            return None
        return _sealed_parquet(file.read().replace_schema_metadata(None), others)


def _made_from(file: pq.ParquetFile) -> dict[str, str]:
    metadata = {**(file.schema_arrow.metadata or {}), **(file.metadata.metadata or {})}
    told: dict[str, str] = json.loads(metadata.get(_MADE_FROM_KEY, b"{}"))
    return told


def is_sealed(data: bytes) -> bool:
    """Tell whether Parquet bytes are those that :func:`to_parquet` gave."""
    try:
        at = _seal_at(data)
    except ValueError:
        return False
    written, end = data[at : at + len(_NO_SEAL)], at + len(_NO_SEAL)
    return written == sha256(data[:at] + _NO_SEAL + data[end:]).encode()


_MADE_FROM_KEY = b"itasdash.made_from"
# Digits of the hash that is the identity of a snapshot.
_IDENTITY = 64
_SEAL_KEY, _NO_SEAL = b"itasdash.seal", b"0" * 64
# Between a key and its value Thrift writes one byte for the field and one for the length.
_THRIFT_GAP = 2


def _seal_at(data: bytes) -> int:
    return data.rindex(_SEAL_KEY) + len(_SEAL_KEY) + _THRIFT_GAP


def sealed(record: Mapping[str, object]) -> bytes:
    """Return the record with its own hash in it, so that a flipped bit in it is noticed too."""
    return canonical({**record, "seal": sha256(canonical(record))})


def unsealed(data: bytes) -> dict[str, Any]:
    """Return the record that :func:`sealed` gave.

    Raises:
        ValueError: the bytes are not what was written.
    """
    try:
        record: dict[str, Any] = json.loads(data)
        del record["seal"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("not a sealed record") from error
    # The bytes themselves are compared: 1e5 and 1E5 are the same number, and one flip apart.
    if data != sealed(record):
        raise ValueError("not the bytes that were written")
    return record
