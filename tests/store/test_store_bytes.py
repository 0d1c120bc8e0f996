"""What is stored, as bytes: the same rows give the same bytes, and a flipped bit never passes."""

import io
import random

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.arrays import ArrowExtensionArray

from itasdash.schema import (
    PROVINCE_SUMMARY,
    REGISTER,
    STATUS,
    AliasEvent,
    SchemaError,
    event_of,
)
from itasdash.store.aliases import alias_file, read_alias_file
from itasdash.store.log import log_line, read_log, with_whole_end
from itasdash.store.seals import from_parquet, is_sealed, sealed, to_parquet, unsealed
from tests.kits.small_store import LAOS, PROVINCES, WHEN, alias_of

CODES = {name: code for code, name, _ in PROVINCES}


def register_rows() -> list[dict[str, object]]:
    return [
        {
            "lao_id": lao_id,
            "province_code": CODES[province],
            "district_name_th": district,
            "lao_type": "SAO",
            "name_th": name,
        }
        for lao_id, province, district, name in LAOS
    ]


def summary_rows() -> list[dict[str, object]]:
    counts = {"expected": 20, "registered": 5, "outstanding": 15}
    surveys = dict.fromkeys(("iit_quota", "iit_answered", "eit_quota", "eit_answered"))
    return [{"province_code": code, **counts, **surveys} for code, *_ in PROVINCES]


def status_rows() -> list[dict[str, object]]:
    blank: dict[str, object] = dict.fromkeys(STATUS.names)
    said = {"name_th": "ก", "basis": "reported", "match": "code"}
    return [{**blank, **said, "lao_id": lao_id} for lao_id in ("5810101", "5810102")]


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def event_lines(number: int) -> bytes:
    log, seal = b"", ""
    for n in range(number):
        line = log_line({"event": "download", "who": "เจ้าหน้าที่", "rows": n, "rate": 1e-07}, seal)
        log, seal = log + line, read_log(line).seal
    return log


ROWS = [AliasEvent(at=WHEN, who="สมชาย", **alias_of(f"อบต.{n}, “ก”")) for n in "ขคง"]


def test_rows_in_any_order_give_the_same_bytes() -> None:
    rows = register_rows()
    shuffled = random.Random(3).sample(rows, len(rows))
    assert to_parquet(REGISTER, pd.DataFrame(shuffled)) == to_parquet(REGISTER, pd.DataFrame(rows))


@pytest.mark.parametrize("parts", [1, 3])
def test_a_frame_that_is_as_declared_gives_the_bytes_that_its_rows_give(parts: int) -> None:
    """However its columns lie in memory."""
    rows = register_rows()
    declared = REGISTER.frame(rows)
    columns = {name: pa.array(declared[name].tolist()) for name in REGISTER.names}
    in_parts = {
        name: pa.chunked_array([values[n : n + 1] for n in range(len(values))])
        for name, values in columns.items()
    }
    shown = columns if parts == 1 else in_parts
    frame = pd.DataFrame({name: ArrowExtensionArray(values) for name, values in shown.items()})
    assert to_parquet(REGISTER, frame) == to_parquet(REGISTER, pd.DataFrame(rows))


def _spoilt(change: dict[str, object]) -> pd.DataFrame:
    frame = REGISTER.frame(register_rows())
    for name, value in change.items():
        frame.loc[1, name] = value
    return frame


@pytest.mark.parametrize(
    "change", [{"lao_type": "TOWNSHIP"}, {"name_th": None}, {"lao_id": None}, {"lao_type": None}]
)
def test_a_frame_of_the_right_types_is_looked_at_all_the_same(change: dict[str, object]) -> None:
    with pytest.raises(SchemaError):
        to_parquet(REGISTER, _spoilt(change))


def test_a_frame_of_the_right_types_is_put_in_order() -> None:
    rows = REGISTER.frame(register_rows())
    again = pd.concat([rows, rows.iloc[:1]], ignore_index=True)
    for frame in (rows.iloc[::-1], again, again.iloc[::-1]):
        wanted = to_parquet(REGISTER, pd.DataFrame(frame.to_dict("records")))
        assert to_parquet(REGISTER, frame) == wanted


def test_a_column_that_says_nothing_is_left_out() -> None:
    blank = pd.Series([None, None], dtype=pd.ArrowDtype(pa.float64()))
    frame = STATUS.frame(status_rows())
    assert to_parquet(STATUS, frame.assign(score=blank)) == to_parquet(STATUS, frame)


def test_parquet_says_nothing_of_the_run_and_any_reader_can_read_it() -> None:
    data = to_parquet(REGISTER, pd.DataFrame(register_rows()))
    table = pq.read_table(io.BytesIO(data))
    assert table.to_pylist() == sorted(register_rows(), key=lambda row: str(row["lao_id"]))
    stored = pq.read_metadata(io.BytesIO(data)).metadata
    assert sorted(stored) == [b"ARROW:schema", b"itasdash.seal"]


def test_written_and_read_again_is_the_same_frame() -> None:
    frame = PROVINCE_SUMMARY.frame(summary_rows())
    assert from_parquet(PROVINCE_SUMMARY, to_parquet(PROVINCE_SUMMARY, frame)).equals(frame)
    empty = PROVINCE_SUMMARY.frame([])
    assert from_parquet(PROVINCE_SUMMARY, to_parquet(PROVINCE_SUMMARY, empty)).equals(empty)


def test_none_of_300_flipped_bits_of_a_table_passes() -> None:
    data = to_parquet(REGISTER, pd.DataFrame(register_rows()))
    for bit in random.Random(5).sample(range(len(data) * 8), 300):
        with pytest.raises((ValueError, OSError)):
            from_parquet(REGISTER, flipped(data, bit))


def test_pages_carry_checksums_that_arrow_verifies() -> None:
    """Without the seal too: other programs that read the tables have only these."""
    data = to_parquet(REGISTER, pd.DataFrame(register_rows()))
    whole = pq.read_table(io.BytesIO(data))
    names = pq.read_metadata(io.BytesIO(data)).row_group(0).column(4)
    refused = []
    for at in range(names.dictionary_page_offset, names.data_page_offset):
        changed = io.BytesIO(flipped(data, at * 8))
        try:
            assert pq.read_table(changed, page_checksum_verification=True).equals(whole)
        except (OSError, ValueError) as error:
            refused.append(str(error))
    assert sum("CRC checksum" in text for text in refused) > len(refused) / 2


def test_a_table_of_other_columns_does_not_pass() -> None:
    data = to_parquet(PROVINCE_SUMMARY, pd.DataFrame(summary_rows()))
    with pytest.raises(SchemaError, match="columns missing or unknown"):
        from_parquet(REGISTER, data)


def test_what_the_schema_forbids_is_not_written() -> None:
    rows = register_rows()
    rows[0]["lao_type"] = "VILLAGE"
    with pytest.raises(SchemaError, match="VILLAGE"):
        to_parquet(REGISTER, pd.DataFrame(rows))


def test_what_another_program_wrote_is_not_sealed() -> None:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(register_rows()), sink)
    assert not is_sealed(sink.getvalue())


RECORD = sealed({"as_of": "2022-01-07T13:00:00+07:00", "found": 1e-07, "who": "สมชาย", "n": [1]})


@given(st.integers(0, len(RECORD) * 8 - 1))
def test_no_flipped_bit_of_a_sealed_record_passes(bit: int) -> None:
    with pytest.raises(ValueError, match="not"):
        unsealed(flipped(RECORD, bit))


@pytest.mark.parametrize("data", [b"", b"[]", b"3", b"{}", b'{"seal": 1}', b"[" * 100_000])
def test_what_is_no_sealed_record_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(ValueError, match="not"):
        unsealed(data)


LOG = event_lines(5)


def test_a_sound_log_has_nothing_wrong() -> None:
    log = read_log(LOG)
    assert [line["rows"] for line in log.lines] == [0, 1, 2, 3, 4]
    assert (log.damaged, log.gaps) == ([], [])
    assert with_whole_end(LOG) == LOG
    assert with_whole_end(b"") == b""


@given(st.integers(0, len(LOG) * 8 - 1))
def test_no_flipped_bit_of_the_log_passes(bit: int) -> None:
    log = read_log(flipped(LOG, bit))
    assert log.damaged
    assert log.gaps == []


@given(st.integers(0, 4))
def test_a_missing_line_is_noticed_where_it_was(number: int) -> None:
    lines = LOG.splitlines(keepends=True)
    log = read_log(b"".join(lines[:number] + lines[number + 1 :]))
    # What is cut off at the end leaves no trace in the log itself.
    assert log.gaps == ([number + 1] if number < 4 else [])
    assert log.damaged == []


@given(st.integers(0, len(LOG)))
def test_half_a_line_at_the_end_goes_and_a_whole_one_stays(length: int) -> None:
    cut = LOG[:length]
    assert read_log(cut).damaged == []
    kept = with_whole_end(cut)
    assert LOG.startswith(kept)
    assert kept.endswith(b"\n") or not kept
    # Nothing but the last line may go, and that only where it is not whole.
    assert len(kept) - len(cut) == 1 or cut.rfind(b"\n") + 1 == len(kept)
    assert read_log(kept).lines == read_log(cut).lines


def test_a_last_line_whose_end_was_flipped_is_kept() -> None:
    assert with_whole_end(LOG[:-1] + b"\x0b") == LOG


ALIASES = alias_file(ROWS)


def test_confirmed_names_are_events_and_back() -> None:
    assert read_alias_file(ALIASES) == (ROWS, [])
    assert [event_of(row.stored()) for row in ROWS] == ROWS


def test_a_name_over_two_lines_is_stored_in_one() -> None:
    row = AliasEvent(at=WHEN, who="ก", **alias_of("อบต.\nหนอง  ขาว"))
    assert row.written == "อบต. หนอง ขาว"
    assert read_alias_file(alias_file([row])) == ([row], [])


@given(st.integers(0, len(ALIASES) * 8 - 1))
def test_a_flipped_bit_of_the_aliases_costs_no_other_name(bit: int) -> None:
    rows, damaged = read_alias_file(flipped(ALIASES, bit))
    assert damaged
    assert [row for row in rows if row not in ROWS] == []
    # A flip of the end of a line costs the two that it parts.
    assert len(rows) >= len(ROWS) - 2
