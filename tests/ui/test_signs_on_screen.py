"""Changes in tables on the screen have the signs of the documents, and stay numbers."""

from collections.abc import Callable
from io import BytesIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from streamlit.elements.lib.pandas_styler_utils import marshall_styler
from streamlit.proto.ArrowData_pb2 import ArrowData
from streamlit.testing.v1 import AppTest

from itasdash.documents.html_tables import html_table
from itasdash.i18n import translator
from itasdash.i18n.numbers import signed
from itasdash.ui.parts.sent_tables import sent_table
from tests.ui.test_pages import sound

Visit = Callable[..., AppTest]


@pytest.mark.parametrize("language", ["th", "en"])
def test_changes_are_written_with_their_signs_and_sort_as_numbers(
    visit: Visit, language: str
) -> None:
    at = sound(visit("provinces", lang=language, as_of="20220131T1630", before="20211224T0900"))
    t = translator(language)
    points, laos = t("column.gain_points"), t("column.gain_laos")
    table = at.dataframe[0]
    assert pd.api.types.is_numeric_dtype(table.value[points])
    written = table.proto.arrow_data.styler.display_values
    shown = pa.ipc.open_stream(BytesIO(written)).read_pandas()
    place = list(table.value.columns)
    texts = shown.to_numpy()[:, place.index(points)].tolist()
    assert set(texts) == {"+50.0", "+33.3", "+66.7"}
    assert shown.to_numpy()[:, place.index(laos)].tolist() == [
        f"+{int(value)}" if value else "0" for value in table.value[laos]
    ]


def test_what_is_kept_of_the_writing_is_what_pandas_writes() -> None:
    t = translator("th")
    points, laos = t("column.gain_points"), t("column.gain_laos")
    frame = pd.DataFrame(
        {
            "name": pd.Series(["ก", None, "ค"], dtype="str"),
            "count": pd.array([1, None, 3_000], dtype="Int64"),
            "share": [0.25, None, 100.0],
            points: pd.array([None, -3.04, 0.04], dtype="Float64"),
            laos: [-1, 0, 12],
            "other": [["a"], None, 1.25],
            "drawn": [[0.5, 1.0], [], np.array([2.0, 3.0])],
        }
    )
    styled = frame.style.format(na_rep="", precision=1)
    styled = styled.format(lambda value: signed(value, 1), subset=[points])
    styled = styled.format(signed, subset=[laos])
    sent = []
    kept = sent_table(frame, "th")
    for table in (styled, kept.data(), kept.data()):
        sent.append(ArrowData())
        marshall_styler(sent[-1], table, "itasdash")
    assert sent[0].styler.display_values == sent[1].styler.display_values
    assert sent[0].styler.styles == sent[1].styler.styles
    assert sent[1] == sent[2]
    shown = pa.ipc.open_stream(BytesIO(sent[1].styler.display_values)).read_pandas()
    assert shown[points].tolist() == ["–", "−3.0", "0.0"]
    assert shown[laos].tolist() == ["−1", "0", "+12"]


@pytest.mark.parametrize("language", ["th", "en"])
def test_tables_on_paper_and_in_the_edition_have_the_same_signs(language: str) -> None:
    t = translator(language)
    frame = pd.DataFrame(
        {t("column.gain_points"): [-0.04, -3.5, 2.0], t("column.gain_laos"): [0, -1, 2]}
    )
    said = html_table(frame)
    for text in ("0.0", "−3.5", "+2.0", "−1", "+2"):
        assert f'<td class="number">{text}</td>' in said
    assert "-" not in said
